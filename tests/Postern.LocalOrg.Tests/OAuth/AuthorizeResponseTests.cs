using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Where and how the authorization endpoint hands over what was asked for, byte by byte (oidc.md 5).</summary>
public sealed partial class AuthorizeResponseTests(SharedOrg shared)
{
    const string Artefacts = $"client_id={The.Web}&scope=openid%20email&redirect_uri={The.EncodedCallback}&nonce=n-8c2e&prompt=none";

    /// <summary>Each response type, and the parameters of its answer.</summary>
    public static TheoryData<string, string> ResponseTypes { get; } = new()
    {
        { "code", "code" },
        { "id_token", "id_token" },
        { "token", "access_token token_type expires_in scope" },
        { "code id_token", "code id_token" },
        { "code token", "code access_token token_type expires_in scope" },
        { "id_token token", "id_token access_token token_type expires_in scope" },
        { "code id_token token", "code id_token access_token token_type expires_in scope" },
    };

    [Theory]
    [MemberData(nameof(ResponseTypes))]
    public async Task A_fragment_has_its_artefacts_in_order_and_the_state_last(string responseType, string artefacts)
    {
        var answer = await AuthorizeAsync($"response_type={responseType.Replace(' ', '+')}&response_mode=fragment&state=a/b%3Dc");

        answer.Status.ShouldBe(302, answer.Body);
        answer.Location.ShouldStartWith($"{The.Callback}#");
        answer.Location.Split('#')[1].Split('&').Select(pair => pair.Split('=')[0]).ShouldBe([.. artefacts.Split(' '), "state"]);
        answer.Location.ShouldEndWith("&state=a%2Fb%3Dc");
        answer.Body.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ResponseTypes))]
    public async Task A_form_post_has_the_state_first_and_everything_escaped_as_Okta_does(string responseType, string artefacts)
    {
        var answer = await AuthorizeAsync($"response_type={responseType.Replace(' ', '+')}&response_mode=form_post&state=a/b%3Dc");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers["Content-Type"].ShouldBe("text/html;charset=utf-8");
        answer.Body.ShouldContain(
            """<form id="appForm" method="post" name="oauthResponse" action="http&#x3a;&#x2f;&#x2f;localhost&#x3a;8080&#x2f;callback">""");
        answer.Body.ShouldContain("""<input type="hidden" name="state" value="a&#x2f;b&#x3d;c"/>""");
        Input().Matches(answer.Body).Select(input => input.Groups[1].Value).ShouldBe(["state", .. artefacts.Split(' ')]);
    }

    [Theory]
    [Trait("Proves", "RFC 9700 4.17.2 postMessage target")]
    [MemberData(nameof(ResponseTypes))]
    public async Task A_post_message_assigns_everything_in_script_escapes_to_the_redirect_URIs_origin(string responseType, string artefacts)
    {
        var answer = await AuthorizeAsync(
            $"response_type={responseType.Replace(' ', '+')}&response_mode=okta_post_message&state=a/b%3Dc-d");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldContain(@"data.state = 'a\x2Fb\x3Dc\x2Dd';");
        answer.Body.ShouldContain(@"parentWindow.postMessage(buildMessageData(), 'http\x3A\x2F\x2Flocalhost\x3A8080');");
        Assignment().Matches(answer.Body).Select(assignment => assignment.Groups[1].Value).ShouldBe(["state", .. artefacts.Split(' ')]);
        foreach (Match assignment in Assignment().Matches(answer.Body))
            assignment.Groups[2].Value.ShouldMatch(@"^([A-Za-z0-9,._]|\\x[0-9A-F]{2})*$");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.2.4 no referrer")]
    public async Task A_code_goes_into_the_query_with_the_state_after_it()
    {
        var answer = await AuthorizeAsync("response_type=code&state=a/b%3Dc");

        answer.Status.ShouldBe(302, answer.Body);
        answer.Location.ShouldMatch("^http://localhost:8080/callback\\?code=[A-Za-z0-9_-]{43}&state=a%2Fb%3Dc$");
        answer.Headers["Content-Length"].ShouldBe("0");
        answer.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        answer.Headers["Cache-Control"].ShouldBe("no-cache, no-store");
    }

    [Fact]
    public async Task Tokens_go_into_the_fragment_unless_told_otherwise()
    {
        var answer = await AuthorizeAsync("response_type=token&state=s-1f0c");

        answer.Location.ShouldMatch(
            @"^http://localhost:8080/callback#access_token=[\w.-]+&token_type=Bearer&expires_in=3600&scope=openid\+email&state=s-1f0c$");
    }

    [Fact]
    public async Task The_words_of_a_response_type_may_come_in_any_order()
    {
        var answer = await AuthorizeAsync("response_type=token+id_token+code&state=s-1f0c");

        answer.Redirected("code").ShouldNotBeNull();
        answer.Redirected("id_token").ShouldNotBeNull();
        answer.Redirected("access_token").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_form_post_submits_itself_by_the_one_script_that_the_page_allows()
    {
        var answer = await AuthorizeAsync("response_type=code&response_mode=form_post&state=s-1f0c");

        var nonce = ScriptNonce().Match(answer.Body).Groups[1].Value;
        nonce.ShouldNotBeEmpty();
        answer.Headers["Content-Security-Policy"].ShouldContain($"script-src 'nonce-{nonce}'");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.2.1 GET and POST")]
    public async Task A_POST_with_a_form_is_answered_as_a_GET_with_a_query_is()
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/authorize",
            $"{Artefacts}&response_type=code&state=s-1f0c&sessionToken={await shared.Http.SessionTokenAsync()}");

        answer.Status.ShouldBe(302, answer.Body);
        answer.Location.ShouldMatch("^http://localhost:8080/callback\\?code=[A-Za-z0-9_-]{43}&state=s-1f0c$");
    }

    [Fact]
    public async Task A_redirect_URI_with_a_query_keeps_it()
    {
        const string redirectUri = "https://app.example.com/callback?tenant=7";
        var app = OrgSeed.Default.Apps[1] with { ClientId = "0oa1queryInRedirect5", RedirectUris = [redirectUri] };
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [app] } }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.AuthorizeAsync(
            "/oauth2",
            $"client_id={app.ClientId}&response_type=code&scope=openid&state=s-1f0c&redirect_uri={Uri.EscapeDataString(redirectUri)}");

        answer.Location.ShouldMatch(@"^https://app\.example\.com/callback\?tenant=7&code=[A-Za-z0-9_-]{43}&state=s-1f0c$");
    }

    [Theory]
    [InlineData("https://app.example.com/zurück")]
    [InlineData("https://app.example.com/a b")]
    [InlineData("https://app.example.com/callback#top")]
    [InlineData("/callback")]
    public async Task A_redirect_URI_that_no_Location_could_carry_is_refused_when_the_org_starts(string redirectUri)
    {
        var app = OrgSeed.Default.Apps[1] with { RedirectUris = [redirectUri] };

        var refused = await Should.ThrowAsync<ArgumentException>(
            () => LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [app] } }, The.Ct));

        refused.Message.ShouldContain(redirectUri);
    }

    [Fact]
    public async Task An_error_has_the_state_first()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{Artefacts}&response_type=code&state=s-1f0c");

        answer.Location.ShouldBe(
            "http://localhost:8080/callback?state=s-1f0c&error=login_required" +
            "&error_description=The+client+specified+not+to+prompt%2C+but+the+user+is+not+logged+in.");
    }

    [Fact]
    public async Task An_error_goes_into_the_fragment_where_the_answer_would_have()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{Artefacts}&response_type=id_token&state=s-1f0c");

        answer.Location.ShouldStartWith(
            "http://localhost:8080/callback#state=s-1f0c&error=login_required&error_description=The+client+specified");
    }

    [Fact]
    public async Task An_error_is_posted_by_form_where_the_answer_would_have_been()
    {
        var answer = await shared.Http.GetAsync(
            $"/oauth2/v1/authorize?{Artefacts}&response_type=code&response_mode=form_post&state=s-1f0c");

        answer.Status.ShouldBe(200);
        Input().Matches(answer.Body).Select(input => input.Groups[1].Value).ShouldBe(["state", "error", "error_description"]);
        answer.Body.ShouldContain("""<input type="hidden" name="error" value="login_required"/>""");
    }

    [Fact]
    public async Task An_error_is_sent_by_message_where_the_answer_would_have_been()
    {
        var answer = await shared.Http.GetAsync(
            $"/oauth2/v1/authorize?{Artefacts}&response_type=id_token&response_mode=okta_post_message&state=s-1f0c");

        answer.Status.ShouldBe(200);
        answer.Body.ShouldContain(@"data.error = 'login\x5Frequired';".Replace(@"\x5F", "_", StringComparison.Ordinal));
        answer.Body.ShouldContain(
            @"data.error_description = 'The\x20client\x20specified\x20not\x20to\x20prompt,\x20but\x20the\x20user\x20is\x20not" +
            @"\x20logged\x20in.';");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.6 no CORS at authorize")]
    public async Task A_page_is_never_shared_with_scripts_of_another_origin()
    {
        var answer = await shared.Http.GetAsync(
            $"/oauth2/v1/authorize?{Artefacts}&response_type=code&state=s-1f0c", ("Origin", "http://localhost:8080"));

        answer.Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
    }

    Task<Answer> AuthorizeAsync(string query) => shared.Http.AuthorizeAsync("/oauth2/default", $"{Artefacts}&{query}");

    [GeneratedRegex("<input type=\"hidden\" name=\"([a-z_]+)\" value=\"[^\"]*\"/>")]
    private static partial Regex Input();

    [GeneratedRegex("data\\.([a-z_]+) = '([^']*)';")]
    private static partial Regex Assignment();

    [GeneratedRegex("<script nonce=\"([A-Za-z0-9_-]+)\">")]
    private static partial Regex ScriptNonce();
}
