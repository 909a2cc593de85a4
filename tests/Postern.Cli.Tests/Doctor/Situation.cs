using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests.Doctor;

/// <summary>What the doctor is shown, and what it must call it.</summary>
sealed record Situation(string Id, string Words)
{
    public string App { get; init; } = "0oa1posternSpa000005";

    public string Login { get; init; } = "ada@example.com";

    public string Password { get; init; } = TheOrg.Password;

    public string RedirectUri { get; init; } = DoctorOrgs.Callback;

    /// <summary>Null for the classic one.</summary>
    public Func<DoctorOrgs, string>? Org { get; init; }

    public string[] More { get; init; } = [];

    /// <summary>How far this machine's clock is from the org's.</summary>
    public TimeSpan ClockIsOffBy { get; init; }

    public Task<Said> RunAsync(DoctorOrgs orgs)
    {
        var run = new Run
        {
            Environment = { ["PASSWORD"] = Password, ["API_TOKEN"] = DoctorOrgs.ApiToken, ["WRONG"] = "wrong-".PadRight(40, '-') },
        };
        if (ClockIsOffBy != TimeSpan.Zero)
            run = run with { Time = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + ClockIsOffBy) };
        return run.PosternAsync(
        [
            "doctor", "--org", Org?.Invoke(orgs) ?? orgs.Classic.Url, "--client-id", App, "--redirect-uri", RedirectUri,
            "--username", Login, "--password", "env:PASSWORD", "--output", "json", "--max-wait", "0", .. More,
        ]);
    }

    public override string ToString() => $"{Id} {Words}";

    static string Of(string app) => DoctorOrgs.IdOf(app);

    static string[] AsAdmin => ["--api-token", "env:API_TOKEN"];

    public static IReadOnlyList<Situation> All { get; } =
    [
        new("A01", "no org is at the address") { Org = orgs => orgs.Nowhere.Url },
        new("A02", "the admin console's address") { Org = _ => "https://dev-1-admin.okta.com" },
        new("A03", "an org URL with a path") { Org = _ => "https://dev-1.okta.com/oauth2" },
        new("A05", "no such authorization server") { More = ["--auth-server", "aus1nobodyKnowsIt005"] },
        new("A06", "an org that calls itself by another host") { Org = orgs => orgs.Elsewhere.Url },
        new("A07", "an inactive app, as an admin sees it") { App = Of("Inactive"), More = AsAdmin },
        new("A08", "a user whom the org does not know, as an admin sees it") { Login = "stranger@example.com", More = AsAdmin },
        new("A09", "discovery under maintenance") { More = ["--auth-server", "aus1doctorAway555555"] },
        new("A09", "an org under maintenance") { Org = orgs => orgs.Down.Url },
        new("B01", "a wrong password") { Login = "mia@example.com", Password = "Wrong-Horse-9" },
        new("B02", "a locked account") { Login = "lou@example.com" },
        new("B03", "a second factor") { Login = "max@example.com" },
        new("B04", "a factor to be enrolled") { Login = "nora@example.com" },
        new("B05", "a security key alone") { Login = "kim@example.com" },
        new("B06", "an expired password") { Login = "eve@example.com" },
        new("B07", "a suspended account, as an admin sees it") { Login = "sus@example.com", More = AsAdmin },
        new("B08", "a password to be reset") { Login = "reset@example.com" },
        new("B09", "a session policy that denies") { Login = "dan@example.com" },
        new("B10", "a leaked password") { Login = "leaked@example.com" },
        new("B11", "a user of a directory, as an admin sees it") { Login = "dir@example.com", More = AsAdmin },
        new("B12", "a user of another identity provider") { Login = "fed@example.com" },
        new("B13", "a request that arrives otherwise") { Login = "garbled@example.com" },
        new("B14", "a sign-in for an app") { Login = "audience@example.com" },
        new("B15", "a stale state") { Login = "stale@example.com" },
        new("B16", "a wrong code") { Login = "max@example.com", More = ["--totp-secret", "MZ2XG5DJNR4WC3TF"] },
        new("B19", "an API token that is none") { More = ["--api-token", "env:PASSWORD"] },
        new("C03", "an app policy that wants a factor") { App = Of("Factor") },
        new("C03", "an app policy that wants the password each time") { App = Of("Again") },
        new("C05", "a user who is not assigned") { Login = "una@example.com" },
        new("C06", "a server without a policy") { More = ["--auth-server", "aus1doctorClosed0005"] },
        new("C07", "a scope that there is not") { More = ["--scopes", "openid nosuch"] },
        new("C08", "a scope that wants consent")
        {
            App = Of("Consent"),
            More = ["--auth-server", "aus1posternOrders005", "--scopes", "openid orders:write"],
        },
        new("C09", "no refresh token") { App = Of("Short"), More = ["--scopes", "openid offline_access"] },
        new("C10", "an unknown app") { App = "0oa1nobodyKnowsIt005" },
        new("C11", "another redirect URI") { RedirectUri = "http://localhost:8080/callback/" },
        new("C12", "an app without codes") { App = Of("Implicit") },
        new("C17", "an app of the org server alone") { App = Of("Own") },
        new("C18", "too many groups")
        {
            Login = "gus@example.com",
            More = ["--auth-server", "aus1posternOrders005", "--scopes", "openid orders:read"],
        },
        new("D01", "a wrong client secret") { App = "0oa1posternWeb000005", More = ["--client-secret", "env:WRONG"] },
        new("D02", "an assertion by another secret")
        {
            App = Of("Assert"), More = ["--client-secret", "env:WRONG", "--auth-method", "client_secret_jwt"],
        },
        new("D04", "an app without the grant, as an admin sees it") { App = Of("Implicit"), More = AsAdmin },
        new("D05", "an app whose tokens are bound") { App = Of("Bound") },
        new("E01", "an access token of the org server") { More = ["--auth-server", "org"] },
        new("E04", "keys that are stale") { More = ["--auth-server", "aus1doctorKeys555555"] },
        new("E05", "a token from the future") { App = Of("Skewed") },
        new("E07", "userinfo that refuses") { More = ["--auth-server", "aus1doctorInfos55555"] },
        new("F01", "an app policy that wants more than the session") { Org = orgs => orgs.Engine.Url, App = Of("Factor") },
        new("F03", "a success without a session token") { Login = "odd@example.com" },
        new("F06", "factors that the Authentication API does not list") { Login = "passkey@example.com" },
        new("G01", "one user too often") { Login = "busy@example.com" },
        new("G03", "an endpoint whose limit is used up") { App = Of("Limited") },
        new("H01", "a port where nothing listens") { Org = _ => "http://127.0.0.1:9" },
        new("H02", "a firewall") { Org = orgs => orgs.Firewall.Url },
        new("H03", "white space at the password's end") { Login = "mia@example.com", Password = $"{TheOrg.Password} " },
        new("H04", "an empty password") { Password = "" },
        new("H05", "a clock that is off") { ClockIsOffBy = TimeSpan.FromMinutes(-20) },
    ];

    /// <summary>Of the catalogue, what no local org can be put into, or the doctor cannot meet.</summary>
    public static IReadOnlyDictionary<string, string> Unmet { get; } = new Dictionary<string, string>
    {
        ["A04"] = "the doctor uses one server in every step; the client's table has it",
        ["B17"] = "what a captcha does to the Authentication API is unconfirmed",
        ["B18"] = "a block by ThreatInsight looks like a wrong password on purpose, and the local org has none",
        ["C01"] = "the doctor spends each session token once, right after it came; the client's table has it",
        ["C02"] = "the doctor keeps no cookies; the client's table has it",
        ["C04"] = "the doctor sends neither prompt=login nor max_age; the client's table has it",
        ["C13"] = "the doctor asks for a code in the query; the client's table has it",
        ["C14"] = "the client always sends both",
        ["C15"] = "the client always sends PKCE; the client's table has it",
        ["C16"] = "who is not to be asked is told login_required; the client's table has it",
        ["C19"] = "the client pushes a request anew each time",
        ["C20"] = "when Okta says so is unconfirmed; the session token is not given to whoever has an expired password",
        ["C21"] = "the client follows no redirect and decodes pages as a browser does",
        ["C22"] = "a company's page is a redirect to another host, as B12 is",
        ["C23"] = "a company's page is a redirect to another host, as B12 is",
        ["D03"] = "the doctor redeems each code once; the client's table has it",
        ["D06"] = "the doctor sends no Origin; the client's table has it",
        ["D07"] = "the client sends forms",
        ["D08"] = "the clock is looked at first: H05; the client's table has it",
        ["D09"] = "the doctor refreshes nothing; the client's table has it",
        ["D10"] = "the doctor asks for no password grant; the client's table has it",
        ["D11"] = "the doctor signs a user in; the client's table has it",
        ["E02"] = "the doctor calls no API; 'postern verify' holds a token against its audience",
        ["E03"] = "the local org puts the profile into ID tokens of the code flow",
        ["E06"] = "the doctor's tokens are a moment old",
        ["E08"] = "what an API wants of amr is its own",
        ["F02"] = "a local user without a password is staged: B07",
        ["F04"] = "the doctor begins with a password, and sends no page's state token; the org answers as to any stale one, B15",
        ["F05"] = "the client reads the page",
        ["F07"] = "the client looks for both",
        ["F08"] = "the doctor recovers nobody, and whoever begins a recovery is refused nothing that tells who is there",
        ["F09"] = "by a session token it is F01, and how much more the policy wants a sign-in meets; the client's table has it",
        ["F10"] = "a session token meets no such step here; the client's table has it",
        ["G02"] = "the local org's limit for one client is told in no other words than the org's own: G03",
        ["G04"] = "the doctor asks for one thing at a time",
        ["G05"] = "from outside it is G01",
        ["G06"] = "the doctor has no code sent twice",
        ["H06"] = "the doctor keeps no cookies",
        ["H07"] = "the client has nothing sent again",
        ["H08"] = "a local org has one address",
    };
}
