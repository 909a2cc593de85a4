using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>
/// A token for a user and an app without their signing in, by all else that decides: assignment, access policies, claims. A token hook is
/// not asked.
/// </summary>
sealed class TokenButton(OrgStore store, OrgDirectory directory, SignInStores stores, TokensRoom tokens)
{
    static readonly string[] ByPassword = ["pwd"];
    static readonly string[] ByFactor = ["mfa", "pwd"];

    /// <exception cref="OAuthError">As the token endpoint would refuse.</exception>
    /// <exception cref="ConsoleProblem">There is no such app or user, or the user may not sign in.</exception>
    public async Task<IssuedTokens> PressAsync(TokenWish wish, CancellationToken ct)
    {
        var app = await directory.FindAppAsync(wish.ClientId, ct)
            ?? throw ConsoleProblem.NotFound("There is no app of this client id that is active.");
        var server = await tokens.Servers.TryFindAsync(wish.ServerId, ct)
            ?? throw ConsoleProblem.NotFound("There is no authorization server of this id that is active.");
        var user = app.Kind is AppKind.Service ? null : await FindUserAsync(wish.Login, ct);
        if (user is not null && !app.IsAssignedTo(user))
            throw OAuthError.AccessDenied("User is not assigned to the client application.");

        var grant = GrantOf(wish, server, app, user);
        var access = await tokens.Issuer.AccessTokenAsync(grant, TokenIssuer.NewAccessTokenId());
        var hasIdToken = user is not null && grant.Scopes.Contains(Scopes.OpenId);
        return new(access, hasIdToken ? await tokens.Issuer.IdTokenAsync(grant, access, code: null) : null);
    }

    TokenGrant GrantOf(TokenWish wish, AuthorizationServer server, App app, User? user)
    {
        var grantType = user is null ? GrantTypes.ClientCredentials : GrantTypes.AuthorizationCode;
        var asked = Asked(wish.Scopes, server);
        var permission = AccessPolicies.Evaluate(server, app.ClientId, user, [grantType], asked);
        return new()
        {
            Server = server,
            ClientId = app.ClientId,
            User = user,
            GrantType = grantType,
            Scopes = permission.Scopes,
            Lifetimes = permission.Lifetimes,
            AuthenticatedAt = store.Now,
            Methods = user is null ? [] : user.RequiresFactor ? ByFactor : ByPassword,
        };
    }

    static AskedScopes Asked(string scopes, AuthorizationServer server)
    {
        string[] names = scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            return new([.. server.Scopes.Where(scope => scope.IsDefault).Select(scope => scope.Name)], AreDefaults: true);

        string[] unknown = [.. names.Where(name => !server.HasScope(name))];
        return unknown.Length == 0
            ? new(names, AreDefaults: false)
            : throw OAuthError.InvalidScope($"The authorization server has no scope {string.Join(", ", unknown)}.");
    }

    async Task<User> FindUserAsync(string login, CancellationToken ct) =>
        await stores.Credentials.FindCredentialsAsync(login, ct) is not { } found
            ? throw ConsoleProblem.NotFound("There is no user of this login.")
            : found.State is UserState.Active or UserState.MfaRequired
                ? found.User
                : throw ConsoleProblem.Wrong(
                    $"{found.User.Login} is {OverviewTheme.Words(found.State.ToString())}, and may not sign in: change the state first.");
}

/// <summary>For whom, by which app, from which server; null: the org's own.</summary>
sealed record TokenWish(string Login, string ClientId, string? ServerId, string Scopes);

/// <summary>What came of it.</summary>
sealed record IssuedTokens(string AccessToken, string? IdToken)
{
    public override string ToString() => "tokens";
}
