using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Postern.Client.Tests.Authorize;

public sealed class AuthorizeRequestTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Proves", "OIDC 3.1.2.1 prompt none")]
    [Trait("Proves", "RFC 9700 2.1.2 no implicit by default")]
    public async Task The_request_carries_each_parameter_once_and_no_other()
    {
        using var org = new FakeOrg();

        var response = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);

        var asked = org.AskedAt("/authorize").ShouldHaveSingleItem();
        asked.Method.ShouldBe(HttpMethod.Get);
        asked.Url.GetLeftPart(UriPartial.Path).ShouldBe("https://example.okta.com/oauth2/default/v1/authorize");
        HttpUtility.ParseQueryString(asked.Url.Query).AllKeys.Order(StringComparer.Ordinal).ShouldBe(
            [
                "client_id", "code_challenge", "code_challenge_method", "nonce", "prompt", "redirect_uri", "response_mode",
                "response_type", "scope", "sessionToken", "state",
            ]);
        asked.Query("client_id").ShouldBe(The.ClientId);
        asked.Query("response_type").ShouldBe("code");
        asked.Query("response_mode").ShouldBe("query");
        asked.Query("scope").ShouldBe("openid profile email");
        asked.Query("redirect_uri").ShouldBe(The.RedirectUri);
        asked.Query("prompt").ShouldBe("none");
        asked.Query("sessionToken").ShouldBe(The.SessionToken);
        asked.Query("code_challenge_method").ShouldBe("S256");
        asked.Query("state").ShouldBe(response.State);
        asked.Query("nonce").ShouldBe(response.Nonce);
        asked.Headers.ShouldNotContain("Cookie");
        asked.Headers.ShouldNotContain("Origin");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.1.1 S256")]
    [Trait("Proves", "RFC 9700 2.1.1 fresh challenge")]
    [Trait("Proves", "RFC 9700 2.1.1 PKCE for public clients")]
    public async Task State_nonce_and_verifier_are_random_and_the_challenge_is_the_verifiers_hash()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().SessionTokenFlow;

        var first = await flow.AuthorizeAsync(The.SessionToken, ct: Ct);
        var second = await flow.AuthorizeAsync(The.SessionToken, ct: Ct);

        string[] values = [first.State, first.Nonce, first.CodeVerifier!, second.State, second.Nonce, second.CodeVerifier!];
        values.ShouldBeUnique();
        values.ShouldAllBe(
            value => value.Length >= 43 && value.Length <= 128 && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_'));
        org.AskedAt("/authorize").First().Query("code_challenge").ShouldBe(
            Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(first.CodeVerifier!))).TrimEnd('=').Replace('+', '-')
                .Replace('/', '_'));
    }

    [Theory]
    [InlineData("code", "query")]
    [InlineData("id_token", "form_post")]
    [InlineData("code token", "form_post")]
    public async Task The_response_mode_suits_what_comes_back(string responseType, string mode)
    {
        using var org = new FakeOrg
        {
            Authorize = asked => Some.Redirect($"{The.RedirectUri}?state={asked.Query("state")}&error=access_denied"),
        };

        _ = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, new() { ResponseType = responseType }, Ct));

        org.AskedAt("/authorize").Single().Query("response_mode").ShouldBe(mode);
    }

    [Fact]
    public async Task Options_change_what_is_asked()
    {
        using var org = new FakeOrg();
        var options = new AuthorizeOptions
        {
            ResponseMode = "fragment",
            Prompt = null,
            UsePkce = false,
            Scopes = ["openid", "offline_access"],
            ExtraParameters = new Dictionary<string, string> { ["login_hint"] = "a b&c" },
        };

        var response = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, options, Ct);

        var asked = org.AskedAt("/authorize").Single();
        asked.Query("response_mode").ShouldBe("fragment");
        asked.Query("scope").ShouldBe("openid offline_access");
        asked.Query("login_hint").ShouldBe("a b&c");
        asked.Url.Query.ShouldNotContain("prompt");
        asked.Url.Query.ShouldNotContain("code_challenge");
        response.CodeVerifier.ShouldBeNull();
    }

    [Theory]
    [InlineData("state")]
    [InlineData("nonce")]
    [InlineData("sessionToken")]
    [InlineData("code_challenge")]
    public async Task What_the_client_sets_itself_cannot_be_overridden(string name)
    {
        using var org = new FakeOrg();

        var misuse = await Should.ThrowAsync<ArgumentException>(() => org.Connect().SessionTokenFlow.AuthorizeAsync(
            The.SessionToken, new() { ExtraParameters = new Dictionary<string, string> { [name] = "mine" } }, Ct));

        misuse.Message.ShouldContain(name);
        misuse.Message.ShouldNotContain(The.SessionToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("code code")]
    [InlineData("code banana")]
    public async Task A_response_type_that_is_none_is_told_before_the_password_is_sent(string responseType)
    {
        using var org = new FakeOrg();

        _ = await Should.ThrowAsync<ArgumentException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, new() { ResponseType = responseType }, Ct));

        org.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/callback")]
    [InlineData("https://app.example.com/callback#x")]
    public async Task A_redirect_URI_that_is_none_is_told_before_the_password_is_sent(string? redirectUri)
    {
        using var org = new FakeOrg();
        var client = org.Connect(options => options with { RedirectUri = redirectUri });

        _ = await Should.ThrowAsync<ArgumentException>(() => client.SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        org.Asked.ShouldBeEmpty();
    }
}
