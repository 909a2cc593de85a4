using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>Tries a profile by what would be done with it: no token is shown, and nothing is kept.</summary>
static class ProfileTrial
{
    public static async Task<int> RunAsync(string name, ProfilesFile profiles, Terminal io, CancellationToken ct)
    {
        var trial = io with { Files = io.Files.For(name, profiles) };
        var settings = trial.Settings;
        if (new OrgChoice().Resolve(trial) is not { } address)
            throw new UsageException($"Profile {name} names no org, and nothing else does.", "Add org: to it.");

        if (settings.Find(Setting.Username) is { } login)
            return Good(await AskAsync(["token", "--no-cache"], trial, ct), $"{name}: {login.Text} signs in to {address.Issuer}.", io);

        return settings.Find(Setting.ClientSecret) is not null || settings.Find(Setting.PrivateKey) is not null
            ? Good(
                await AskAsync(["client-credentials", .. Scopes(settings)], trial, ct),
                $"{name}: the app gets tokens from {address.Issuer}.",
                io)
            : Good(await AskAsync(["discover", "--output", "json"], trial, ct), $"{name}: {address.Issuer} answers.", io);
    }

    // Of an app itself only those that were said: what a user is asked for is not for it.
    static string[] Scopes(LayeredSettings settings) =>
        settings.Text(Setting.Scopes) is { } scopes ? [Setting.Scopes.Flag, scopes] : [];

    static async Task<JsonObject> AskAsync(string[] command, Terminal io, CancellationToken ct)
    {
        using var printed = new StringWriter();
        await CommandLine.Parse(command).Read()(io with { Out = printed, OutputIsTerminal = false }, ct);
        return JsonNode.Parse(printed.ToString())!.AsObject();
    }

    static int Good(JsonObject answer, SafeLine sentence, Terminal io)
    {
        io.Print(answer.Text("scope") is { } scopes ? $"{sentence} Scopes: {scopes}" : sentence);
        return ExitCodes.Ok;
    }
}
