using System.Collections.Concurrent;
using Postern.Client;
using Postern.LocalOrg;
using Postern.Protocol;

namespace Postern.Testing;

/// <summary>The tokens that tests have wished for, each fetched once by the real client and renewed when its time is near.</summary>
sealed class TokenShelf(TestOrg org) : IDisposable
{
    readonly ConcurrentDictionary<TokenWish, CachingTokenSource> _sources = [];
    readonly ConcurrentDictionary<(string Issuer, string ClientId), OktaClient> _clients = [];
    readonly HttpClient _http = new(org.CreateHandler());

    /// <exception cref="ArgumentException">There is no such user, app or server.</exception>
    public ITokenSource SourceOf(TokenWish wish)
    {
        var whole = Whole(wish);
        return _sources.GetOrAdd(whole, asked => new(Fetch(asked), org.Clock));
    }

    /// <summary>
    /// Has the kit's own clients ask the org what it is, and the servers who they are and for their keys, which is when those are made, or
    /// taken from those made ahead.
    /// </summary>
    public Task PrepareAsync(CancellationToken ct)
    {
        var apps = org.LocalOrg.Seed.Apps.Where(app => app.Name is SeedParts.OwnApp or SeedParts.OwnService).ToList();
        return Task.WhenAll(
            from server in org.LocalOrg.Seed.AuthorizationServers
            from app in apps
            select PrepareAsync(ClientOf(org.IssuerOf(server), app.ClientId), ct));
    }

    /// <summary>What the org gives for the password and whatever else it asks for, without an app.</summary>
    public async Task<string> SessionTokenAsync(string user, CancellationToken ct)
    {
        var login = org.SeedOf(user).Login;
        var flow = ClientOf(org.Issuer, AppOf(new() { User = login }).ClientId).SessionTokenFlow;
        var signedIn = await flow.SignInAsync(login, PasswordOf(login), org.Factors.AnswersOf(login), ct).ConfigureAwait(false);
        return signedIn.SessionToken;
    }

    /// <summary>Tokens of a user who signs in otherwise than before; those that were handed out stay good.</summary>
    public void Forget(string login)
    {
        foreach (var wish in _sources.Keys.Where(wish => wish.User == login))
            _sources.TryRemove(wish, out _);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A server that refuses says so to whoever wants a token of it.</summary>
    static async Task PrepareAsync(OktaClient client, CancellationToken ct)
    {
        try
        {
            await client.PrepareAsync(ct).ConfigureAwait(false);
        }
        catch (OktaException)
        {
            // Asked again when a token is wanted.
        }
    }

    /// <summary>With the app and the server by their ids, so that the same is the same however it was said.</summary>
    TokenWish Whole(TokenWish wish)
    {
        string[] scopes = [.. Split(wish.Scopes)];
        return wish with
        {
            User = wish.User is { } user ? org.SeedOf(user).Login : null,
            Scopes = string.Join(' ', scopes),
            App = AppOf(wish).ClientId,
            Server = org.IssuerOf(wish.Server is { } server ? ServerCalled(server) : ServerWith(scopes)),
        };
    }

    ITokenSource Fetch(TokenWish wish)
    {
        var client = ClientOf(wish.Server!, wish.App!);
        IReadOnlyList<string>? scopes = wish.Scopes is "" ? null : [.. Split(wish.Scopes)];
        return wish.User is { } user
            ? client.SignIn.For(
                user, PasswordOf(user), new() { Answers = org.Factors.AnswersOf(user), Authorize = new() { Scopes = scopes } })
            : client.ClientCredentialsFlow.For(new() { Scopes = scopes });
    }

    OktaClient ClientOf(string issuer, string clientId) =>
        _clients.GetOrAdd((issuer, clientId), of => NewClient(of.Issuer, of.ClientId));

    OktaClient NewClient(string issuer, string clientId)
    {
        var app = org.LocalOrg.Seed.Apps.First(app => app.ClientId == clientId);
        return new(_http, new()
        {
            Issuer = issuer,
            ClientId = clientId,
            RedirectUri = app.RedirectUris is [var first, ..] ? first : null,
            ClientAuthentication = AuthenticationOf(app),
            RecognizesFederatedUsers = false,
            Time = org.Clock,
        });
    }

    static ClientAuthentication AuthenticationOf(SeedApp app) => app switch
    {
        { TokenEndpointAuthMethod: ClientAuthMethods.None } => ClientAuth.None,
        { TokenEndpointAuthMethod: ClientAuthMethods.ClientSecretBasic, ClientSecret: { } secret } => ClientAuth.SecretBasic(secret),
        { TokenEndpointAuthMethod: ClientAuthMethods.ClientSecretPost, ClientSecret: { } secret } => ClientAuth.SecretPost(secret),
        { TokenEndpointAuthMethod: ClientAuthMethods.ClientSecretJwt, ClientSecret: { } secret } => ClientAuth.SecretJwt(secret),
        _ => throw new ArgumentException(
            $"The app '{app.Name}' proves itself by {app.TokenEndpointAuthMethod}, with a key that the kit has not. Name another app, or " +
            "make an OktaClient with that key and org.CreateHandler()."),
    };

    string PasswordOf(string login) => org.SeedOf(login).Password is { Length: > 0 } password
        ? password
        : throw new ArgumentException($"The user '{login}' has no password that the kit knows: seed one in clear.");

    SeedApp AppOf(TokenWish wish)
    {
        var apps = org.LocalOrg.Seed.Apps;
        var name = wish.App ?? (wish.User is null ? SeedParts.OwnService : SeedParts.OwnApp);
        return apps.FirstOrDefault(app => app.ClientId == name || app.Name == name)
            ?? throw new ArgumentException(
                $"The test org has no app '{name}'. It has {SeedParts.Listed(apps.Select(app => app.Name))}.");
    }

    SeedAuthorizationServer? ServerCalled(string name)
    {
        var servers = org.LocalOrg.Seed.AuthorizationServers;
        if (name == org.Url)
            return null;
        return servers.FirstOrDefault(server => server.Id == name || server.Name == name || org.IssuerOf(server) == name)
            ?? servers.FirstOrDefault(server => server.Audience == name)
            ?? throw new ArgumentException(
                $"The test org has no authorization server '{name}'. It has {SeedParts.Listed(servers.Select(server => server.Name))}.");
    }

    /// <summary>Where none has them all, the first one says what is wrong with them.</summary>
    SeedAuthorizationServer? ServerWith(string[] scopes)
    {
        if (scopes.Any(scope => scope.StartsWith("okta.", StringComparison.Ordinal)))
            return null;

        var servers = org.LocalOrg.Seed.AuthorizationServers;
        var custom = scopes.Except(OfOpenIdConnect);
        return servers.FirstOrDefault(server => !custom.Except(server.Scopes.Select(scope => scope.Name)).Any())
            ?? (servers is [var first, ..] ? first : null);
    }

    static readonly string[] OfOpenIdConnect =
    [
        Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.Address, Scopes.Phone, Scopes.Groups, Scopes.OfflineAccess, Scopes.DeviceSso,
        Scopes.InterclientAccess,
    ];

    static string[] Split(string scopes) => scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
