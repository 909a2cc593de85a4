using AngleSharp.Html.Parser;
using Postern.Client;
using Postern.Interop.Tests.Matrix;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Recording;

/// <summary>One run of the client, against the org or against a cassette; says in a line what came of each step.</summary>
sealed class Act(GrantsOrg org, HttpClient http, bool isLive)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Every flow that the client has, and what is done with tokens.</summary>
    public static Dictionary<string, Func<Act, Task<string>>> All { get; } = new()
    {
        ["code"] = act => act.WholeLifeAsync(AppKind.Spa, null),
        ["web app"] = act => act.WholeLifeAsync(AppKind.Web, null),
        ["bound to a key"] = act => act.WholeLifeAsync(AppKind.Spa, DPoPKey.Create()),
        ["org server"] = act => act.SignInAsync(new(), server: null),
        ["pushed"] = act => act.SignInAsync(new() { UsePushedRequest = true }),
        ["without PKCE"] = act => act.SignInAsync(new() { UsePkce = false }, AppKind.Web),
        ["form_post"] = act => act.SignInAsync(new() { ResponseType = "code id_token token" }),
        ["fragment"] = act => act.SignInAsync(new() { ResponseType = "code id_token", ResponseMode = "fragment" }),
        ["okta_post_message"] = act => act.SignInAsync(new() { ResponseType = "id_token token", ResponseMode = "okta_post_message" }),
        ["second factor"] = act => act.FactorAsync(),
        ["browser"] = act => act.BrowserAsync(),
        ["service"] = act => ServiceAsync(act.Connect(org => org.IdOf(AppKind.Service), "default", null, "api:read")),
        ["service with a key"] = act => ServiceAsync(act.Connect(_ => GrantsOrg.KeyService, null, DPoPKey.Create(), "okta.users.read")),
        ["password"] = act => act.PasswordAsync(),
        ["device"] = act => act.DeviceAsync(),
        ["ciba"] = act => act.CibaAsync(),
        ["jwt-bearer"] = act => act.AssertionAsync(),
        ["exchange"] = act => act.ExchangeAsync(),
        ["refusals"] = act => act.RefusalsAsync(),
    };

    OktaClient Connect(Func<GrantsOrg, string> app, string? server = "default", DPoPKey? key = null, params string[] scopes) => org.Connect(
        http,
        app(org),
        server,
        options => options with { DPoPKey = key, Scopes = scopes.Length > 0 ? scopes : options.Scopes, Time = org.Org.Clock });

    async Task<string> WholeLifeAsync(AppKind kind, DPoPKey? key)
    {
        var client = Connect(org => org.IdOf(kind), "default", key, "openid", "profile", "email", "offline_access");
        var tokens = await client.SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, ct: Ct);
        var renewed = await client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct);
        var user = await client.GetUserInfoAsync(renewed, Ct);
        var alive = await client.IntrospectAsync(renewed.AccessToken!, ct: Ct);
        await client.RevokeAsync(renewed.AccessToken!, ct: Ct);
        var dead = await client.IntrospectAsync(renewed.AccessToken!, ct: Ct);
        var left = await client.LogoutAsync(
            new() { IdTokenHint = renewed.IdToken, PostLogoutRedirectUri = "http://localhost:8080/", State = "done" }, Ct);
        var verified = await client.VerifyAsync(renewed.AccessToken!, new() { Audience = "api://default" }, Ct);
        return $"{Said(renewed)}; {user.Subject} {user["email"]}; {alive.Active} {alive.Username} {dead.Active}; {left}; {verified}";
    }

    async Task<string> SignInAsync(AuthorizeOptions options, AppKind kind = AppKind.Spa, string? server = "default") =>
        Said(await Connect(org => org.IdOf(kind), server).SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, options, Ct));

    async Task<string> FactorAsync()
    {
        org.Org.Clock.Advance(TimeSpan.FromSeconds(30)); // each code is good once
        var answers = new AuthnAnswers { Totp = Totp.FromSecret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP") };
        return Said(await Connect(org => org.IdOf(AppKind.Spa)).SessionTokenFlow.GetTokensAsync(The.Max, The.Password, answers, ct: Ct));
    }

    // The browser is somebody else's: of it the cassette knows the code alone.
    async Task<string> BrowserAsync()
    {
        var client = Connect(org => org.IdOf(AppKind.Spa));
        var request = await client.AuthorizationCodeFlow.BeginAsync(new() { Prompt = null }, Ct);
        var signedIn = await client.SessionTokenFlow.SignInAsync(The.Ada, The.Password, new(), Ct);
        var code = "a-code-of-the-browsers-1";
        if (isLive)
        {
            using var browser = new HttpClient(OktaClient.CreateHandler());
            using var answer = await browser.GetAsync(new Uri($"{request.Url}&sessionToken={signedIn.SessionToken}"), Ct);
            code = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
        }

        var response = client.AuthorizationCodeFlow.Read(request, new($"{The.Callback}?code={code}&state={request.State}"));
        return await OutcomeAsync(() => client.AuthorizationCodeFlow.ExchangeAsync(response, Ct));
    }

    static async Task<string> ServiceAsync(OktaClient client) => Said(await client.ClientCredentialsFlow.GetTokensAsync(ct: Ct));

    async Task<string> PasswordAsync()
    {
        var client = Connect(org => org.IdOf(AppKind.Native), "default", null, "openid", "device_sso", "offline_access");
        var first = await client.ResourceOwnerPasswordFlow.GetTokensAsync(The.Ada, The.Password, ct: Ct);
        var second = await Connect(_ => GrantsOrg.SecondNative, "default", null, "openid", "offline_access").TokenExchangeFlow
            .ExchangeDeviceSecretAsync(first.IdToken!, first.DeviceSecret!, "api://default", ct: Ct);
        return $"{Said(first)}; {Said(second)}";
    }

    async Task<string> DeviceAsync()
    {
        var flow = Connect(org => org.IdOf(AppKind.Native)).DeviceAuthorizationFlow;
        var begun = await flow.BeginAsync(ct: Ct);
        var pending = await flow.PollAsync(begun, Ct);
        if (isLive)
        {
            await AllowAsync(begun.VerificationUriComplete!);
            org.Org.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        var granted = (PollResult.Granted)await flow.PollAsync(begun, Ct);
        // Who it was, the browser alone was told: the replay has a pseudonym.
        return $"{pending.GetType().Name}; {Said(granted.Tokens)}".Replace(The.Ada, "user-1@example.com", StringComparison.Ordinal);
    }

    // As a person would, on another device: signs in, and allows it.
    static async Task AllowAsync(string address)
    {
        using var browser = new HttpClient();
        var page = await browser.GetStringAsync(new Uri(address), Ct);
        foreach (var typed in new Dictionary<string, string>[]
        {
            new() { ["username"] = The.Ada, ["password"] = The.Password }, new() { ["decision"] = "allow" },
        })
        {
            var form = (await new HtmlParser().ParseDocumentAsync(page, Ct)).Forms[0];
            typed["okta_key"] = form.QuerySelector("input[name=okta_key]")!.GetAttribute("value")!;
            using var filled = new FormUrlEncodedContent(typed);
            using var answer = await browser.PostAsync(new Uri(new(address), form.GetAttribute("action")), filled, Ct);
            page = await answer.Content.ReadAsStringAsync(Ct);
        }
    }

    async Task<string> CibaAsync()
    {
        var flow = Connect(org => org.IdOf(AppKind.Web)).BackchannelAuthenticationFlow;
        var begun = await flow.BeginAsync(new() { LoginHint = The.Ada }, Ct);
        if (isLive)
            await org.Org.Outbox.ApproveAsync((await org.Org.Outbox.LatestAsync(The.Ada, "push", Ct)).Id, ct: Ct);
        return Said(((PollResult.Granted)await flow.PollAsync(begun, Ct)).Tokens);
    }

    async Task<string> AssertionAsync()
    {
        var client = Connect(_ => GrantsOrg.KeyService, "default", null, "openid");
        var said = Said(await client.JwtBearerFlow.GetTokensAsync(org.Assertion(client.Issuer, The.Ada), ct: Ct));
        // Who it is about, the assertion alone says, and of that nothing is kept: the replay has a pseudonym.
        return said.Replace(The.Ada, "user-1@example.com", StringComparison.Ordinal);
    }

    async Task<string> ExchangeAsync()
    {
        var subject = await Connect(org => org.IdOf(AppKind.Spa)).SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, ct: Ct);
        return Said(await Connect(org => org.IdOf(AppKind.Service)).TokenExchangeFlow.ExchangeAsync(
            new() { SubjectToken = subject.AccessToken!, Audiences = ["api://default"], Scopes = ["api:read"] }, Ct));
    }

    async Task<string> RefusalsAsync()
    {
        var spa = Connect(org => org.IdOf(AppKind.Spa));
        var stranger = org.Connect(http, org.IdOf(AppKind.Spa), "default", options => options with { ClientId = "0oa1nobodyNobody0005" });
        return string.Join('\n', [
            await OutcomeAsync(() => spa.SessionTokenFlow.GetTokensAsync(The.Ada, "Wrong-Horse-9", ct: Ct)),
            await OutcomeAsync(() => spa.SessionTokenFlow.GetTokensAsync("una@example.com", The.Password, ct: Ct)),
            await OutcomeAsync(() => spa.RefreshTokenFlow.RefreshAsync("no-refresh-token-of-ours-1", ct: Ct)),
            await OutcomeAsync(() => stranger.SessionTokenFlow.AuthorizeAsync("20111-spent", ct: Ct)),
            await OutcomeAsync(() => spa.GetUserInfoAsync("not-a-token-1", null, Ct)),
        ]);
    }

    static async Task<string> OutcomeAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run() is TokenSet tokens ? Said(tokens) : "ok";
        }
        catch (OktaException refused)
        {
            return $"{refused.GetType().Name}: {refused.Message}";
        }
    }

    /// <summary>What the tokens say, without what differs from run to run.</summary>
    public static string Said(TokenSet tokens)
    {
        var claims = new[] { tokens.IdToken, tokens.AccessToken }
            .Select(token =>
                token is { } jwt && jwt.Split('.').Length == 3 ? new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(jwt) : null)
            .Select(jwt =>
                jwt is null
                    ? "none"
                    : $"{jwt.Subject} for {string.Join(' ', jwt.Audiences)} {(jwt.ValidTo - jwt.IssuedAt).TotalSeconds:0}");
        return $"{tokens.TokenType} {string.Join(' ', tokens.Scopes)}: {string.Join(", ", claims)}";
    }
}
