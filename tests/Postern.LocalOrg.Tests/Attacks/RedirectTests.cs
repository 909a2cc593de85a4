using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Attacks;

/// <summary>Answers sent where they do not belong.</summary>
public sealed class RedirectTests(SharedOrg shared)
{
    [Theory]
    [Trait("Proves", "RFC 9700 2.1 exact redirect URI")]
    [InlineData("http://localhost:8080/callback/")]
    [InlineData("http://localhost:8080/Callback")]
    [InlineData("HTTP://localhost:8080/callback")]
    [InlineData("http://LOCALHOST:8080/callback")]
    [InlineData("http://localhost:8080/callback?x=1")]
    [InlineData("http://localhost:8080/callback?")]
    [InlineData("http://localhost:8080/callback#")]
    [InlineData("http://localhost:8080/callback/../callback")]
    [InlineData("http://localhost:8080/%63allback")]
    [InlineData("http://localhost:8080/callback%00")]
    [InlineData("http://localhost:8080/callback\0")]
    [InlineData("http://localhost:8080/call")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://localhost/callback")]
    [InlineData("https://localhost:8080/callback")]
    [InlineData("http://localhost:8080@evil.example/callback")]
    [InlineData("http://evil.example@localhost:8080/callback")]
    [InlineData("http://localhost:8080.evil.example/callback")]
    [InlineData("http://127.0.0.1:8080/callback")]
    [InlineData("//localhost:8080/callback")]
    [InlineData("/callback")]
    [InlineData(" http://localhost:8080/callback")]
    [InlineData("http://localhost:8080/callback\t")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://evil.example/?http://localhost:8080/callback")]
    public async Task A_redirect_URI_that_is_not_exactly_the_registered_one_is_refused(string redirectUri)
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default", AuthorizeQuery.With($"redirect_uri={Uri.EscapeDataString(redirectUri)}"));

        answer.ShouldBeErrorPage(
            400, "invalid_request", "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.1 exact redirect URI")]
    public async Task Another_clients_redirect_URI_is_refused()
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default", AuthorizeQuery.With("redirect_uri=com.example.postern%3A%2Fcallback"));

        answer.ShouldBeErrorPage(
            400, "invalid_request", "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.");
    }

    [Fact]
    public async Task Of_two_redirect_URIs_neither_a_stranger_nor_a_code_gets_through()
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default", $"{AuthorizeQuery.Good}&redirect_uri=https%3A%2F%2Fevil.example%2F");

        answer.ShouldBeErrorPage(400, "invalid_request", "Duplicate parameter provided in request. Duplicated parameters: [redirect_uri].");
        answer.Body.ShouldNotContain("evil.example");
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.1 no open redirector")]
    [InlineData("/login/login.htm?fromURI=https%3A%2F%2Fevil.example%2F")]
    [InlineData("/login/login.htm?fromURI=%2F%2Fevil.example%2F")]
    [InlineData("/oauth2/v1/authorize/redirect?okta_key=https%3A%2F%2Fevil.example%2F")]
    [InlineData("/login/sessionCookieRedirect?token=x&redirectUrl=https%3A%2F%2Fevil.example%2F")]
    [InlineData("/login/token/redirect?stateToken=x&redirectUrl=https%3A%2F%2Fevil.example%2F")]
    [InlineData("/login/signout?fromURI=https%3A%2F%2Fevil.example%2F")]
    [InlineData("/oauth2/v1/logout?post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F")]
    [InlineData("//evil.example/%2e%2e")]
    public async Task Nothing_redirects_to_a_stranger(string path)
    {
        var answer = await shared.Http.GetAsync(shared.Org.ListenUrl + path);

        // To the org's own pages it may, whatever the request says.
        answer.Headers.GetValueOrDefault("Location", "/").ShouldMatch("^/(?!/)");
        answer.Headers.GetValueOrDefault("Location", "/").ShouldNotContain("evil.example");
        answer.Body.ShouldNotContain("href=\"https://evil.example");
    }

    [Fact]
    public async Task Signing_in_leads_back_to_the_app_whatever_else_the_form_says()
    {
        var page = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("-prompt")}");

        var answer = await shared.Http.PostFormAsync(
            "/login/login.htm?fromURI=https%3A%2F%2Fevil.example%2F",
            $"okta_key={page.SignInKey}&username=ada@example.com&password={The.Password}&fromURI=https%3A%2F%2Fevil.example%2F" +
            "&redirectUrl=https%3A%2F%2Fevil.example%2F");

        answer.Location.ShouldBe($"/oauth2/v1/authorize/redirect?okta_key={page.SignInKey}");
    }

    [Theory]
    [Trait("Proves", "RFC 9700 4.13 headers of a proxy")]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("Forwarded", "host=evil.example;proto=https")]
    public async Task The_host_that_a_request_names_is_never_believed(string header, string value)
    {
        var discovery = await shared.Http.GetAsync("/.well-known/openid-configuration", (header, value));
        var authn = await shared.Http.PostJsonAsync(
            "/api/v1/authn", $$"""{"username":"max@example.com","password":"{{The.Password}}"}""", (header, value));

        discovery.Text("issuer").ShouldBe(shared.Url);
        discovery.Body.ShouldNotContain("evil.example");
        authn.Body.ShouldContain($"\"href\":\"{shared.Url}/api/v1/authn/cancel\"");
        authn.Body.ShouldNotContain("evil.example");
    }
}
