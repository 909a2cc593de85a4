namespace Postern.LocalOrg.Tests.Idx;

/// <summary>
/// What is asked of somebody who has proved enough, and whom else the first page names: consent, what the profile lacks, whether to stay
/// signed in, other identity providers (idx.md 5, 8).
/// </summary>
public sealed class QuestionTests(AskingOrg org) : IClassFixture<AskingOrg>
{
    [Fact]
    public async Task An_app_gets_a_code_once_its_scopes_are_agreed_to_but_those_kept_back()
    {
        var run = new IdxRun(org) { Scope = "openid%20orders%20extra" };
        await run.BeginAsync(AskingOrg.Consenting, "");
        await run.IdentifyAsync("ada", "granular-consent");
        run.Form("granular-consent").GetProperty("scopes").EnumerateArray().Select(scope => scope.GetProperty("name").GetString())
            .ShouldBe(["orders", "extra"]);

        var blank = await run.SendAsync("consent");
        await run.GoAsync("consent", "\"consent\":true,\"optedScopes\":{\"orders\":true,\"extra\":false}", "successWithInteractionCode");
        var tokens = await run.RedeemAsync();
        await run.BeginAsync(AskingOrg.Consenting, "");
        await run.IdentifyAsync("ada", "granular-consent");

        blank.Status.ShouldBe(400, blank.Body);
        tokens.Text("scope").ShouldBe("openid orders");
        run.Form("granular-consent").GetProperty("scopes").EnumerateArray().Select(scope => scope.GetProperty("name").GetString())
            .ShouldBe(["extra"]);
    }

    [Fact]
    public async Task Whoever_does_not_agree_ends_it()
    {
        var run = new IdxRun(org) { Scope = "openid%20orders" };
        await run.BeginAsync(AskingOrg.Consenting, "");
        await run.IdentifyAsync("abe", "consent");

        var denied = await run.PostAsync("consent", "\"consent\":false");
        var late = await run.IntrospectAsync();

        denied.Status.ShouldBe(200, denied.Body);
        denied.Members.ShouldBe(["version", "messages"]);
        run.MessageKeys.ShouldBe(["idx.session.expired"]);
        denied.Body.ShouldContain("idx.operation.cancelled.by.user");
        late.Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Whether_to_stay_signed_in_is_asked_where_the_apps_policy_says_so(string answer, bool isKept)
    {
        var run = new IdxRun(org);
        var page = await run.OpenAsync(AskingOrg.Staying);
        await run.IdentifyAsync("ada", "keep-me-signed-in");

        await run.GoAsync("keep-me-signed-in", $"\"keepMeSignedIn\":{answer}", "success");
        var redirect = await run.FinishAsync(page);

        redirect.Status.ShouldBe(302, redirect.Body);
        redirect.Headers["Set-Cookie"].Contains("max-age=", StringComparison.Ordinal).ShouldBe(isKept);
    }

    [Fact]
    public async Task Who_said_so_on_the_first_page_is_not_asked()
    {
        var run = new IdxRun(org);
        var page = await run.OpenAsync(AskingOrg.Staying);

        await run.GoAsync(
            "identify", $$$"""
            "identifier":"ada@example.com","credentials":{"passcode":"{{{The.Password}}}"},"rememberMe":true
            """, "success");
        var redirect = await run.FinishAsync(page);

        redirect.Headers["Set-Cookie"].ShouldContain("max-age=");
    }

    [Fact]
    public async Task What_the_profile_lacks_is_asked_for_once()
    {
        var run = await org.BeginAsync(AskingOrg.Profiling);
        await run.IdentifyAsync("ada", "profile-update");

        var empty = await run.PostAsync("enroll/update", "\"userProfile\":{\"city\":\"Oslo\"}");
        var skipped = await run.SendAsync("skip");
        await run.GoAsync("enroll/update", "\"userProfile\":{\"department\":\"Sales\"}", "successWithInteractionCode");
        await run.BeginAsync(AskingOrg.Profiling, "");
        // What need not be said is offered once more, and may be skipped.
        await run.IdentifyAsync("ada", "profile-update", "skip");
        await run.GoAsync("skip", "", "successWithInteractionCode");

        empty.Status.ShouldBe(400, empty.Body);
        skipped.Body.ShouldContain("profile-update");
    }

    [Fact]
    public async Task The_user_whom_the_client_means_stands_in_the_form()
    {
        var run = await org.BeginAsync(more: "&login_hint=ada%40example.com");
        var page = new IdxRun(org);
        await page.OpenAsync(AskingOrg.Staying, "&login_hint=ada%40example.com");

        foreach (var shown in (IdxRun[])[run, page])
            IdxRun.Field(shown.Form("identify"), "identifier").GetProperty("value").GetString().ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task Other_identity_providers_are_named_beside_the_form_or_in_its_place()
    {
        var google = await MakeAsync(
            "/idps", """{"name":"Google","type":"GOOGLE","protocol":{"type":"OIDC","scopes":["openid"]},"policy":{}}""");
        var policy = (await org.Http.GetAsync("/api/v1/policies?type=IDP_DISCOVERY", AskingOrg.Admin)).Json[0].GetProperty("id")
            .GetString();
        foreach (var (app, providers) in ((string, string)[])
            [(AskingOrg.Routed, $$"""{"type":"GOOGLE","id":"{{google}}"}"""),
             (AskingOrg.Offering, $$"""{"type":"OKTA"},{"type":"GOOGLE","id":"{{google}}"}""")])
            await MakeAsync(
                $"/policies/{policy}/rules", $$$$"""
                {"type":"IDP_DISCOVERY","name":"R {{{{app}}}}","conditions":{"app":{"include":[{"type":"APP","id":"{{{{app}}}}"}],"exclude":[]}},
                 "actions":{"idp":{"providers":[{{{{providers}}}}]}}}
                """);

        var alone = await org.BeginAsync(AskingOrg.Routed);
        var beside = await org.BeginAsync(AskingOrg.Offering);
        var neither = await org.BeginAsync();

        alone.Names.ShouldBe(["redirect-idp"]);
        beside.Names.ShouldBe(["identify", "unlock-account", "redirect-idp"]);
        neither.Names.ShouldNotContain("redirect-idp");
        var form = alone.Form("redirect-idp");
        form.EnumerateObject().Select(member => member.Name).ShouldBe(["name", "type", "idp", "href", "method"]);
        form.GetProperty("idp").GetRawText().ShouldBe($$"""{"id":"{{google}}","name":"Google"}""");
        (await org.Http.GetAsync(new Uri(form.GetProperty("href").GetString()!).PathAndQuery)).Status.ShouldBe(501);
    }

    [Fact]
    public async Task A_routing_rule_may_be_about_the_user_name()
    {
        var provider = await MakeAsync(
            "/idps", """{"name":"Elsewhere","type":"OIDC","protocol":{"type":"OIDC","scopes":["openid"]},"policy":{}}""");
        var policy = (await org.Http.GetAsync("/api/v1/policies?type=IDP_DISCOVERY", AskingOrg.Admin)).Json[0].GetProperty("id")
            .GetString();
        await MakeAsync(
            $"/policies/{policy}/rules", $$$$"""
            {"type":"IDP_DISCOVERY","name":"Partners","conditions":{"userIdentifier":{"type":"IDENTIFIER",
             "patterns":[{"matchType":"SUFFIX","value":"partner.example"}]}},
             "actions":{"idp":{"providers":[{"type":"OIDC","id":"{{{{provider}}}}"}]}}}
            """);
        var run = await org.BeginAsync();

        await run.GoAsync("identify", "\"identifier\":\"ada@example.com\"", "challenge-authenticator");
        await run.GoAsync("identify", "\"identifier\":\"eva@partner.example\"", "redirect-idp");
    }

    [Theory]
    [InlineData("pat", "successWithInteractionCode")]
    [InlineData("abe", "select-authenticator-authenticate")]
    public async Task A_rule_may_be_for_users_of_a_type(string name, string next)
    {
        var run = await org.BeginAsync(AskingOrg.Typed);

        await run.IdentifyAsync(name, next);
    }

    [Fact]
    public async Task A_rule_may_be_for_devices_that_have_verified_a_factor()
    {
        var run = new IdxRun(org) { Cookie = "DT=DI0aDeviceOfAbes" };
        await run.BeginAsync(AskingOrg.Typed, "");
        await run.IdentifyAsync("abe", "select-authenticator-authenticate");
        await run.ChooseAsync("Security Question", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.GoAsync(
            "challenge/answer", "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"mayonnaise\"}",
            "successWithInteractionCode");

        await run.BeginAsync(AskingOrg.Typed, "");
        await run.IdentifyAsync("abe", "successWithInteractionCode");
    }

    [Fact]
    public async Task A_seed_may_want_a_security_key()
    {
        var run = await org.BeginAsync(AskingOrg.Keyed);

        await run.IdentifyAsync("abe", "select-authenticator-enroll");

        IdxRun.Field(run.Form("select-authenticator-enroll"), "authenticator").GetProperty("options").EnumerateArray()
            .Select(option => option.GetProperty("label").GetString()).ShouldBe(["Security Key or Biometric"]);
    }

    [Fact]
    public async Task A_device_is_activated_behind_its_page()
    {
        var device = await org.Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={The.Native}&scope=openid");
        var run = new IdxRun(org);
        var page = await org.Http.GetAsync("/activate");
        await run.TakeUpAsync(IdxRun.StateTokenOf(page.Body));
        run.Names.ShouldBe(["user-code"]);

        var wrong = await run.PostAsync("device/activate", "\"userCode\":\"XXXXXXXX\"");
        run.MessageKeys.ShouldBe(["idx.invalid.device.code"]);
        await run.GoAsync("device/activate", $"\"userCode\":\"{device.Text("user_code")}\"", "identify", "unlock-account");
        await run.IdentifyAsync("ada", "consent");
        await run.GoAsync("consent", "\"consent\":true", "messages");

        wrong.Status.ShouldBe(400, wrong.Body);
        run.MessageKeys.ShouldBe(["idx.device.activated"]);
        (await PollAsync(device)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_device_whose_user_says_no_gets_nothing()
    {
        var device = await org.Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={The.Native}&scope=openid");
        var run = new IdxRun(org);
        await run.TakeUpAsync(IdxRun.StateTokenOf((await org.Http.GetAsync("/activate")).Body));
        await run.GoAsync("device/activate", $"\"userCode\":\"{device.Text("user_code")}\"", "identify", "unlock-account");
        await run.IdentifyAsync("ada", "consent");

        await run.GoAsync("consent", "\"consent\":false", "messages");

        run.MessageKeys.ShouldBe(["idx.device.not.activated.consent.denied"]);
        (await PollAsync(device)).Text("error").ShouldBe("access_denied");
    }

    Task<Answer> PollAsync(Answer device) => org.Http.PostFormAsync(
        "/oauth2/default/v1/token",
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code" +
        $"&client_id={The.Native}&device_code={device.Text("device_code")}");

    async Task<string> MakeAsync(string path, string json)
    {
        var made = await org.Http.PostJsonAsync("/api/v1" + path, json, AskingOrg.Admin);
        made.Status.ShouldBeInRange(200, 201, made.Body);
        return made.Text("id");
    }
}
