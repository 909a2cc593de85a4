using Postern.Protocol;

namespace Postern.Cli;

/// <summary>
/// Tokens for commands that are about something else: the user's whom flags and settings name, or where those name no user and an app that
/// can prove itself, the app's own.
/// </summary>
static class ProfileTokens
{
    /// <summary>Of one profile, as if nothing else but its name had been said.</summary>
    public static async Task<KeptTokens> OfProfileAsync(string profile, CacheChoice cache, Terminal io, CancellationToken ct)
    {
        io.Files.Profiles.Value.Find(profile);
        var its = io with { Files = io.Files.For(profile, io.Files.Profiles.Value) };
        var options = TokenCommand.Unsaid() with { Cache = cache };
        return await GetAsync(options, new(options.Org.Require(its), its), ct);
    }

    /// <summary>Of what the flags say, in an org that may have been made for this run.</summary>
    public static Task<int> RunAsync(
        TokenOptions options, Terminal io, Func<Func<Task<KeptTokens>>, Terminal, Task<int>> run, CancellationToken ct)
    {
        var role = new DemoRole(GrantTypes.AuthorizationCode) { ClientId = options.App.ClientId, Username = options.User.Username };
        return DemoOrg.RunAsync(
            options.Org, role, io, place => run(() => GetAsync(options, place, ct), place.Io), ct);
    }

    static Task<KeptTokens> GetAsync(TokenOptions options, Place place, CancellationToken ct) =>
        IsOfApp(options, place.Io) ? new AppTokens(options, place).GetAsync(ct) : new UserTokens(options, place).GetAsync(ct);

    static bool IsOfApp(TokenOptions options, Terminal io) =>
        options.User.Username is null
        && io.Settings.Find(Setting.Username) is null
        && (options.App.Credential is { SecretReference: not null } or { PrivateKeyReference: not null }
            || io.Settings.Find(Setting.ClientSecret, options.App.ClientId) is not null
            || io.Settings.Find(Setting.PrivateKey, options.App.ClientId) is not null);
}
