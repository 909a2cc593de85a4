using System.Collections.Concurrent;
using Postern.LocalOrg;
using Org = Postern.LocalOrg.LocalOrg;

namespace Postern.Testing;

/// <summary>
/// An org made for tests: who and what is in it is said in a few words, ids, passwords and secrets are made, and tokens for its users are
/// one call away. Dispose it to stop; any number may run side by side. Safe for concurrent use.
/// </summary>
public sealed class TestOrg : IAsyncDisposable
{
    /// <summary>
    /// All orgs of the process share it: their URLs differ, so that what a gone org signed is good at no other.
    /// </summary>
    static readonly SigningKeyPool Keys = new();

    readonly OrgNetwork _network;
    readonly TokenShelf _tokens;
    readonly SemaphoreSlim _changing = new(1);

    /// <summary>Users whom a sign-in has changed, by login: their password or their factor is no longer the seed's.</summary>
    readonly ConcurrentDictionary<string, SeedUser> _changed = [];

    TestOrg(Org org)
    {
        LocalOrg = org;
        _network = new(org);
        _tokens = new(this);
    }

    /// <summary>The org below it, with all that it can do: <c>org.LocalOrg.Outbox</c>, <c>Faults</c>, <c>Requests</c>.</summary>
    public Org LocalOrg { get; }

    /// <summary>
    /// Its name, as <c>https://x7k2m4.okta.test</c>, which <see cref="CreateHandler"/> knows and nobody else; a real address where it was
    /// started with <see cref="TestOrgBuilder.Http"/> or <see cref="TestOrgBuilder.Https"/>.
    /// </summary>
    public string Url => LocalOrg.Url;

    /// <summary>
    /// The <c>iss</c> of the tokens of its first authorization server; of the org's own server, where it has no other.
    /// </summary>
    public string Issuer => IssuerOf(LocalOrg.Seed.AuthorizationServers is [var first, ..] ? first : null);

    /// <summary>What org, client and the application under test go by: <see cref="Advance"/> moves it.</summary>
    public OrgClock Clock => LocalOrg.Clock;

    /// <summary>Tokens without a sign-in: good ones, and by <see cref="BrokenTokens"/> each that is wrong in one way.</summary>
    public TokenForge Tokens => LocalOrg.Tokens;

    internal SecondFactors Factors => field ??= new(this);

    /// <summary>
    /// Ready to answer when it returns, signing keys included: the first token is nearly as quick as the tenth. The first org of a process
    /// starts half a second later for that, once.
    /// </summary>
    /// <param name="with">Adds to it, as in <c>o => o.User("grace@example.com", groups: ["Admins"])</c>. Default: nobody is in it.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="ArgumentException">What was asked for cannot be; every reason is told.</exception>
    public static async Task<TestOrg> StartAsync(Action<TestOrgBuilder>? with = null, CancellationToken ct = default)
    {
        await FirstToken.RehearsedAsync(ct).ConfigureAwait(false);
        return await OpenAsync(with, ct).ConfigureAwait(false);
    }

    /// <summary>Without waiting for what is done once for the process.</summary>
    internal static async Task<TestOrg> OpenAsync(Action<TestOrgBuilder>? with, CancellationToken ct)
    {
        var builder = new TestOrgBuilder();
        with?.Invoke(builder);
        var options = await builder.BuildAsync(Keys, ct).ConfigureAwait(false);
        // The org's own key is made when nobody waits.
        Keys.Prepare(options.Seed.AuthorizationServers.Count + 1);
        var org = new TestOrg(await Org.StartAsync(options, ct).ConfigureAwait(false));
        try
        {
            await org._tokens.PrepareAsync(ct).ConfigureAwait(false);
            return org;
        }
        catch
        {
            await org.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// An access token for a user, by the password and whatever else the org asks of the user; kept, and renewed before it expires.
    /// </summary>
    /// <param name="user">A login.</param>
    /// <param name="scopes">With spaces between them. Default: <c>openid profile email</c>.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <remarks>
    /// The authorization server is the first that has the scopes, the app one of the kit's own. <see cref="TokensAsync"/> takes others.
    /// </remarks>
    /// <exception cref="Client.OktaException">The org refused; the message says why.</exception>
    public async Task<string> TokenAsync(string user, string scopes = "", CancellationToken ct = default) =>
        AccessToken(await TokensAsync(new() { User = user, Scopes = scopes }, ct).ConfigureAwait(false));

    /// <summary>An access token of an app's own, by its client credentials; kept, and renewed before it expires.</summary>
    /// <inheritdoc cref="TokenAsync"/>
    public async Task<string> ServiceTokenAsync(string scopes = "", CancellationToken ct = default) =>
        AccessToken(await TokensAsync(new() { Scopes = scopes }, ct).ConfigureAwait(false));

    /// <summary>All tokens that a sign-in gives, by any app and authorization server of the org's; kept, and renewed.</summary>
    /// <exception cref="Client.OktaException">The org refused; the message says why.</exception>
    /// <exception cref="ArgumentException">There is no such user, app or server.</exception>
    public async Task<Client.TokenSet> TokensAsync(TokenWish wish, CancellationToken ct = default) =>
        await _tokens.SourceOf(wish).GetTokenAsync(ct).ConfigureAwait(false);

    /// <summary>The same as a source, for <see cref="Client.BearerTokenHandler"/>: each request has a token that is good.</summary>
    public Client.ITokenSource SourceOf(TokenWish wish) => _tokens.SourceOf(wish);

    /// <summary>
    /// One more user, whom no other test knows: tests that share an org each have their own. Groups that are new are made.
    /// </summary>
    public async Task<TestUser> NewUserAsync(IReadOnlyList<string>? groups = null, CancellationToken ct = default)
    {
        var user = new SeedUser
        {
            Login = $"user-{Made.Name()}@example.com", Password = Made.Password(), GroupIds = groups ?? [],
        };
        await ChangeAsync(seed => SeedParts.With(seed, user), ct).ConfigureAwait(false);
        return UserOf(user.Login);
    }

    /// <summary>
    /// Where a test in a real browser begins signed in: an address at the org that gives whoever opens it a session of the user's, without
    /// a page, and leads on to the application. Good once, for some minutes; second factors are answered.
    /// </summary>
    /// <param name="user">A login.</param>
    /// <param name="page">
    /// Of the application's, at the address that <see cref="TestOrgApplications.StartForBrowserAsync"/> gave, or at that of any redirect
    /// URI.
    /// </param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="Client.OktaException">The org refused; the message says why.</exception>
    public async Task<Uri> SessionLinkAsync(string user, Uri page, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        var sessionToken = await _tokens.SessionTokenAsync(user, ct).ConfigureAwait(false);
        return new($"{Url}/login/sessionCookieRedirect?token={sessionToken}&redirectUrl={Uri.EscapeDataString(page.AbsoluteUri)}");
    }

    /// <summary>A user who was in it from the beginning, or came by <see cref="NewUserAsync"/>.</summary>
    /// <param name="login">Or the id.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public TestUser UserOf(string login) => TestUser.Of(SeedOf(login));

    /// <summary>
    /// Moves the time of org, client and application under test on together: tokens, sessions and codes expire, and what is asked for
    /// next is new.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than zero: time never goes back.</exception>
    public void Advance(TimeSpan by) => Clock.Advance(by);

    /// <summary>
    /// What reaches the org by its <see cref="Url"/>, and nobody else: for an <see cref="HttpClient"/>, or as the back channel of an
    /// application that <see cref="TestOrgApplications.WithOrg"/> does not wire. Follows no redirect and keeps no cookie.
    /// </summary>
    public HttpMessageHandler CreateHandler() => new OrgHandler(_network);

    /// <summary>Stops it; what it held is forgotten.</summary>
    public async ValueTask DisposeAsync()
    {
        _tokens.Dispose();
        _network.Dispose();
        await LocalOrg.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>One change after the other: each begins with what the one before has left.</summary>
    internal async Task ChangeAsync(Func<OrgSeed, OrgSeed> change, CancellationToken ct)
    {
        await _changing.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await LocalOrg.ChangeSeedAsync(change(LocalOrg.Seed), ct).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Whose issuer is an authorization server's; null is the org's own.</summary>
    internal string IssuerOf(SeedAuthorizationServer? server) => server is null ? Url : LocalOrg.IssuerOf(server.Id);

    internal SeedUser SeedOf(string login)
    {
        var seeded = LocalOrg.Seed.Users.FirstOrDefault(
            user => user.Login.Equals(login, StringComparison.OrdinalIgnoreCase) || user.Id == login)
            ?? throw new ArgumentException(
                $"The test org has no user '{login}': add .User(\"{login}\") where it is started. It has " +
                $"{SeedParts.Listed(LocalOrg.Seed.Users.Select(user => user.Login))}.",
                nameof(login));
        return _changed.GetValueOrDefault(seeded.Login, seeded);
    }

    /// <summary>As a sign-in has left the user; what comes next goes by it.</summary>
    internal void Remember(SeedUser user)
    {
        _changed[user.Login] = user;
        _tokens.Forget(user.Login);
    }

    static string AccessToken(Client.TokenSet tokens) => tokens.AccessToken!;
}
