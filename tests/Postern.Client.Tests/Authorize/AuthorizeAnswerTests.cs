namespace Postern.Client.Tests.Authorize;

public sealed class AuthorizeAnswerTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://app.example.com/callback", "?code=C&state=S")]
    [InlineData("https://app.example.com/callback", "#code=C&state=S")]
    [InlineData("https://app.example.com/callback?tenant=1&code=mine", "&code=C&state=S")]
    [InlineData("http://localhost:8080", "/?code=C&state=S")]
    [InlineData("com.example.postern:/callback", "?code=C&state=S")]
    public async Task A_code_is_read_out_of_a_redirect(string redirectUri, string answer)
    {
        using var org = new FakeOrg
        {
            Authorize = asked =>
                Some.Redirect($"{redirectUri}{answer.Replace("C&", $"{The.Code}&").Replace("=S", $"={asked.Query("state")}")}"),
        };
        var client = org.Connect(options => options with { RedirectUri = redirectUri });

        var response = await client.SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);

        response.Code.ShouldBe(The.Code);
        response.RedirectUri.ShouldBe(redirectUri);
        response.Issuer.ShouldBe(The.Issuer);
        response.ToString().ShouldNotContain(The.Code);
        response.ToString().ShouldNotContain(response.CodeVerifier!);
    }

    [Fact]
    public async Task A_form_is_read_entities_and_all()
    {
        using var org = new FakeOrg
        {
            Authorize = asked => Some.Html(200, $"""
                <!DOCTYPE html><html lang="en"><head><title>Example - Signing in...</title></head><body>
                <form id="appForm" method="post" name="oauthResponse" action="{Entities(The.RedirectUri)}">
                <input type="hidden" name="state" value="{Entities(asked.Query("state"))}"/>
                <input type="hidden" name="code" value="{Entities("a/b+c=<\"'>")}"/>
                </form><script>document.forms['appForm'].submit();</script></body></html>
                """),
        };

        var response = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, new() { ResponseMode = "form_post" }, Ct);

        response.Code.ShouldBe("a/b+c=<\"'>");
    }

    [Fact]
    public async Task A_posted_message_is_read_escapes_and_all()
    {
        using var org = new FakeOrg
        {
            Authorize = asked => Some.Html(200, $$"""
                <!DOCTYPE html><html><head><title>Signing in...</title><script type="text/javascript">
                (function(window) { function buildMessageData() { var data = {};
                  data.state = '{{Escapes(asked.Query("state"))}}';
                  data.code = '{{Escapes("a-b'; data.code = 'evil")}}';
                  return data; }
                window.parent.postMessage(buildMessageData(), 'https\x3A\x2F\x2Fapp.example.com'); })(window);
                </script></head><body></body></html>
                """),
        };

        var response = await org.Connect().SessionTokenFlow
            .AuthorizeAsync(The.SessionToken, new() { ResponseMode = "okta_post_message" }, Ct);

        response.Code.ShouldBe("a-b'; data.code = 'evil");
    }

    [Fact]
    public async Task A_redirect_that_a_script_makes_is_read()
    {
        using var org = new FakeOrg
        {
            Authorize = asked => Some.Html(200, $"""
                <html><body><script>var other = "https://elsewhere.example.com/?code=no"; window.location.href = '{Escapes($"{The.RedirectUri}?code={The.Code}&state={asked.Query("state")}")}';</script></body></html>
                """),
        };

        var response = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);

        response.Code.ShouldBe(The.Code);
    }

    [Fact]
    public async Task Okta_is_followed_to_its_own_resume_address_with_the_cookies_of_this_run()
    {
        using var org = new FakeOrg();
        org.Authorize = _ => Resume("first=1; Path=/; HttpOnly", "sid=2; Secure");
        org.Answers["/oauth2/v1/authorize/redirect"] = asked =>
            asked.Query("okta_key") == "key1"
                ? Resume("sid=3")
                : Some.Redirect($"{The.RedirectUri}?code={The.Code}&state={org.AskedAt("/v1/authorize").Single().Query("state")}");

        HttpResponseMessage Resume(params string[] cookies)
        {
            var answer = Some.Redirect($"/oauth2/v1/authorize/redirect?okta_key=key{org.Asked.Count - 1}");
            answer.Headers.Add("Set-Cookie", cookies);
            return answer;
        }

        var response = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);

        response.Code.ShouldBe(The.Code);
        org.Asked[^2].Headers.ShouldContain("Cookie: first=1; sid=2");
        org.Asked[^1].Headers.ShouldContain("Cookie: first=1; sid=3");
    }

    [Fact]
    public async Task A_resume_address_that_leads_in_circles_is_left()
    {
        using var org = new FakeOrg { Authorize = _ => Some.Redirect("/oauth2/v1/authorize/redirect?okta_key=1") };
        org.Answers["/oauth2/v1/authorize/redirect"] = _ => Some.Redirect("/oauth2/v1/authorize/redirect?okta_key=1");

        _ = await Should.ThrowAsync<InteractionRequiredException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        org.AskedAt("/redirect").Count().ShouldBe(3);
    }

    [Theory]
    [Trait("Proves", "OIDC 3.1.2.5 state returned")]
    [Trait("Proves", "RFC 9700 2.1 CSRF")]
    [InlineData("")]
    [InlineData("&state=")]
    [InlineData("&state=tampered")]
    [InlineData("&state=tampered&error=access_denied")]
    public async Task A_tampered_state_is_refused(string state)
    {
        using var org = new FakeOrg { Authorize = _ => Some.Redirect($"{The.RedirectUri}?code={The.Code}{state}") };

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.Check.ShouldBe("state");
        refused.ToString().ShouldNotContain(The.Code);
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.1 CSRF")]
    public async Task The_state_of_another_request_is_refused()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().SessionTokenFlow;
        var first = await flow.AuthorizeAsync(The.SessionToken, ct: Ct);
        org.Authorize = _ => Some.Redirect($"{The.RedirectUri}?code={The.Code}&state={first.State}");

        var refused = await Should.ThrowAsync<TokenValidationException>(() => flow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.Check.ShouldBe("state");
        refused.ToString().ShouldNotContain(first.State);
    }

    [Theory]
    [InlineData("?code=one&code=two")]
    [InlineData("?code=one#code=two")]
    public async Task Two_codes_in_one_answer_are_refused(string codes)
    {
        using var org = new FakeOrg { Authorize = asked => Some.Redirect($"{The.RedirectUri}{codes}&state={asked.Query("state")}") };

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.Check.ShouldBe("duplicate");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.7 issuer")]
    public async Task The_issuer_of_another_server_is_refused()
    {
        using var org = new FakeOrg
        {
            Authorize = asked =>
                Some.Redirect($"{The.RedirectUri}?code={The.Code}&state={asked.Query("state")}&iss=https%3A%2F%2Fevil.example.com"),
        };

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.Check.ShouldBe("iss");
        refused.Actual.ShouldBe("https://evil.example.com");
        refused.Expected.ShouldBe(The.Issuer);
    }

    [Fact]
    public async Task A_refusal_of_another_server_is_not_believed()
    {
        using var org = new FakeOrg
        {
            Authorize = asked => Some.Redirect(
                $"{The.RedirectUri}?error=access_denied&state={asked.Query("state")}&iss=https%3A%2F%2Fevil.example.com"),
        };

        (await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct))).Check.ShouldBe("iss");
    }

    [Fact]
    public async Task A_refusal_that_does_not_name_the_issuer_that_was_promised_is_told_as_what_it_is()
    {
        using var org = new FakeOrg
        {
            Authorize = asked => Some.Redirect($"{The.RedirectUri}?error=access_denied&state={asked.Query("state")}"),
        };
        org.Discovery = _ => Some.Json(
            200,
            org.Metadata.Replace(
                "{\"issuer\"", "{\"authorization_response_iss_parameter_supported\":true,\"issuer\"", StringComparison.Ordinal));

        (await Should.ThrowAsync<OAuthException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct))).Error.ShouldBe("access_denied");
    }

    [Fact]
    public async Task A_form_for_another_address_is_refused()
    {
        using var org = new FakeOrg
        {
            Authorize = asked =>
                Some.Html(
                    200,
                    $"""<form id="appForm" action="https://evil.example.com/"><input name="state" value="{asked.Query("state")}"><input name="code" value="{The.Code}"></form>"""),
        };

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.Check.ShouldBe("redirect_uri");
        refused.ToString().ShouldNotContain(The.Code);
    }

    [Fact]
    public async Task An_answer_without_what_was_asked_for_is_refused()
    {
        using var org = new FakeOrg
        {
            Authorize = asked =>
                Some.Redirect($"{The.RedirectUri}#access_token=x&token_type=Bearer&expires_in=3600&state={asked.Query("state")}"),
        };

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, new() { ResponseType = "id_token token" }, Ct));

        refused.Message.ShouldContain("id_token");
    }

    [Fact]
    public async Task What_was_not_asked_for_is_not_handed_out()
    {
        using var org = new FakeOrg
        {
            Authorize = asked => Some.Redirect($"{The.RedirectUri}?code={The.Code}&access_token=x&id_token=y&state={asked.Query("state")}"),
        };

        var response = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);

        response.AccessToken.ShouldBeNull();
        response.IdToken.ShouldBeNull();
    }

    static string Entities(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || ",.-_".Contains(c) ? $"{c}" : $"&#x{(int)c:x};"));

    static string Escapes(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || ",._".Contains(c) ? $"{c}" : $"\\x{(int)c:X2}"));
}
