using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>Tries a profile by what would be done with it: no token is shown, and nothing is kept.</summary>
static class ProfileTrial
{
    public static async Task<TriedProfile> RunAsync(string name, ProfilesFile profiles, Terminal io, CancellationToken ct)
    {
        var trial = io with { Files = io.Files.For(name, profiles) };
        var settings = trial.Settings;
        if (new OrgChoice().Resolve(trial) is not { } address)
            throw new UsageException($"Profile {name} names no org, and nothing else does.", "Add org: to it.");

        if (settings.Find(Setting.Username) is { } login)
            return Tried("user", await AskAsync(["token", "--no-cache"], trial, ct)) with { Username = login.Text };

        return settings.Find(Setting.ClientSecret) is not null || settings.Find(Setting.PrivateKey) is not null
            ? Tried("app", await AskAsync(["client-credentials", .. Scopes(settings)], trial, ct))
            : Tried("org", await AskAsync(["discover", "--output", "json"], trial, ct));

        TriedProfile Tried(string whom, JsonObject answer) => new(name, whom, address.Issuer) { Scopes = answer.Text("scope") };
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
}

/// <summary>A profile that does what it should.</summary>
/// <param name="Name">Its own.</param>
/// <param name="Whom">Who got an answer by it: <c>user</c>, <c>app</c> or just somebody who asked the <c>org</c>.</param>
/// <param name="Issuer">From whom.</param>
sealed record TriedProfile(string Name, string Whom, string Issuer)
{
    public string? Username { get; init; }

    public string? Scopes { get; init; }

    public void WriteFor(Terminal io)
    {
        var did = Whom switch
        {
            "user" => $"{Username} signs in to {Issuer}.",
            "app" => $"the app gets tokens from {Issuer}.",
            _ => $"{Issuer} answers.",
        };
        io.Print($"{Name}: {did}{(Scopes is { } scopes ? $" Scopes: {scopes}" : "")}");
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["profile"] = Name, ["tried"] = Whom, ["issuer"] = Issuer };
        json.AddPresent("username", Username);
        json.AddPresent("scope", Scopes);
        return json;
    }
}
