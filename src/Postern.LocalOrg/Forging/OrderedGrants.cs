using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Forging;

/// <summary>Finds out for whom, which app and which server a token is ordered, and says what is not there.</summary>
/// <param name="directory">Where they are.</param>
/// <param name="servers">Likewise.</param>
/// <param name="firstLogin">Of the seed's first user, who is meant where nobody is named.</param>
sealed class OrderedGrants(OrgDirectory directory, AuthorizationServers servers, string? firstLogin)
{
    const string OrgServer = "org";

    /// <exception cref="TokenOrderException">Something that is named is not there.</exception>
    public async Task<TokenGrant> FindAsync(TokenOrder order, bool needsUser, long now, CancellationToken ct)
    {
        var server = await ServerAsync(order, ct);
        var app = order.App is { } named ? await AppAsync(named, ct) : null;
        var user = app is { Kind: AppKind.Service } && order.User is null && !needsUser ? null : await UserAsync(order.User, ct);
        app ??= await AppOfAsync(user!, ct);
        var scopes = ScopesOf(order, server, user);
        return new()
        {
            Server = server, ClientId = app.ClientId, User = user, Scopes = scopes, AuthenticatedAt = now, Methods = ["pwd"],
            GrantType = user is null ? GrantTypes.ClientCredentials : GrantTypes.AuthorizationCode,
            Lifetimes = LifetimesOf(server, app, user, scopes),
        };
    }

    async Task<AuthorizationServer> ServerAsync(TokenOrder order, CancellationToken ct)
    {
        if (order.Server is OrgServer)
            return await servers.FindAsync(null, ct);

        var active = (await directory.Servers.AllAsync(ct)).Where(server => server.Status is Lifecycle.Active).ToList();
        if (order.Server is not { } named)
            return await UsualServerAsync(active, order.Scopes, ct);

        var found = active.Find(server => server.Id == named)
            ?? active.Find(server => server.Name == named)
            ?? active.Find(server => server.Audience == named)
            ?? throw new TokenOrderException(
                $"There is no authorization server '{named}'; there are {Listed([.. active.Select(server => server.Id), OrgServer])}.");
        return await servers.FindAsync(found.Id, ct);
    }

    /// <summary>The one called default, unless another alone has the scopes.</summary>
    async Task<AuthorizationServer> UsualServerAsync(
        List<CustomAuthorizationServer> active, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        AuthorizationServer? usual = null;
        foreach (var candidate in active.OrderByDescending(server => server.Id is "default"))
        {
            var server = await servers.FindAsync(candidate.Id, ct);
            usual ??= server;
            if (scopes.All(server.HasScope))
                return server;
        }

        return usual ?? await servers.FindAsync(null, ct);
    }

    async Task<App> AppAsync(string named, CancellationToken ct)
    {
        if (await directory.FindAppAsync(named, ct) is { } app)
            return app;

        var clients = await ClientsAsync(ct);
        return clients.Find(client => client.Name == named)
            ?? throw new TokenOrderException(
                $"There is no app '{named}'; there are {Listed(clients.Select(client => $"{client.ClientId} ({client.Name})"))}.");
    }

    async Task<App> AppOfAsync(User user, CancellationToken ct)
    {
        var clients = (await ClientsAsync(ct)).Where(client => client.Kind is not AppKind.Service).ToList();
        return clients.Find(client => client.IsAssignedTo(user)) ?? clients.FirstOrDefault()
            ?? throw new TokenOrderException("The org has no app for users; name an app that acts for itself.");
    }

    async Task<User> UserAsync(string? login, CancellationToken ct)
    {
        if ((login ?? firstLogin) is { } named && await directory.Users.FindByAsync("login", LoginKey.Of(named), ct) is { } user)
            return user;
        if (login is not null)
            throw new TokenOrderException($"There is no user '{login}'.");
        return (await directory.Users.PageAsync("", 1, ct)).FirstOrDefault()
            ?? throw new TokenOrderException("The org has no users; name an app that acts for itself.");
    }

    static IReadOnlyList<string> ScopesOf(TokenOrder order, AuthorizationServer server, User? user)
    {
        if (order.Scopes.FirstOrDefault(scope => !server.HasScope(scope)) is { } unknown)
            throw new TokenOrderException(
                $"The authorization server has no scope '{unknown}'; it has {Listed(server.Scopes.Select(scope => scope.Name))}.");
        if (order.Scopes.Count > 0)
            return [.. order.Scopes.Distinct()];

        var defaults = server.Scopes.Where(scope => scope.IsDefault).Select(scope => scope.Name);
        return user is null ? [.. defaults] : [.. defaults.Prepend(Scopes.OpenId).Distinct()];
    }

    /// <summary>An hour where no policy gives the scopes: what a test has made needs no policy's consent.</summary>
    static TokenLifetimes LifetimesOf(AuthorizationServer server, App app, User? user, IReadOnlyList<string> scopes)
    {
        var grantType = user is null ? GrantTypes.ClientCredentials : GrantTypes.AuthorizationCode;
        var question = new AccessQuestion(app.ClientId, user, [grantType], new(scopes, AreDefaults: false));
        var rule = server.Policies.Where(policy => AccessPolicies.Judge(policy, app.ClientId) is PolicySays.Asked)
            .SelectMany(policy => policy.Rules)
            .FirstOrDefault(rule => AccessPolicies.Judge(rule, question).Says is RuleSays.Gives);
        return rule is null ? TokenLifetimes.Org : AccessPolicies.LifetimesBy(rule);
    }

    async Task<List<App>> ClientsAsync(CancellationToken ct) =>
        [.. (await directory.Apps.AllAsync(ct)).Where(app => app is { Status: Lifecycle.Active, IsClient: true })];

    static string Listed(IEnumerable<string> names) => string.Join(", ", names);
}

/// <summary>A token was ordered that cannot be made; the message says why, and what there is.</summary>
sealed class TokenOrderException(string message) : ArgumentException(message);
