using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>A page, and the control that a keyboard should be at: its accessible name, or null where the page asks nothing.</summary>
public sealed record HostedPage(string Name, string Html, string? Focus);

/// <summary>Every page that the org shows to people, each in every state that looks different.</summary>
public sealed class HostedPages : IAsyncLifetime
{
    const string Query = "-prompt&response_type=id_token";
    const string Asking = "0oa1askingApp0000005";

    const string Engine = "0oa1engineEngine0005", Factored = "0oa1factoredFact0005", Profiling = "0oa1profilingPro0005",
        Registering = "0oa1registeringRe005", Staying = "0oa1stayingStayi0005";

    readonly List<HostedPage> _pages = [];
    Walk _walk = null!;

    public IReadOnlyList<HostedPage> All => _pages;

    /// <summary>What apps get, and a browser shows for a moment.</summary>
    public IReadOnlyList<HostedPage> OfApps { get; private set; } = [];

    Browserless Http => _walk.Http;

    public async ValueTask InitializeAsync()
    {
        _walk = await Walk.StartAsync(Seed);
        await SignInAsync();
        await FactorsAsync();
        await EnrollmentAsync();
        await PasswordAsync();
        await ConsentAsync();
        await DeviceAsync();
        await ErrorsAsync();
        await AccountAsync();
        await EngineAsync();
        Add("home", await Http.GetAsync("/app/UserHome", ("Cookie", await CookieAsync())), focus: null);
        OfApps =
        [
            new("form_post", (await Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("response_mode=form_post")}")).Body, null),
            new(
                "okta_post_message",
                (await Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("response_mode=okta_post_message")}")).Body,
                null),
        ];
    }

    public ValueTask DisposeAsync() => _walk.DisposeAsync();

    static OrgSeed Seed(OrgSeed seed) => seed with
    {
        Users =
        [
            .. seed.Users,
            // Two of whatever one can have two of.
            Walk.Amy with
            {
                Id = "00u1twoAlike00000005", Login = "two@example.com",
                Factors =
                [
                    .. Walk.Amy.Factors,
                    new() { FactorType = "token", Provider = "RSA", Secret = "1" },
                    new() { FactorType = "token", Provider = "SYMANTEC", Secret = "2" },
                ],
            },
        ],
        Apps =
        [
            .. seed.Apps.Select(
                app => app with { AssignedUserIds = [Walk.Amy.Id, Walk.Nora.Id, "00u1eveExpired000005", "00u1twoAlike00000005"] }),
            seed.Apps[1] with { ClientId = Asking, Name = "Asking <App>", RequiresConsent = true },
        ],
        AuthorizationServers =
        [
            seed.AuthorizationServers[0] with
            {
                Scopes =
                [
                    new() { Name = "orders", DisplayName = "Orders", Description = "See <your> orders.", Consent = ScopeConsent.Required },
                    new() { Name = "orders:old", DisplayName = "Orders", Consent = ScopeConsent.Flexible, IsOptional = true },
                    new() { Name = "orders:new", DisplayName = "Orders", Consent = ScopeConsent.Flexible, IsOptional = true },
                    new() { Name = "api:read" },
                ],
            },
        ],
        EnrollmentPolicies =
        [
            new()
            {
                Name = "p",
                Factors =
                [
                    new() { FactorType = "sms" }, new() { FactorType = "call" }, new() { FactorType = "email" },
                    new() { FactorType = "push" }, new() { FactorType = "question" },
                    new() { FactorType = "token:software:totp" }, new() { FactorType = "token:software:totp", Provider = "GOOGLE" },
                    new() { FactorType = "token", Provider = "RSA" }, new() { FactorType = "token:hardware", Provider = "YUBICO" },
                ],
            },
        ],
    };

    async Task SignInAsync()
    {
        var page = await Http.GetAsync("/login/login.htm");
        Add("sign-in", page, "Username");
        Add(
            "sign-in with a hint",
            await Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("-prompt")}&login_hint=ada%40example.com"),
            "Password");
        Add(
            "sign-in, wrong",
            await Http.PostFormAsync("/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password=wrong"),
            "Password");
        Add("sign-in, empty", await Http.PostFormAsync("/login/login.htm", $"okta_key={page.SignInKey}&username=&password="), "Username");
    }

    async Task FactorsAsync()
    {
        var page = await OpenAsync("amy@example.com");
        Add("factors", page, "Send code by phone call to +1 XXX-XXX-0142");
        Add(
            "factors, wrong",
            await Http.SubmitAsync(page, "Code of Okta Verify", ("pass_code", "000000")),
            "Send code by phone call to +1 XXX-XXX-0142");
        Add("factors, two alike", await OpenAsync("two@example.com"), "Send code by phone call to +1 XXX-XXX-0142");
        Add("factor, sent by SMS", await Http.SubmitAsync(page, "Send code by SMS"), "Code sent by SMS to +1 XXX-XXX-0142");
        Add(
            "factor, sent by call",
            await Http.SubmitAsync(await OpenAsync("amy@example.com"), "Send code by phone call"),
            "Code sent by phone call to +1 XXX-XXX-0142");
        Add(
            "factor, sent by e-mail",
            await Http.SubmitAsync(await OpenAsync("amy@example.com"), "Send code by e-mail"),
            "Code sent by e-mail to a...y@example.com");
        var push = await Http.SubmitAsync(await OpenAsync("amy@example.com"), "Send push");
        Add("factor, push", push, "Continue");
        await _walk.Org.Outbox.RejectAsync((await _walk.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct)).Id, The.Ct);
        Add("factor, push rejected", await Http.SubmitAsync(push, "Continue"), "Send push to Okta Verify on your phone");
    }

    async Task EnrollmentAsync()
    {
        Add("enrolment", await OpenAsync("nora@example.com"), "Phone number for SMS");
        foreach (var (button, focus, typed) in ((string, string, (string, string)[])[])
        [
            ("Set up SMS", "Code", [("phone_number", "+1 555 010 0142")]),
            ("Set up phone call", "Code", [("phone_number", "+1 555 010 0142")]), ("Set up e-mail", "Code", []),
            ("Set up Okta Verify push", "Continue", []), ("Set up Google Authenticator", "Code", []),
        ])
            Add($"enrolment, {button}", await Http.SubmitAsync(await OpenAsync("nora@example.com"), button, typed), focus);
    }

    async Task PasswordAsync()
    {
        Add("password", await OpenAsync("eve@example.com"), "Old password");
        await using var elsewhere = await ClockedOrg.StartAsync(
            seed => seed with { PasswordExpiredPage = "https://id.example.com/change" });
        Add("password elsewhere", await elsewhere.Http.SignInAsync("eve@example.com", AuthorizeQuery.With(Query)), focus: null);
    }

    async Task ConsentAsync()
    {
        var query = AuthorizeQuery.With($"client_id={Asking}&-prompt&scope=openid%20orders%20orders%3Aold%20orders%3Anew");
        Add(
            "consent",
            await Http.GetAsync($"/oauth2/default/v1/authorize?{query}&sessionToken={await Http.SessionTokenAsync()}"),
            "Don't Allow");
    }

    async Task DeviceAsync()
    {
        Add("device", await Http.GetAsync("/activate"), "Activation Code");
        Add("device, wrong", await Http.PostFormAsync("/activate", "user_code=BBBBBBBB"), "Activation Code");
        Add("device, empty", await Http.PostFormAsync("/activate", "user_code="), "Activation Code");
        var cookie = await CookieAsync();
        Add("device, asked", await StartAsync("openid%20profile%20email", cookie), "Don't Allow");
        var nothing = await StartAsync("openid", cookie);
        Add("device, asked for nothing", nothing, "Don't Allow");
        Add(
            "device, allowed",
            await Http.PostFormAsync("/activate", $"okta_key={nothing.SignInKey}&decision=allow", ("Cookie", cookie)),
            focus: null);
        var denied = await StartAsync("openid", cookie);
        Add(
            "device, denied",
            await Http.PostFormAsync("/activate", $"okta_key={denied.SignInKey}&decision=deny", ("Cookie", cookie)),
            focus: null);
    }

    async Task AccountAsync()
    {
        var asked = await Http.GetAsync("/signin/forgot-password");
        Add("forgotten password", asked, "Username");
        Add("locked account", await Http.GetAsync("/signin/unlock"), "Username");
        var sent = await Http.PostFormAsync(
            "/signin/forgot-password", $"okta_key={asked.SignInKey}&username=amy%40example.com&method=email");
        Add("recovery code", sent, "Code");
        var question = await Http.SubmitAsync(sent, "Verify", ("pass_code", await _walk.CodeAsync("amy@example.com", "email")));
        Add("recovery question", question, "What was your first pet's name?");
        Add(
            "new password", await Http.SubmitAsync(question, "What was your first pet's name?", ("answer", "Rex the Dog")),
            "New password");
    }

    /// <summary>What Identity Engine's pages ask besides.</summary>
    async Task EngineAsync()
    {
        await using var engine = await Walk.StartAsync(EngineSeed);
        var first = await NameAsync("amy@example.com");
        Add("user name alone", await OpenAsync(Engine), "Username");
        Add("first factor", first, "Send code by phone call to +1 XXX-XXX-0142");
        Add("password next", await NameAsync("nobody@example.com"), "Password");
        Add(
            "password alone",
            await engine.Http.SubmitAsync(
                await NameAsync("ivy@example.com", Factored), "What is the food you least liked as a child?", ("pass_code", "mayonnaise")),
            "Password");
        Add("first factor, a number to be chosen", await engine.Http.SubmitAsync(first, "Send push"), "Continue");
        Add("password expires soon", await ProvedAsync("wendy@example.com", Engine), "New password");
        Add("profile", await ProvedAsync("ada@example.com", Profiling), "Department");
        Add("to stay or not", await ProvedAsync("ada@example.com", Staying), focus: null);
        Add("another provider's", await NameAsync("pia@partner.example"), focus: null);
        Add("another provider", await engine.Http.GetAsync("/sso/idps/0oa1nobodyIsThere005"), focus: null);
        Add("mail's link", await engine.Http.GetAsync("/email/verify"), focus: null);
        Add("token of a mail", await engine.Http.GetAsync("/welcome/nothing"), focus: "Set a password");
        var key = (await OpenAsync(Registering)).SignInKey;
        Add("registration", await engine.Http.GetAsync($"/signin/register?okta_key={key}"), "First name");
        Add(
            "registration, wrong",
            await engine.Http.PostFormAsync("/signin/register", $"okta_key={key}&profile.email=nell%40example.com&password=weak"),
            "First name");

        Task<Answer> OpenAsync(string app) => engine.Http.GetAsync(
            $"/oauth2/v1/authorize?{AuthorizeQuery.With($"{Query}&client_id={app}")}");

        async Task<Answer> NameAsync(string login, string app = Engine) => await engine.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={(await OpenAsync(app)).SignInKey}&username={Uri.EscapeDataString(login)}");

        async Task<Answer> ProvedAsync(string login, string app) => await engine.Http.SubmitAsync(
            await NameAsync(login, app), "Verify with your password", ("password", The.Password));
    }

    static OrgSeed EngineSeed(OrgSeed seed)
    {
        var native = seed.Apps.First(app => app.ClientId == The.Native);
        var ada = seed.Users.First(user => user.Login is "ada@example.com");
        return seed with
        {
            Engine = OrgEngine.IdentityEngine,
            SessionPolicies = [new() { Name = "Any", Rules = [new() { Name = "Any factor", FactorMayComeFirst = true }] }],
            AppPolicies = [new() { Name = "Stay", Rules = [new() { Name = "All", AsksToStaySignedIn = true }] }],
            PasswordPolicies =
            [
                new()
                {
                    Name = "Month", GroupIds = [The.Testers], MaxAge = TimeSpan.FromDays(30), ExpiryWarning = TimeSpan.FromDays(5),
                },
            ],
            RegistrationPolicies =
            [
                new() { Name = "Open", GroupIds = [The.Testers] },
                new()
                {
                    Name = "Bit by bit", AllowsRegistration = false, CompletesProfiles = true,
                    Attributes = [new() { Name = "department", Label = "Department" }, new() { Name = "city", Label = "City" }],
                },
            ],
            IdentityProviders =
            [
                new()
                {
                    Name = "Elsewhere", Type = "OIDC",
                    Protocol = new() { ["type"] = "OIDC", ["scopes"] = new System.Text.Json.Nodes.JsonArray("openid") },
                },
            ],
            RoutingRules = [new() { Name = "Partners", ProviderIds = ["Elsewhere"], UserNames = ["*@partner.example"] }],
            Apps =
            [
                .. seed.Apps, native with { ClientId = Engine, Name = "Engine" },
                native with { ClientId = Factored, Name = "Factored", RequiresFactor = true },
                native with { ClientId = Profiling, Name = "Profiling", RegistrationPolicy = "Bit by bit" },
                native with { ClientId = Registering, Name = "Registering", RegistrationPolicy = "Open" },
                native with { ClientId = Staying, Name = "Staying", Policy = "Stay" },
            ],
            Users =
            [
                .. seed.Users.Where(user => user.Login is not "amy@example.com"),
                Walk.Amy with
                {
                    GroupIds = [The.Testers],
                    Factors =
                    [
                        .. Walk.Amy.Factors.Select(factor => factor.FactorType is "push" ? factor with { ShowsNumber = true } : factor),
                    ],
                },
                Walk.Amy with
                {
                    Id = "00u1ivyOneFactor0005", Login = "ivy@example.com", State = UserState.Active, GroupIds = [The.Testers],
                    TotpSecret = null, Factors = [new() { FactorType = "question", Secret = "mayonnaise" }],
                },
                ada with { Id = "00u1piaPartner000005", Login = "pia@partner.example" },
                ada with { Id = "00u1wendyWarned00005", Login = "wendy@example.com", PasswordChanged = The.Now.AddDays(-28) },
            ],
        };
    }

    async Task ErrorsAsync()
    {
        Add("error of an authorize request", await Http.GetAsync("/oauth2/v1/authorize"), focus: null);
        Add("error of a logout", await Http.GetAsync("/oauth2/v1/logout"), focus: null);
        Add("nothing here", await Http.GetAsync("/nothing"), focus: null);
        Add("not built", await Http.GetAsync("/login/forgot-password"), focus: null);
        Add("wrong method", await Http.SendAsync(HttpMethod.Put, "/login/login.htm", null), focus: null);
        Add("expired", await Http.PostFormAsync("/login/step", "okta_key=x"), focus: null);
        Add(
            "another site's form",
            await Http.PostFormAsync("/login/login.htm", "okta_key=x", ("Sec-Fetch-Site", "cross-site")),
            focus: null);
        Add("step-up expired", await Http.GetAsync("/login/step-up/redirect?stateToken=x"), focus: null);
    }

    void Add(string name, Answer page, string? focus)
    {
        page.Headers["Content-Type"].ShouldStartWith("text/html", customMessage: name);
        _pages.Add(new(name, page.Body, focus));
    }

    Task<Answer> OpenAsync(string login) => Http.SignInAsync(login, AuthorizeQuery.With(Query));

    async Task<string> CookieAsync() => (await Http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good)).Cookie!;

    async Task<Answer> StartAsync(string scope, string cookie)
    {
        var device = await Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={The.Native}&scope={scope}");
        return await Http.GetAsync($"/activate?user_code={device.Text("user_code")}", ("Cookie", cookie));
    }
}
