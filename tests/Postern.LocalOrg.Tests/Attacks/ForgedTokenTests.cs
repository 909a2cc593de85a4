using System.Security.Cryptography;
using System.Text;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Attacks;

/// <summary>Tokens and assertions that are not what they say.</summary>
public sealed class ForgedTokenTests(SharedOrg shared)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_public_key_does_not_pass_for_a_secret(bool asPem)
    {
        await using var org = await ClientAssertion.StartAsync();
        var key = asPem
            ? Encoding.UTF8.GetBytes(ClientAssertion.Rsa.ExportSubjectPublicKeyInfoPem())
            : ClientAssertion.Rsa.ExportSubjectPublicKeyInfo();

        var answer = await org.SendAsync(
            Jwt.Sign("""{"alg":"HS256","kid":"rsa-1"}""", org.Payload(), data => HMACSHA256.HashData(key, data)));

        answer.ShouldBeError(401, "invalid_client", "The client_assertion JWT signature algorithm is invalid.");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("RS1")]
    [InlineData("PS256")]
    [InlineData("")]
    public async Task An_assertion_that_nobody_signed_proves_nothing(string algorithm)
    {
        await using var org = await ClientAssertion.StartAsync();

        var answer = await org.SendAsync(Jwt.Sign($$"""{"alg":"{{algorithm}}"}""", org.Payload(), _ => []));

        answer.Status.ShouldBe(401, answer.Body);
        answer.Text("error").ShouldBe("invalid_client");
        answer.Text("error_description")
            .ShouldBeOneOf("The client_assertion JWT signature algorithm is invalid.", "The parsing of the client_assertion failed.");
    }

    [Fact]
    public async Task An_assertion_signed_with_somebody_elses_key_is_refused()
    {
        await using var org = await ClientAssertion.StartAsync();
        using var stranger = RSA.Create(2048);

        var answer = await org.SendAsync(
            Jwt.Sign(
                """{"alg":"RS256","kid":"rsa-1"}""",
                org.Payload(),
                data => stranger.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));

        answer.ShouldBeError(401, "invalid_client", "The client_assertion signature is invalid.");
    }

    [Fact]
    public async Task A_key_that_the_assertion_brings_along_is_not_believed()
    {
        await using var org = await ClientAssertion.StartAsync();
        using var stranger = RSA.Create(2048);
        var own = stranger.ExportParameters(false);
        var jwk = $$"""{"kty":"RSA","n":"{{System.Buffers.Text.Base64Url.EncodeToString(own.Modulus)}}","e":"AQAB"}""";

        var answer = await org.SendAsync(
            Jwt.Sign(
                $$"""{"alg":"RS256","jwk":{{jwk}}}""",
                org.Payload(),
                data => stranger.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));

        answer.ShouldBeError(401, "invalid_client", "The client_assertion signature is invalid.");
    }

    [Fact]
    public async Task A_changed_assertion_is_refused()
    {
        await using var org = await ClientAssertion.StartAsync();
        var parts = ClientAssertion.ByRsa(org.Payload()).Split('.');
        var changed = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(org.Payload(expiresIn: 301)));

        var answer = await org.SendAsync($"{parts[0]}.{changed}.{parts[2]}");

        answer.ShouldBeError(401, "invalid_client", "The client_assertion signature is invalid.");
    }

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task An_ID_token_is_no_access_token(string server)
    {
        var tokens = await shared.Http.TokensAsync(server);

        var answer = await shared.Http.GetAsync($"{server}/v1/userinfo", ("Authorization", $"Bearer {tokens.Text("id_token")}"));

        answer.Status.ShouldBe(401);
        answer.Headers["WWW-Authenticate"].ShouldContain("invalid_token");
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.3 audience")]
    [InlineData("/oauth2", "/oauth2/default")]
    [InlineData("/oauth2/default", "/oauth2")]
    public async Task A_token_of_one_server_is_worth_nothing_at_another(string server, string other)
    {
        var tokens = await shared.Http.TokensAsync(server);

        var answer = await shared.Http.GetAsync($"{other}/v1/userinfo", ("Authorization", $"Bearer {tokens.Text("access_token")}"));

        answer.Status.ShouldBe(401);
        answer.Headers["WWW-Authenticate"].ShouldContain("invalid_token");
    }

    [Fact]
    public async Task A_token_of_one_org_is_worth_nothing_at_another()
    {
        await using var other = await LocalOrg.StartAsync(new() { PublicUrl = shared.Url }, The.Ct);
        using var http = new Browserless(other);
        var tokens = await shared.Http.TokensAsync();

        var answer = await http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {tokens.Text("access_token")}"));

        answer.Status.ShouldBe(401);
    }

    [Theory]
    [Trait("Proves", "OIDC 5.3.3 userinfo errors")]
    [InlineData("none")]
    [InlineData("HS256")]
    public async Task A_token_that_the_org_did_not_sign_is_worth_nothing(string algorithm)
    {
        var real = (await shared.Http.TokensAsync()).Text("access_token");
        var key = Encoding.UTF8.GetBytes(
            (await shared.Http.GetAsync("/oauth2/default/v1/keys")).Json.GetProperty("keys")[0].GetProperty("n").GetString()!);
        var kid = Jwt.Header(real).GetProperty("kid").GetString();

        var forged = Jwt.Sign(
            $$"""{"kid":"{{kid}}","alg":"{{algorithm}}"}""",
            Jwt.Claims(real).GetRawText(),
            data => algorithm == "none" ? [] : HMACSHA256.HashData(key, data));
        var answer = await shared.Http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {forged}"));

        answer.Status.ShouldBe(401);
    }
}
