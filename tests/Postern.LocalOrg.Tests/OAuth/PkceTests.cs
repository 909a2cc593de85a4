using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>RFC 7636 at the authorization endpoint.</summary>
public sealed class PkceTests(SharedOrg shared)
{
    [Fact]
    public async Task An_app_that_must_use_PKCE_is_told_when_it_does_not()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With($"client_id={The.Spa}")}");

        answer.ShouldBeRedirectedError("invalid_request", "PKCE code challenge is required by the application.");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.1.1 PKCE for public clients")]
    public async Task A_public_client_must_use_PKCE_whatever_its_settings_say()
    {
        var app = OrgSeed.Default.Apps[0] with { PkceRequired = false };
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [app] } }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With($"client_id={The.Spa}")}");

        answer.ShouldBeRedirectedError("invalid_request", "PKCE code challenge is required by the application.");
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.1.1 S256")]
    [InlineData("code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=plain")]
    [InlineData("code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=s256")]
    [InlineData("code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    public async Task Only_S256_will_do(string pkce)
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(pkce)}");

        answer.ShouldBeRedirectedError("invalid_request", "PKCE code challenge method is not supported. Valid values: [S256]");
    }

    [Theory]
    [InlineData("tooshort")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c%2B")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c%C3%A9")]
    public async Task A_challenge_is_43_to_128_unreserved_characters(string challenge)
    {
        var answer = await shared.Http.GetAsync(
            $"/oauth2/v1/authorize?{AuthorizeQuery.With($"code_challenge={challenge}&code_challenge_method=S256")}");

        answer.ShouldBeRedirectedError("invalid_request", "PKCE code challenge contains illegal characters.");
    }

    [Fact]
    public async Task Without_a_code_there_is_nothing_to_prove()
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default", AuthorizeQuery.With($"client_id={The.Spa}&response_type=id_token"));

        answer.Redirected("id_token").ShouldNotBeNull();
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.1.1 PKCE enforced")]
    [InlineData(42, 'a', "PKCE verification failed: code verifier must be 43 to 128 characters long.")]
    [InlineData(129, 'a', "PKCE verification failed: code verifier must be 43 to 128 characters long.")]
    [InlineData(43, '+', "PKCE verification failed: code verifier contains illegal characters.")]
    [InlineData(43, 'é', "PKCE verification failed: code verifier contains illegal characters.")]
    public async Task A_verifier_that_nobody_may_make_is_refused_even_where_it_fits(int length, char letter, string description)
    {
        var verifier = new string(letter, length);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)));
        var code = await shared.Http.CodeAsync(clientId: The.Spa, pkce: $"code_challenge={challenge}&code_challenge_method=S256");

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&client_id={The.Spa}&redirect_uri={The.EncodedCallback}&code={code}" +
            $"&code_verifier={Uri.EscapeDataString(verifier)}");

        answer.ShouldBeError(400, "invalid_grant", description);
    }
}
