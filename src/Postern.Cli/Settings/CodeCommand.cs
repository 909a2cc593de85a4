using Postern.Client;

namespace Postern.Cli;

/// <summary>Runs the command of <c>--mfa-code cmd:…</c>; the first line it prints is the code.</summary>
static class CodeCommand
{
    public static async Task<string> RunAsync(string command, AuthnFactor factor, string login, Terminal io, CancellationToken ct)
    {
        var said = await new ShellCommand(command, Failed)
        {
            Variables =
            {
                ["POSTERN_FACTOR"] = factor.FactorType, ["POSTERN_FACTOR_ID"] = factor.Id ?? "", ["POSTERN_LOGIN"] = login,
            },
        }.RunAsync(io, ct);
        return said.Split('\n', 2)[0].Trim() is { Length: > 0 } code ? code : throw Failed("printed nothing");
    }

    static UsageException Failed(string how) =>
        new(
            $"The command of --mfa-code {how}.",
            "Run it by itself: it must print the code as its first line, and end with 0. It finds the factor in POSTERN_FACTOR and the " +
            "user in POSTERN_LOGIN.");
}
