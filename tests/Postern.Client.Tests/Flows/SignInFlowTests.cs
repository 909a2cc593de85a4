using Postern.Client.Tests.Idx;

namespace Postern.Client.Tests.Flows;

/// <summary>Which way is taken, what ends a sign-in and what leads to the next way, and what the receipt says.</summary>
public sealed class SignInFlowTests : IDisposable
{
    const string NeedsMore = "The client specified not to prompt, but the client app requires re-authentication or MFA.";

    readonly FakeOrg _org = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Theory]
    [InlineData("""{"id":"00o1","pipeline":"v1"}""", "v1")]
    [InlineData("""{"id":"00o1","pipeline":"idx"}""", "idx")]
    [InlineData("""{"id":"00o1"}""", null)]
    public async Task A_session_token_that_is_enough_is_all_that_is_asked_for(string organization, string? pipeline)
    {
        _org.Answers["/.well-known/okta-organization"] = _ => Some.Json(200, organization);

        var tokens = await SignInAsync();

        tokens.Receipt!.Pipeline.ShouldBe(pipeline);
        tokens.Receipt.Way.ShouldBe(SignInWay.SessionToken);
        tokens.Receipt.Attempts.ShouldBe([new(SignInWay.SessionToken, SignInOutcome.Taken)]);
        _org.AskedAt("/interact").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_recorded_word_for_the_engine_is_understood()
    {
        var recorded = Fixtures.Read("idx/aws-cli--okta-organization.json");
        _org.Answers["/.well-known/okta-organization"] = _ => Some.Json(200, recorded);

        (await SignInAsync()).Receipt!.Pipeline.ShouldBe("idx");
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("idx")]
    public async Task A_refused_password_ends_everything(string pipeline)
    {
        OnEngine(pipeline);
        _org.Authn = _ => Some.Json(401, """{"errorCode":"E0000004","errorSummary":"Authentication failed","errorCauses":[]}""");

        var refused = await Should.ThrowAsync<OktaApiException>(() => SignInAsync());

        refused.Receipt!.Attempts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            attempt => attempt.Way.ShouldBe(SignInWay.SessionToken),
            attempt => attempt.Outcome.ShouldBe(SignInOutcome.Refused),
            attempt => attempt.Answer.ShouldBe("E0000004: Authentication failed"));
        _org.Asked.Count(asked => asked.Body.Contains(The.Password, StringComparison.Ordinal)).ShouldBe(1);
        _org.AskedAt("/interact").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SignInWay.InteractionCode)]
    [InlineData(SignInWay.DirectAuthentication)]
    [InlineData(SignInWay.HostedPage)]
    public async Task A_password_that_a_later_way_refuses_is_given_to_none_after_it(SignInWay way)
    {
        var idx = new IdxFake(_org).Answer("introspect", IdxFake.State(IdxFake.Identify))
            .Answer("identify", IdxFake.State(IdxFake.Identify, IdxFake.Message("Authentication failed", "errors.E0000004")), 400);
        if (way is not SignInWay.InteractionCode)
            _org.Answers["/oauth2/default/v1/interact"] = _ => Some.Json(400, """{"error":"unauthorized_client"}""");
        if (way is SignInWay.DirectAuthentication)
            _org.Token = _ => Some.Json(
                400, """{"error":"invalid_grant","error_description":"The credentials provided were invalid."}""");
        _org.Authorize = AuthorizeOrPage;

        var refused = await Should.ThrowAsync<OktaException>(() => SignInAsync());

        refused.Receipt!.Attempts[^1].ShouldSatisfyAllConditions(
            attempt => attempt.Way.ShouldBe(way),
            attempt => attempt.Outcome.ShouldBe(SignInOutcome.Refused),
            attempt => attempt.Answer.ShouldNotBeNullOrEmpty(),
            attempt => attempt.Opens.ShouldNotBeNullOrEmpty());
        refused.Receipt.Attempts.Select(attempt => attempt.Way).ShouldBe(Enum.GetValues<SignInWay>().Where(earlier => earlier <= way));
        string[] given = way switch
        {
            SignInWay.InteractionCode => ["/api/v1/authn", "/idp/idx/identify"],
            SignInWay.DirectAuthentication => ["/api/v1/authn", "/oauth2/default/v1/token"],
            _ => ["/api/v1/authn", "/oauth2/default/v1/token", "/idp/idx/identify"],
        };
        GivenTo().ShouldBe(given);
        idx.Sent("identify").Count().ShouldBe(way is SignInWay.DirectAuthentication ? 0 : 1);
    }

    /// <summary>What answers that nothing is there has not looked at the password: the next way gives it for the first time.</summary>
    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task A_way_that_the_org_does_not_have_is_no_refusal(int status)
    {
        new IdxFake(_org).Introspect(IdxFake.State(IdxFake.Identify)).Answer("identify", IdxFake.Success);
        _org.Authn = _ => Some.Json(status, """{"errorCode":"E0000007","errorSummary":"Not found","errorCauses":[]}""");

        var receipt = (await SignInAsync()).Receipt!;

        receipt.Way.ShouldBe(SignInWay.InteractionCode);
        receipt.Attempts[0].Outcome.ShouldBe(SignInOutcome.NotEnough);
    }

    [Theory]
    [InlineData("acr_values", SignInWay.DirectAuthentication)]
    [InlineData("idp", SignInWay.InteractionCode)]
    [InlineData("idp", SignInWay.DirectAuthentication)]
    public async Task No_way_leaves_out_what_was_asked_for(string parameter, SignInWay closed)
    {
        _ = new IdxFake(_org);
        _org.Answers["/oauth2/default/v1/interact"] = _ => Some.Json(400, """{"error":"unauthorized_client"}""");
        _org.Token = _ => Some.Json(200, _org.Tokens());
        _org.Authorize = asked => Some.Redirect(Refused(asked, "login_required", NeedsMore));

        var refused = await Should.ThrowAsync<OktaException>(() => SignInAsync(
            new() { Authorize = new() { ExtraParameters = new Dictionary<string, string> { [parameter] = "urn:okta:loa:2fa:any" } } }));

        var way = refused.Receipt!.Attempts.Single(attempt => attempt.Way == closed);
        (way.Outcome, way.Answer).ShouldBe(
            (SignInOutcome.Closed, $"It does not have the parameter {parameter}, which was asked for."));
        _org.AskedAt("/token").ShouldBeEmpty();
    }

    [Fact]
    public async Task On_Classic_Engine_what_the_app_wants_besides_is_told_as_ever()
    {
        OnEngine("v1");
        _org.Authorize = asked => Some.Redirect(Refused(asked, "login_required", NeedsMore));

        var refused = await Should.ThrowAsync<OAuthException>(() => SignInAsync());

        refused.Error.ShouldBe("login_required");
        refused.Hint.ShouldContain("This org is on Classic Engine");
        refused.Receipt!.Attempts.Select(attempt => (attempt.Way, attempt.Outcome)).ShouldBe(
        [
            (SignInWay.SessionToken, SignInOutcome.NotEnough), (SignInWay.InteractionCode, SignInOutcome.Closed),
            (SignInWay.DirectAuthentication, SignInOutcome.Closed), (SignInWay.HostedPage, SignInOutcome.Closed),
        ]);
        _org.AskedAt("/interact").ShouldBeEmpty();
    }

    [Fact]
    public async Task On_Identity_Engine_it_leads_to_the_interaction_code_and_the_receipt_says_why()
    {
        new IdxFake(_org).Introspect(IdxFake.State(IdxFake.Identify)).Answer("identify", IdxFake.Success);
        _org.Authorize = asked => Some.Redirect(Refused(asked, "login_required", NeedsMore));

        var receipt = (await SignInAsync()).Receipt!;

        receipt.Way.ShouldBe(SignInWay.InteractionCode);
        receipt.Attempts[0].Outcome.ShouldBe(SignInOutcome.NotEnough);
        receipt.Attempts[0].Answer.ShouldBe($"login_required: {NeedsMore}");
        receipt.Attempts[0].Opens!.ShouldContain("The app's sign-in policy wants more than the global session policy collected");
        receipt.ToString().ShouldNotContain(The.Password);
    }

    [Fact]
    public async Task An_app_without_the_grant_is_led_to_the_hosted_page()
    {
        new IdxFake(_org).Answer("introspect", IdxFake.State(IdxFake.Identify)).Answer("identify", Redirected);
        _org.Answers["/oauth2/default/v1/interact"] = _ =>
            Some.Json(400, """{"error":"unauthorized_client","error_description":"Configured grant types: [authorization_code]."}""");
        _org.Authorize = AuthorizeOrPage;
        _org.Answers["/login/token/redirect"] = _ => Some.Redirect(
            $"{The.RedirectUri}?code={The.Code}&state={_org.AskedAt("/authorize").Last().Query("state")}");

        var receipt = (await SignInAsync()).Receipt!;

        receipt.Attempts.Select(attempt => attempt.Way).ShouldContain(SignInWay.HostedPage);
        receipt.Way.ShouldBe(SignInWay.HostedPage);
        receipt.Attempts[1].Answer.ShouldStartWith("unauthorized_client");
        receipt.Attempts[1].Opens.ShouldBe("Have an admin add the grant type Interaction Code to the app.");
        var page = _org.AskedAt("/authorize").Last();
        page.Query("prompt").ShouldBeEmpty();
        page.Query("sessionToken").ShouldBeEmpty();
        var back = _org.AskedAt("/login/token/redirect").Single();
        back.Headers.ShouldContain("Cookie: DT=device1; JSESSIONID=session2");
    }

    [Fact]
    public async Task Where_nothing_is_left_the_first_answer_is_told()
    {
        _ = new IdxFake(_org);
        _org.Answers["/oauth2/default/v1/interact"] = _ =>
            Some.Json(404, """{"errorCode":"E0000007","errorSummary":"Not found","errorCauses":[]}""");
        _org.Authorize = asked => asked.Query("prompt") is "none"
            ? Some.Redirect(Refused(asked, "login_required", NeedsMore))
            : Some.Html(200, "<html><head><title>Sign in</title></head><body>A page of our own</body></html>");

        var refused = await Should.ThrowAsync<OAuthException>(() => SignInAsync());

        refused.Error.ShouldBe("login_required");
        refused.Receipt!.Attempts.ShouldAllBe(attempt => attempt.Outcome != SignInOutcome.Taken && attempt.Opens != null);
        refused.Receipt.Attempts[^1].Answer!.ShouldContain("Okta showed a page ('Sign in')");
    }

    [Fact]
    public async Task A_way_that_cannot_ask_for_what_was_asked_for_is_closed()
    {
        _ = new IdxFake(_org);
        _org.Authorize = asked => Some.Redirect(Refused(asked, "login_required", NeedsMore));

        var refused = await Should.ThrowAsync<OktaException>(
            () => SignInAsync(new() { Authorize = new() { ResponseType = "id_token" } }));

        var closed = refused.Receipt!.Attempts.Single(attempt => attempt.Way is SignInWay.InteractionCode);
        closed.Outcome.ShouldBe(SignInOutcome.Closed);
        closed.Answer.ShouldBe("It gives what a code is redeemed for, and 'id_token' was asked for.");
        _org.AskedAt("/interact").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SignInWay.InteractionCode)]
    [InlineData(SignInWay.DirectAuthentication)]
    public async Task Tokens_of_another_user_than_the_expected_one_are_handed_out_by_no_way(SignInWay way)
    {
        new IdxFake(_org).Introspect(IdxFake.State(IdxFake.Identify)).Answer("identify", IdxFake.Success);
        _org.Token = _ => Some.Json(200, _org.Tokens());

        await Should.ThrowAsync<TokenValidationException>(
            () => SignInAsync(new() { Via = way, Authorize = new() { ExpectedUserId = "00u1tstsomebodyElse7" } }));
    }

    [Fact]
    public async Task A_password_that_one_way_has_changed_is_what_the_next_one_gives()
    {
        new IdxFake(_org).Introspect(IdxFake.State(IdxFake.Identify)).Answer("identify", IdxFake.Success);
        _org.Authn = _ => Some.Json(200, """
            {"stateToken":"00state","status":"PASSWORD_EXPIRED","_links":{"next":{"name":"changePassword",
             "href":"https://example.okta.com/api/v1/authn/credentials/change_password","hints":{"allow":["POST"]}}}}
            """);
        _org.Answers["/api/v1/authn/credentials/change_password"] = _ => Some.Json(200, _org.Success);
        _org.Authorize = asked => Some.Redirect(Refused(asked, "login_required", NeedsMore));

        await SignInAsync(new() { Answers = new() { NewPassword = "Fresh-Staple-7" } });

        _org.AskedAt("/idp/idx/identify").Single().Body.ShouldContain("Fresh-Staple-7");
    }

    [Fact]
    public async Task A_way_that_was_chosen_is_the_only_one()
    {
        new IdxFake(_org).Introspect(IdxFake.State(IdxFake.Identify))
            .Answer("identify", IdxFake.State(IdxFake.Identify, IdxFake.Message("Authentication failed", "errors.E0000004")), 400);

        var refused = await Should.ThrowAsync<IdxException>(() => SignInAsync(new() { Via = SignInWay.InteractionCode }));

        refused.Receipt!.Attempts.ShouldHaveSingleItem().Way.ShouldBe(SignInWay.InteractionCode);
        _org.AskedAt("/authn").ShouldBeEmpty();
        _org.AskedAt("/authorize").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""var stateToken = '02.id.abcDEF\x2D123_456789\x7Ec.x';""", "02.id.abcDEF-123_456789~c.x")]
    [
        InlineData(
            """var oktaData = {"signIn":{"stateToken":"02.id.abcDEF\x2D123\u002D456789","f":function(){}}};""", "02.id.abcDEF-123-456789"),
    ]
    [InlineData("""var c = {"stateToken":"","signIn":{"stateToken":"eyJ6aXAiOiJERUYifQ.a.b.c\/d"}};""", "eyJ6aXAiOiJERUYifQ.a.b.c/d")]
    [InlineData("""modelDataBag = '{\x22stateToken\x22\x3A\x2202.id.abcDEF123456789012\x22}';""", "02.id.abcDEF123456789012")]
    [InlineData("""var stateToken = 'short';""", null)]
    public void A_state_token_is_found_however_it_is_written(string script, string? token) =>
        HostedPage.StateTokenIn($"<html><script>{script}</script></html>").ShouldBe(token);

    /// <summary>Where the password went, in the order in which it went there.</summary>
    IEnumerable<string> GivenTo() => _org.Asked.Where(asked =>
            asked.Body.Contains(The.Password, StringComparison.Ordinal)
                || asked.Body.Contains(Uri.EscapeDataString(The.Password), StringComparison.Ordinal))
        .Select(asked => asked.Url.AbsolutePath);

    Task<TokenSet> SignInAsync(SignInOptions? options = null) => _org.Connect().SignIn.GetTokensAsync(The.Login, The.Password, options, Ct);

    void OnEngine(string pipeline) =>
        _org.Answers["/.well-known/okta-organization"] = _ => Some.Json(200, $$"""{"id":"00o1","pipeline":"{{pipeline}}"}""");

    static string Refused(Asked asked, string error, string description) =>
        $"{asked.Query("redirect_uri")}?error={error}&error_description={Uri.EscapeDataString(description)}&state={asked.Query("state")}";

    static HttpResponseMessage AuthorizeOrPage(Asked asked)
    {
        if (asked.Query("prompt") is "none")
            return Some.Redirect(Refused(asked, "login_required", NeedsMore));

        var page = Some.Html(
            200, $"<html><script>var stateToken = '{IdxFake.Handle.Replace(".", @"\x2E", StringComparison.Ordinal)}';</script></html>");
        page.Headers.Add("Set-Cookie", ["DT=device1; Path=/; Secure", "JSESSIONID=session2; HttpOnly"]);
        return page;
    }

    static string Redirected => $$$"""
        {"version":"1.0.0","stateHandle":"{{{IdxFake.Handle}}}","user":{"type":"object","value":{"id":"{{{The.UserId}}}"}},
         "success":{"name":"success-redirect","href":"{{{The.Org}}}/login/token/redirect?stateToken={{{IdxFake.Handle}}}"}}
        """;
}
