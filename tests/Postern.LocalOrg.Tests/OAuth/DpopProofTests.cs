using System.Globalization;
using System.Security.Cryptography;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>What is wrong with a proof, in Okta's words (oidc.md 22, invalid_dpop_proof).</summary>
public sealed class DpopProofTests
{
    [Theory]
    [InlineData("""{"typ":"JWT","alg":"ES256","jwk":{jwk}}""", "'typ' must be 'dpop+jwt' in the DPoP proof JWT.")]
    [InlineData("""{"alg":"ES256","jwk":{jwk}}""", "'typ' must be 'dpop+jwt' in the DPoP proof JWT.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"HS256","jwk":{jwk}}""", "The DPoP proof JWT signature algorithm is invalid.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"none","jwk":{jwk}}""", "The DPoP proof JWT signature algorithm is invalid.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"PS256","jwk":{jwk}}""", "The DPoP proof JWT signature algorithm is invalid.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256"}""", "The DPoP proof JWT is invalid.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":"x"}""", "The DPoP proof JWT is invalid.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":{}}""", "The DPoP proof JWT is invalid.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"oct","k":"AAAA"}}""", "The DPoP proof JWT is invalid.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":{private}}""", "The DPoP proof JWT is invalid.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":{other}}""", "The DPoP proof JWT signature is invalid.")]
    [InlineData("""{"typ":"dpop+jwt","alg":"RS256","jwk":{jwk}}""", "The DPoP proof JWT signature is invalid.")]
    [InlineData(
        """{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}}""",
        "The DPoP proof JWT signature is invalid.")]
    public async Task A_header_that_will_not_do(string header, string description)
    {
        await using var walk = await DpopWalk.StartAsync();
        using var other = new DpopKey();
        header = header.Replace("{jwk}", walk.Key.Jwk, StringComparison.Ordinal)
            .Replace("{private}", walk.Key.PrivateJwk, StringComparison.Ordinal)
            .Replace("{other}", other.Jwk, StringComparison.Ordinal);

        var answer = await walk.RedeemAsync("x", walk.Key.Sign(Good(walk), header));

        answer.ShouldBeError(400, "invalid_dpop_proof", description);
    }

    [Theory]
    [InlineData("\"htm\":\"POST\"", "\"htm\":\"GET\"", "'htm' claim in the DPoP proof JWT is invalid.")]
    [InlineData("\"htm\":\"POST\"", "\"x\":1", "'htm' claim in the DPoP proof JWT is invalid.")]
    [InlineData("/v1/token", "/v1/userinfo", "'htu' claim in the DPoP proof JWT is invalid.")]
    [InlineData("\"htu\":\"", "\"htu\":\"x", "'htu' claim in the DPoP proof JWT is invalid.")]
    [InlineData("\"htu\"", "\"x\"", "'htu' claim in the DPoP proof JWT is invalid.")]
    [InlineData("\"iat\":1770113730", "\"x\":1", "'iat' claim in the DPoP proof JWT is invalid.")]
    [InlineData("\"iat\":1770113730", "\"iat\":\"now\"", "The DPoP proof JWT cannot be parsed.")]
    [InlineData("\"iat\":1770113730", "\"iat\":1770113731", "The DPoP proof JWT is issued in the future.")]
    [InlineData("\"iat\":1770113730", "\"iat\":1770113429", "The DPoP proof JWT is issued more than five minutes in the past.")]
    [InlineData("\"iat\":1770113730", "\"iat\":1770113730,\"exp\":1770113730", "The DPoP proof JWT is expired.")]
    [InlineData("\"jti\":\"j-1\"", "\"x\":1", "'jti' claim in the DPoP proof JWT is invalid.")]
    [InlineData("\"jti\":\"j-1\"", "\"jti\":\"\"", "'jti' claim in the DPoP proof JWT is invalid.")]
    [InlineData("\"jti\":\"j-1\"", "\"jti\":7", "The DPoP proof JWT cannot be parsed.")]
    public async Task A_claim_that_will_not_do(string was, string becomes, string description)
    {
        await using var walk = await DpopWalk.StartAsync();
        var payload = Good(walk, await walk.NonceAsync());

        var answer = await walk.RedeemAsync("x", walk.Key.Sign(payload.Replace(was, becomes, StringComparison.Ordinal)));

        answer.ShouldBeError(400, "invalid_dpop_proof", description);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("W10.e30.x")]
    public async Task What_is_no_JWT_cannot_be_parsed(string proof)
    {
        await using var walk = await DpopWalk.StartAsync();

        (await walk.RedeemAsync("x", proof)).ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT cannot be parsed.");
    }

    [Fact]
    public async Task Two_proofs_are_one_too_many()
    {
        await using var walk = await DpopWalk.StartAsync();
        var proof = walk.Key.Proof(walk.TokenUrl, nonce: null);

        var answer = await walk.TokenAsync($"grant_type=refresh_token&refresh_token=x&client_id={The.Spa}", proof, ("DPoP", proof));

        answer.ShouldBeError(400, "invalid_dpop_proof", "Multiple DPoP proof JWT headers are not allowed.");
    }

    [Fact]
    public async Task A_URLs_query_and_the_case_of_its_host_do_not_matter()
    {
        await using var walk = await DpopWalk.StartAsync();
        var url = walk.TokenUrl.Replace("http://", "HTTP://", StringComparison.Ordinal) + "?x=1#y";

        var answer = await walk.RedeemAsync("x", walk.Key.Proof(url, await walk.NonceAsync()));

        answer.ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }

    [Fact]
    public async Task A_proof_may_be_five_minutes_old()
    {
        await using var walk = await DpopWalk.StartAsync();
        var payload = Good(walk, await walk.NonceAsync()).Replace("1770113730", "1770113430", StringComparison.Ordinal);

        (await walk.RedeemAsync("x", walk.Key.Sign(payload)))
            .ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    public async Task An_RSA_key_will_do(string algorithm)
    {
        await using var walk = await DpopWalk.StartAsync();
        var code = await walk.Http.CodeAsync(clientId: The.Spa);
        var rsa = ClientAssertion.Rsa.ExportParameters(false);
        string n = System.Buffers.Text.Base64Url.EncodeToString(rsa.Modulus),
        e = System.Buffers.Text.Base64Url.EncodeToString(rsa.Exponent);
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        var proof = Jwt.Sign(
            $$$"""{"typ":"dpop+jwt","alg":"{{{algorithm}}}","jwk":{"kty":"RSA","n":"{{{n}}}","e":"{{{e}}}"}}""",
            Good(walk, await walk.NonceAsync()),
            data => ClientAssertion.Rsa.SignData(data, hash, RSASignaturePadding.Pkcs1));

        var answer = await walk.RedeemAsync(code, proof);

        answer.Status.ShouldBe(200, answer.Body);
        Jwt.Claims(answer.Text("access_token")).GetProperty("cnf").GetProperty("jkt").GetString().ShouldBe(
            System.Buffers.Text.Base64Url.EncodeToString(
                SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($$"""{"e":"{{e}}","kty":"RSA","n":"{{n}}"}"""))));
    }

    static string Good(DpopWalk walk, string? nonce = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"htm":"POST","htu":"{{walk.TokenUrl}}","iat":{{The.Now.ToUnixTimeSeconds()}},"jti":"j-1"{{(nonce is null ? "" : $",\"nonce\":\"{nonce}\"")}}}""");
}
