using System.Text.Json.Nodes;
using Postern.LocalOrg;

namespace Postern.Testing;

/// <summary>Says who and what is in a test org. Everything is optional, and whatever is left out is made.</summary>
public sealed class TestOrgBuilder
{
    /// <summary>Where no name leads anywhere: RFC 6761 section 6.2.</summary>
    internal const string NobodysDomain = ".okta.test";

    readonly List<Func<OrgSeed, OrgSeed>> _parts = [];
    readonly List<Func<LocalOrgOptions, LocalOrgOptions>> _options = [];
    Func<CancellationToken, Task<OrgSeed>> _seed = _ => Task.FromResult(new OrgSeed { OrgName = "Test org" });
    Func<LocalOrgOptions, LocalOrgOptions> _address = options => options with { PublicUrl = $"https://{Made.Name()}{NobodysDomain}" };

    internal TestOrgBuilder()
    {
    }

    /// <summary>A user with a password that is made: <see cref="TestOrg.UserOf"/> tells it. Groups that are new are made.</summary>
    /// <param name="login">Also the e-mail address.</param>
    /// <param name="groups">By name, besides <c>Everyone</c>. Default: none.</param>
    /// <param name="profile">Attributes for claims, such as <c>new() { ["department"] = "Sales" }</c>. Default: none.</param>
    /// <param name="change">Whatever else: <c>user => user with { FirstName = "Grace" }</c>.</param>
    public TestOrgBuilder User(
        string login, IReadOnlyList<string>? groups = null, JsonObject? profile = null, Func<SeedUser, SeedUser>? change = null)
    {
        var user = new SeedUser { Login = login, Password = Made.Password(), GroupIds = groups ?? [], Profile = profile };
        var changed = change?.Invoke(user) ?? user;
        return Add(seed => SeedParts.With(seed, changed));
    }

    /// <summary>
    /// A user who is asked for a one-time password at each sign-in, with a seed that is made. Tokens and sign-ins of the kit answer it.
    /// </summary>
    /// <inheritdoc cref="User"/>
    public TestOrgBuilder MfaUser(
        string login, IReadOnlyList<string>? groups = null, JsonObject? profile = null, Func<SeedUser, SeedUser>? change = null) =>
        User(
            login,
            groups,
            profile,
            user =>
            {
                user = user with { State = UserState.MfaRequired, TotpSecret = Made.TotpSecret() };
                return change?.Invoke(user) ?? user;
            });

    /// <summary>Groups that no user is in yet; those that users name are made anyway.</summary>
    public TestOrgBuilder Groups(params string[] names) => Add(seed => SeedParts.WithGroups(seed, names));

    /// <summary>A web app with a client secret that is made, assigned to everyone.</summary>
    /// <param name="name">For people; the client id is made of it, the same every time.</param>
    /// <param name="redirectUri">Where sign-ins come back to, such as <c>http://localhost/signin-oidc</c>.</param>
    /// <param name="change">Whatever else: <c>app => app with { RequiresConsent = true }</c>.</param>
    public TestOrgBuilder WebApp(string name, string redirectUri, Func<SeedApp, SeedApp>? change = null) =>
        App(SeedParts.App(name, AppKind.Web, redirectUri), change);

    /// <summary>A single-page app, a public client with PKCE, assigned to everyone.</summary>
    /// <inheritdoc cref="WebApp"/>
    public TestOrgBuilder SpaApp(string name, string redirectUri, Func<SeedApp, SeedApp>? change = null) =>
        App(SeedParts.App(name, AppKind.Spa, redirectUri), change);

    /// <summary>A native app, a public client with PKCE, assigned to everyone.</summary>
    /// <inheritdoc cref="WebApp"/>
    public TestOrgBuilder NativeApp(string name, string redirectUri, Func<SeedApp, SeedApp>? change = null) =>
        App(SeedParts.App(name, AppKind.Native, redirectUri), change);

    /// <summary>An app without users, with a client secret that is made: <c>client_credentials</c>.</summary>
    /// <inheritdoc cref="WebApp"/>
    public TestOrgBuilder ServiceApp(string name, Func<SeedApp, SeedApp>? change = null) => App(SeedParts.Service(name), change);

    /// <summary>A custom authorization server whose one policy lets everybody and every app in.</summary>
    /// <param name="id"><c>default</c>, 20 characters beginning with <c>aus</c>, or a name.</param>
    /// <param name="audience">The <c>aud</c> of its access tokens. Default: <c>api://</c> and the id.</param>
    /// <param name="scopes">Besides those of OpenID Connect. Default: none.</param>
    /// <param name="groupsClaim">Whether access tokens name the user's groups, all of them. Default false.</param>
    /// <param name="claims">Claims of access tokens by <a href="docs/expressions.md">expression</a>. Default: none.</param>
    /// <param name="change">Whatever else: policies, lifetimes, claims of ID tokens.</param>
    public TestOrgBuilder Server(
        string id,
        string? audience = null,
        IReadOnlyList<string>? scopes = null,
        bool groupsClaim = false,
        IReadOnlyDictionary<string, string>? claims = null,
        Func<SeedAuthorizationServer, SeedAuthorizationServer>? change = null)
    {
        var server = SeedParts.Server(id, audience) with
        {
            Scopes = [.. (scopes ?? []).Select(SeedScope.FromString)],
            Claims =
            [
                .. groupsClaim ? (SeedClaim[])[new() { Name = "groups", Groups = new() { Match = GroupMatch.Regex, Value = ".*" } }] : [],
                .. (claims ?? new Dictionary<string, string>()).Select(
                    claim => new SeedClaim { Name = claim.Key, Expression = claim.Value }),
            ],
        };
        var changed = change?.Invoke(server) ?? server;
        return Add(seed => seed with { AuthorizationServers = [.. seed.AuthorizationServers, changed] });
    }

    /// <summary>Begins with a seed of your own, to which everything else is added.</summary>
    public TestOrgBuilder Seed(OrgSeed seed)
    {
        _seed = _ => Task.FromResult(seed);
        return this;
    }

    /// <summary>Begins with a seed file, YAML or JSON: docs/seed-file.md.</summary>
    public TestOrgBuilder SeedFile(string path)
    {
        _seed = ct => OrgSeed.FromFileAsync(path, ct);
        return this;
    }

    /// <summary>
    /// Speaks HTTPS at a real address, <c>https://localhost:</c> and a port, by the development authority (docs/https.md): for an
    /// application in another process, which must trust it.
    /// </summary>
    public TestOrgBuilder Https() => At(options => options with { Https = options.Https ?? new() });

    /// <summary>Is called by its real address, <c>http://127.0.0.1:</c> and a port: for an application in another process.</summary>
    public TestOrgBuilder Http() => At(options => options);

    /// <summary>Whatever else an org can be started with: a clock that stands still, logs, security keys.</summary>
    public TestOrgBuilder Options(Func<LocalOrgOptions, LocalOrgOptions> change)
    {
        _options.Add(change);
        return this;
    }

    internal async Task<LocalOrgOptions> BuildAsync(SigningKeyPool keys, CancellationToken ct)
    {
        var seed = SeedParts.WithGroups(await _seed(ct).ConfigureAwait(false), [SeedParts.Everyone]);
        seed = _parts.Aggregate(seed, (built, part) => part(built));
        var options = _address(new() { SigningKeys = keys, Seed = SeedParts.WithOwn(seed) });
        return _options.Aggregate(options, (built, change) => change(built));
    }

    TestOrgBuilder App(SeedApp app, Func<SeedApp, SeedApp>? change)
    {
        var changed = change?.Invoke(app) ?? app;
        return Add(seed => seed with { Apps = [.. seed.Apps, changed] });
    }

    TestOrgBuilder At(Func<LocalOrgOptions, LocalOrgOptions> address)
    {
        _address = address;
        return this;
    }

    TestOrgBuilder Add(Func<OrgSeed, OrgSeed> part)
    {
        _parts.Add(part);
        return this;
    }
}
