using Postern.Client;

namespace Postern.Cli;

/// <summary>Fetches a code when it is needed, not before: an SMS is sent first.</summary>
sealed class CodeSource(string? reference, string login, Terminal io, SecretReader secrets)
{
    public async ValueTask<string?> FetchAsync(AuthnFactor factor, CancellationToken ct) => reference switch
    {
        _ when io.Replayed is not null => ReplayedSettings.For("--mfa-code"),
        null => await io.AskAsync($"{Words.Code(factor)}, for {login}", ct),
        _ when reference.StartsWith("cmd:", StringComparison.Ordinal) => await CodeCommand.RunAsync(reference[4..], factor, login, io, ct),
        _ => await secrets.ReadAsync(reference, "--mfa-code", $"{Words.Code(factor)}, for {login}", ct),
    };
}
