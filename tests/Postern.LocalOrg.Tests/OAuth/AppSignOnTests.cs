using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.Pages;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>
/// Apps whose sign-on policy wants more than the org's: a second factor, or a recent sign-in (oidc.md 4, why-it-fails.md C03).
/// </summary>
public sealed class AppSignOnTests
{
    const string Min = "min@example.com";
    const string Second = "0oa1secondNative0005";
    const string NeedsMore = "The client specified not to prompt, but the client app requires re-authentication or MFA.";
    const string Device = "openid%20device_sso%20offline_access";

    [Fact]
    public async Task A_session_token_of_a_password_alone_is_not_enough()
    {
        await using var walk = await StartAsync(app => app with { RequiresFactor = true });

        var silent = await walk.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.Good);
        var asked = await walk.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.With("-prompt"));

        silent.ShouldBeRedirectedError("login_required", NeedsMore);
        asked.ShouldBeSignInPage();
    }

    [Fact]
    public async Task Who_signs_in_on_the_page_is_asked_for_a_factor_there_and_not_again()
    {
        await using var walk = await StartAsync(app => app with { RequiresFactor = true });
        var page = await walk.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.With("-prompt")}");

        var signedIn = await SignInAsync(walk, page);
        var answer = await walk.Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));
        var again = await walk.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.Good}", ("Cookie", signedIn.Cookie!));

        answer.Redirected("code").ShouldNotBeNull(answer.Body);
        again.Redirected("code").ShouldNotBeNull(again.Location);
    }

    [Fact]
    public async Task Who_is_not_assigned_is_told_that_first()
    {
        await using var walk = await StartAsync(app => app with { RequiresFactor = true });

        (await walk.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.Good, "una@example.com"))
            .ShouldBeRedirectedError("access_denied", "User is not assigned to the client application.");
    }

    [Fact]
    public async Task A_password_is_no_grant()
    {
        await using var walk = await StartAsync(app => app with { RequiresFactor = true });

        var answer = await walk.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=password&client_id={The.Native}&username=ada%40example.com&password={The.Password}&scope=openid");

        answer.ShouldBeError(400, "invalid_grant", "Resource owner password credentials cannot be used with MFA enabled.");
    }

    [Fact]
    public async Task Who_activates_a_device_is_asked_for_a_factor()
    {
        await using var walk = await StartAsync(app => app with { RequiresFactor = true });
        var device = await walk.Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={The.Native}&scope=openid");
        var cookie = (await walk.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With("-prompt"), Min)).Cookie!;

        var page = await walk.Http.GetAsync($"/activate?user_code={device.Text("user_code")}", ("Cookie", cookie));
        var signedIn = await SignInAsync(walk, page);
        var question = await walk.Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        page.ShouldBeSignInPage();
        question.Body.ShouldContain("name=\"decision\"");
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(3600, 3600, true)]
    [InlineData(3600, 3601, false)]
    public async Task A_sign_in_may_be_so_old(int seconds, int age, bool isEnough)
    {
        await using var walk = await StartAsync(app => app with { ReauthenticateIn = TimeSpan.FromSeconds(seconds) });
        var first = await walk.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.With("-prompt"));
        walk.Time.Advance(TimeSpan.FromSeconds(age));

        var answer = await walk.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.Good}", ("Cookie", first.Cookie!));

        if (isEnough)
            answer.Redirected("code").ShouldNotBeNull(answer.Location);
        else
            answer.ShouldBeRedirectedError("login_required", NeedsMore);
    }

    [Fact]
    public async Task Where_every_request_wants_its_own_sign_in_one_on_the_page_counts()
    {
        await using var walk = await StartAsync(app => app with { ReauthenticateIn = TimeSpan.Zero });
        var page = await walk.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.With("-prompt")}");
        walk.Time.Advance(TimeSpan.FromSeconds(30));

        var signedIn = await walk.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}");
        var answer = await walk.Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));
        var next = await walk.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.With("-prompt")}", ("Cookie", signedIn.Cookie!));

        answer.Redirected("code").ShouldNotBeNull(answer.Body);
        next.ShouldBeSignInPage();
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, 600)]
    public async Task The_next_app_of_a_device_may_want_more_than_its_sign_in(bool requiresFactor, int? seconds)
    {
        TimeSpan? reauthenticateIn = seconds is { } given ? TimeSpan.FromSeconds(given) : null;
        await using var walk = await StartAsync(
            second: app => app with { RequiresFactor = requiresFactor, ReauthenticateIn = reauthenticateIn });
        var first = await walk.Http.TokensAsync(scope: Device, clientId: The.Native);
        walk.Time.Advance(TimeSpan.FromSeconds(601));

        (await ExchangeAsync(walk, first)).ShouldBeError(400, "invalid_grant", "The client's assurance requirements are not met.");
    }

    [Fact]
    public async Task The_next_app_of_a_device_has_a_factor_that_its_sign_in_had()
    {
        await using var walk = await StartAsync(second: app => app with { RequiresFactor = true });
        var begun = await walk.BeginAsync("max@example.com", "MFA_REQUIRED");
        var verified = await walk.Http.PostJsonAsync(
            "/api/v1/authn/factors/token:software:totp/verify",
            $$"""{"stateToken":"{{begun.Text("stateToken")}}","passCode":"{{walk.Totp()}}"}""");
        var answer = await walk.Http.GetAsync(
            $"/oauth2/default/v1/authorize?{AuthorizeQuery.With($"client_id={The.Native}&scope={Device}")}&{The.Pkce}" +
            $"&sessionToken={verified.Text("sessionToken")}");
        var first = await walk.Http.RedeemAsync(answer.Redirected("code")!, clientId: The.Native);

        (await ExchangeAsync(walk, first)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_policy_of_the_next_app_of_a_device_keeps_people_out()
    {
        await using var walk = await StartAsync(new SeedAppRule { Name = "Nobody", AllowsAccess = false });
        var first = await walk.Http.TokensAsync(scope: Device, clientId: The.Native);

        (await ExchangeAsync(walk, first)).ShouldBeError(400, "invalid_grant", "The client's assurance requirements are not met.");
    }

    [Fact]
    public async Task A_policy_decides_on_the_device_page_too()
    {
        await using var walk = await StartAsync(new SeedAppRule { Name = "Nobody", AllowsAccess = false });
        var device = await walk.Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={Second}&scope=openid");
        var cookie = (await walk.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With("-prompt"))).Cookie!;

        var page = await walk.Http.GetAsync($"/activate?user_code={device.Text("user_code")}", ("Cookie", cookie));

        page.Body.ShouldContain("Policy evaluation failed for this request");
        page.Body.ShouldNotContain("name=\"decision\"");
    }

    [Fact]
    public async Task Who_activates_a_device_signs_in_anew_where_the_policy_wants_that()
    {
        await using var walk = await StartAsync(new SeedAppRule { Name = "Anew", ReauthenticateIn = TimeSpan.Zero });
        var device = await walk.Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={Second}&scope=openid");
        var cookie = (await walk.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With("-prompt"))).Cookie!;
        walk.Time.Advance(TimeSpan.FromMinutes(2));

        var page = await walk.Http.GetAsync($"/activate?user_code={device.Text("user_code")}", ("Cookie", cookie));
        var signedIn = await walk.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}");
        var question = await walk.Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        page.ShouldBeSignInPage();
        question.Body.ShouldContain("name=\"decision\"");
    }

    [Fact]
    public async Task Nobody_signs_in_before_they_did()
    {
        var refused = await Should.ThrowAsync<ArgumentException>(
            () => StartAsync(app => app with { ReauthenticateIn = TimeSpan.FromSeconds(-1) }));

        refused.Message.ShouldContain("].reauthenticateIn: cannot be negative: it is zero, for every request, or more.");
    }

    /// <summary>Min needs no factor but has one; Second is another native app.</summary>
    static Task<Walk> StartAsync(Func<SeedApp, SeedApp>? change = null, Func<SeedApp, SeedApp>? second = null) =>
        Walk.StartAsync(seed => seed with
        {
            Users = [.. seed.Users, seed.Users[3] with { Id = "00u1minSometimes0005", Login = Min, State = UserState.Active }],
            Apps =
        [
            .. seed.Apps.Select(app => change?.Invoke(app) ?? app),
            .. seed.Apps.Where(app => app.ClientId == The.Native).Select(app => app with { ClientId = Second, Name = "Second" })
                .Select(app => second?.Invoke(app) ?? app),
        ],
        });

    /// <summary>Second has an app sign-in policy of one rule.</summary>
    static Task<Walk> StartAsync(SeedAppRule rule) => Walk.StartAsync(seed => seed with
    {
        AppPolicies = [new() { Name = "Strict", Rules = [rule] }],
        Apps =
        [
            .. seed.Apps,
            seed.Apps.First(app => app.ClientId == The.Native) with { ClientId = Second, Name = "Second", Policy = "Strict" },
        ],
    });

    static async Task<Answer> SignInAsync(Walk walk, Answer page)
    {
        var factor = await walk.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username={Uri.EscapeDataString(Min)}&password={The.Password}");
        var signedIn = await walk.Http.SubmitAsync(factor, "Code of Okta Verify", ("pass_code", walk.Totp()));
        signedIn.Status.ShouldBe(302, signedIn.Body);
        return signedIn;
    }

    static Task<Answer> ExchangeAsync(Walk walk, Answer first) => walk.Http.PostFormAsync(
        "/oauth2/default/v1/token",
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange" +
        "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token" +
        $"&subject_token={first.Text("id_token")}&actor_token={first.Text("device_secret")}" +
        "&actor_token_type=urn%3Ax-oath%3Aparams%3Aoauth%3Atoken-type%3Adevice-secret" +
        $"&audience=api%3A%2F%2Fdefault&scope=openid&client_id={Second}");
}
