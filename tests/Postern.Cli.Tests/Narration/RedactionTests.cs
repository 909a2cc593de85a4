namespace Postern.Cli.Tests.Narration;

public class RedactionTests
{
    const string Hidden = "hidden-value";
    const string Fingerprint = "sha256:af1b5346";

    readonly Redaction _redaction = new();

    [Theory]
    [
        InlineData(
            "https://o/authorize?client_id=0oa1&sessionToken=hidden-value&state=s",
            "https://o/authorize?client_id=0oa1&sessionToken=sha256:af1b5346&state=s"),
    ]
    [InlineData("http://localhost/cb#id_token=hidden-value&state=a%20b", "http://localhost/cb#id_token=sha256:af1b5346&state=a%20b")]
    [
        InlineData(
            "https://o/login?fromURI=%2Fauthorize%3FsessionToken%3Dhidden-value",
            "https://o/login?fromURI=/authorize?sessionToken=sha256:af1b5346"),
    ]
    [InlineData("https://o/plain", "https://o/plain")]
    [InlineData("https://o/api/v1/users/00u1/factors/ost1/qr/hidden-value", "https://o/api/v1/users/00u1/factors/ost1/qr/sha256:af1b5346")]
    [InlineData("https://o/qr/hidden-value?x=1", "https://o/qr/sha256:af1b5346?x=1")]
    [InlineData("https://o/qr/", "https://o/qr/")]
    public void In_an_address(string url, string told) => _redaction.Url(url).ShouldBe(told);

    [Theory]
    [InlineData("Location", "http://localhost/cb?code=hidden-value&state=s", "http://localhost/cb?code=sha256:af1b5346&state=s")]
    [InlineData("Authorization", "Bearer hidden-value", "Bearer sha256:af1b5346")]
    [InlineData("Authorization", "Basic MG9hMTpoaWRkZW4tdmFsdWU=", "Basic 0oa1:sha256:af1b5346")]
    [InlineData("Cookie", "sid=hidden-value; DT=hidden-value", "sid=sha256:af1b5346; DT=sha256:af1b5346")]
    [InlineData("Set-Cookie", "sid=hidden-value; Path=/; HttpOnly", "sid=sha256:af1b5346; Path=/; HttpOnly")]
    [InlineData("X-Postern-Control-Key", "hidden-value", "sha256:af1b5346")]
    [InlineData("X-Okta-Request-Id", "abc", "abc")]
    public void In_a_header(string name, string value, string told) => _redaction.Header(name, value).ShouldBe(told);

    [Theory]
    [
        InlineData(
            "application/json",
            """{"a":[{"sessionToken":"hidden-value"}],"n":1}""",
            """{"a":[{"sessionToken":"sha256:af1b5346"}],"n":1}"""),
    ]
    [InlineData("application/json", """{"password":{"value":"hidden-value"}}""", """{"password":{"value":"sha256:af1b5346"}}""")]
    [
        InlineData(
            "application/hal+json",
            """{"href":"https://o/x?stateToken=hidden-value"}""",
            """{"href":"https://o/x?stateToken=sha256:af1b5346"}"""),
    ]
    [
        InlineData(
            "application/x-www-form-urlencoded",
            "grant_type=authorization_code&code=hidden-value",
            "grant_type=authorization_code&code=sha256:af1b5346"),
    ]
    [
        InlineData(
            "application/json",
            """{"href":"https://o/factors/ost1/qr/hidden-value"}""",
            """{"href":"https://o/factors/ost1/qr/sha256:af1b5346"}"""),
    ]
    [InlineData("application/json", """{"href":"data:image/png;base64,iVBORw0KGgo="}""", """{"href":"sha256:e1e10747"}""")]
    [
        InlineData(
            "application/x-www-form-urlencoded",
            "state_token=hidden-value&pass_code=hidden-value&new_password=hidden-value",
            "state_token=sha256:af1b5346&pass_code=sha256:af1b5346&new_password=sha256:af1b5346"),
    ]
    [InlineData("application/json", "hidden-value", "(12 characters that are not JSON)")]
    [InlineData("text/plain", "hidden-value", "(12 characters of text/plain)")]
    [InlineData(null, "hidden-value", "(12 characters of an unnamed type)")]
    public void In_a_body(string? type, string body, string told) => _redaction.Body(type, body).ShouldBe(told);

    [Fact]
    public void A_page_that_nests_without_an_end_is_not_parsed() =>
        _redaction.Body("text/html", string.Concat(Enumerable.Repeat("<div>", 500_000)))
            .ShouldBe("(2500000 characters of a page that nests deeper than any browser would follow)");

    [Fact]
    public void In_the_fields_of_a_form_that_posts_itself_entities_and_all()
    {
        var told = _redaction.Body(
            "text/html",
            """<title>Sign in</title><form action="http://localhost/cb"><input name="code" value="hidden&#x2d;value"/><input name="state" value="s"/></form>""");

        told.ShouldContain($"code = {Fingerprint}");
        told.ShouldContain("state = s");
        told.ShouldContain("form to http://localhost/cb");
    }

    [Fact]
    public void In_what_a_script_hands_over_escapes_and_all() =>
        _redaction.Body("text/html", """<script>var data = {}; data.code = 'hidden\x2Dvalue'; data.state = 's';</script>""")
            .ShouldContain($"data.code = {Fingerprint}");

    [Fact]
    public void Once_seen_it_is_recognised_anywhere()
    {
        _redaction.Body("application/json", $$"""{"sessionToken":"{{Hidden}}"}""");

        _redaction.Header("X-Odd", $"<{Hidden}>").ShouldBe($"<{Fingerprint}>");
        _redaction.Body("application/json", $$"""{"message":"no such {{Hidden}}"}""").ShouldContain(Fingerprint);
    }

    [Fact]
    public void Of_many_the_newest_thousand_are_recognised()
    {
        for (var i = 0; i < 1001; i++)
            _redaction.Header("Cookie", $"sid=secret-{i:0000}");

        _redaction.Header("X-Odd", "secret-0000").ShouldBe("secret-0000");
        _redaction.Header("X-Odd", "secret-0001 secret-1000").ShouldNotContain("secret");
    }
}
