using Postern.LocalOrg;

namespace Postern.Cli.Tests.Doctor;

/// <summary>One org of each engine, with somebody or some app for every failure that a local org can be put into.</summary>
public sealed class DoctorOrgs : IAsyncLifetime
{
    public const string ApiToken = "00an-api-token-that-is-no-secret-0123456";
    public const string Callback = "http://localhost:8080/callback";

    const string Testers = "00g1posternTesters05", Denied = "00g1doctorDenied0005", Crowded = "00g1doctorCrowded005";

    // A public key of P-256 as COSE has it: nobody has the other half.
    const string SecurityKey =
        "pQECAyYgASFYIEccPnWMSQQoW7p-UxGO0PUkresHV9Jb0vjnsNdt-nFMIlgg3VIPesqKi5F6zDf1HejwybvjrYWDgucC3CWhLQn3qFg";

    ScriptedOrg? _elsewhere, _nowhere, _firewall, _down;

    public LocalOrg.LocalOrg Classic { get; private set; } = null!;

    public LocalOrg.LocalOrg Engine { get; private set; } = null!;

    /// <summary>Answers nothing that an org does.</summary>
    internal ScriptedOrg Nowhere => _nowhere ??= new();

    /// <summary>Calls itself by another host.</summary>
    internal ScriptedOrg Elsewhere => _elsewhere ??= new ScriptedOrg().Json(
        "/.well-known/okta-organization",
        """{"id":"00o1acme","pipeline":"v1","_links":{"organization":{"href":"https://acme.okta.example"}}}""");

    /// <summary>Lets nobody through.</summary>
    internal ScriptedOrg Firewall => _firewall ??= new ScriptedOrg().Answer(
        "/.well-known/okta-organization", "403 Forbidden", "Content-Type: text/html\r\n", "<h1>Blocked</h1>");

    /// <summary>Is down, and says so by a page of a proxy's.</summary>
    internal ScriptedOrg Down => _down ??= new ScriptedOrg().Answer(
        "/.well-known/okta-organization", "503 Service Unavailable", "Content-Type: text/html\r\n", "<h1>Maintenance</h1>");

    public async ValueTask InitializeAsync()
    {
        Classic = await LocalOrg.LocalOrg.StartAsync(new() { Seed = ClassicSeed() }, TestContext.Current.CancellationToken);
        Engine = await LocalOrg.LocalOrg.StartAsync(new() { Seed = EngineSeed() }, TestContext.Current.CancellationToken);
        foreach (var script in Scripts())
            await Classic.Faults.AddAsync(script, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _elsewhere?.Dispose();
        _nowhere?.Dispose();
        _firewall?.Dispose();
        _down?.Dispose();
        await Classic.DisposeAsync();
        await Engine.DisposeAsync();
    }

    static OrgSeed ClassicSeed() => OrgSeed.Default with
    {
        ShowLockoutFailures = true,
        ApiTokens = [ApiToken],
        Groups =
        [
            .. OrgSeed.Default.Groups, new() { Id = Denied, Name = "Denied" },
            .. Enumerable.Range(0, 101).Select(i => new SeedGroup { Id = $"00g1crowd{i:000}Crowd005", Name = $"Crowd {i}" }),
        ],
        SessionPolicies =
        [
            new() { Name = "Nobody", GroupIds = [Denied], Rules = [new() { Name = "Deny", AllowsAccess = false }] },
        ],
        Users =
        [
            .. OrgSeed.Default.Users, User("mia"), User("nora") with { State = UserState.MfaRequired },
            User("kim") with
            {
                State = UserState.MfaRequired,
                Factors = [new() { FactorType = "webauthn", Provider = "FIDO", CredentialId = "Y3JlZGVudGlhbA", PublicKey = SecurityKey }],
            },
            User("sus") with { State = UserState.Suspended }, User("dan") with { GroupIds = [Testers, Denied] },
            User("fed") with { IdentityProvider = "Corporate" },
            User("gus") with { GroupIds = [Testers, .. Enumerable.Range(0, 101).Select(i => $"00g1crowd{i:000}Crowd005")] },
        ],
        Apps =
        [
            .. OrgSeed.Default.Apps,
            App("Inactive") with { IsActive = false }, App("Factor") with { RequiresFactor = true },
            App("Again") with { ReauthenticateIn = TimeSpan.Zero }, App("Consent") with { RequiresConsent = true },
            App("Short"), App("Implicit") with { GrantTypes = ["implicit"], ResponseTypes = ["token", "id_token"] },
            App("Own") with { OrgAuthorizationServerOnly = true }, App("Zone") with { Networks = ["192.0.2.0/24"] },
            App("Bound") with { DpopBoundAccessTokens = true }, App("Limited"), App("Skewed"), App("Cut"),
            App("Assert") with
            {
                Kind = AppKind.Web, ClientSecret = "a-secret-of-more-than-32-characters-0123",
                TokenEndpointAuthMethod = "client_secret_jwt",
            },
        ],
        AuthorizationServers =
        [
            .. OrgSeed.Default.AuthorizationServers, new() { Id = "aus1doctorClosed0005", Name = "Closed", Audience = "api://closed" },
            Server("Keys"), Server("Infos"), Server("Away"),
        ],
    };

    static OrgSeed EngineSeed() => OrgSeed.Default with
    {
        Engine = OrgEngine.IdentityEngine,
        Apps =
        [
            .. OrgSeed.Default.Apps, App("Factor") with { RequiresFactor = true },
        ],
    };

    static SeedUser User(string name) => new()
    {
        Id = $"00u1{name}".PadRight(20, '5'), Login = $"{name}@example.com", Password = TheOrg.Password, GroupIds = [Testers],
    };

    static SeedApp App(string name) => new()
    {
        ClientId = IdOf(name), Name = name, Kind = AppKind.Spa, RedirectUris = [Callback], AssignedGroupIds = [Testers],
    };

    static SeedAuthorizationServer Server(string name) => new()
    {
        Id = $"aus1doctor{name}".PadRight(20, '5'), Name = name, Audience = "api://default",
        Policies = [new() { Name = "Everybody", Rules = [new() { Name = "All" }] }],
    };

    internal static string IdOf(string app) => $"0oa1doctor{app}".PadRight(20, '5');

    // Users whom there are not, and who are told apart by what the org is made to answer.
    static IEnumerable<FaultScript> Scripts() =>
    [
        Authn("leaked", 403, Error("E0000259", "Login not allowed at this time.")),
        Authn("garbled", 400, Error("E0000003", "The request body was not well-formed.")),
        Authn("stale", 401, Error("E0000011", "Invalid token provided")),
        Authn(
            "audience", 400,
            """{"errorCode":"E0000001","errorSummary":"Api validation failed: authRequest","errorCauses":[{"errorSummary":"Sign in not allowed for app '0oa1'."}]}"""),
        Authn("reset", 200, """{"status":"PASSWORD_RESET","stateToken":"00state"}"""),
        Authn("odd", 200, """{"status":"SUCCESS"}"""),
        Authn("passkey", 200, """{"status":"MFA_REQUIRED","stateToken":"00state","_embedded":{"factors":[]}}"""),
        new() { Fault = FaultKind.RateLimited, Endpoint = "authn", User = "busy@example.com" },
        new() { Fault = FaultKind.RateLimited, Endpoint = "authorize", ClientId = IdOf("Limited") },
        new() { Fault = FaultKind.ConnectionReset, Endpoint = "authorize", ClientId = IdOf("Cut"), FromCall = 2 },
        new() { Fault = FaultKind.ClockSkew, Seconds = 3600, Endpoint = "token", ClientId = IdOf("Skewed") },
        FaultScript.Answering(503) with { Endpoint = "/oauth2/aus1doctorAway555555/.well-known/openid-configuration" },
        new() { Fault = FaultKind.KeyRotation, Endpoint = "/oauth2/aus1doctorKeys555555/v1/token" },
        new() { Fault = FaultKind.StaleKeys, Endpoint = "/oauth2/aus1doctorKeys555555/v1/keys" },
        new()
        {
            Fault = FaultKind.Status, Status = 403, Endpoint = "/oauth2/aus1doctorInfos55555/v1/userinfo",
            Body =
                """{"error":"insufficient_scope","error_description":"The access token must provide access to at least one of these scopes."}""",
        },
        new()
        {
            Fault = FaultKind.Status, Status = 200, Endpoint = "/api/v1/users/dir@example.com",
            Body = """{"id":"00u1dir","status":"ACTIVE","credentials":{"password":{},"provider":{"type":"LDAP","name":"corp"}}}""",
        },
    ];

    static FaultScript Authn(string user, int status, string body) =>
        FaultScript.Answering(status, body) with { Endpoint = "authn", User = $"{user}@example.com" };

    static string Error(string code, string summary) => $$"""{"errorCode":"{{code}}","errorSummary":"{{summary}}","errorCauses":[]}""";
}
