using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Postern.Client.Tests.Token;

public sealed class DPoPTests
{
    static readonly DPoPKey Key = DPoPKey.Create();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Proves", "RFC 9700 2.2.1 sender-constrained access tokens")]
    public async Task The_token_request_carries_a_proof_of_the_key()
    {
        using var org = Org();

        var tokens = await Connect(org).ClientCredentialsFlow.GetTokensAsync(ct: Ct);

        tokens.TokenType.ShouldBe("DPoP");
        var proof = Proof.Of(org.AskedAt("/token").ShouldHaveSingleItem());
        proof.Header.GetProperty("typ").GetString().ShouldBe("dpop+jwt");
        proof.Header.GetProperty("alg").GetString().ShouldBe("ES256");
        proof.Header.GetProperty("jwk").EnumerateObject().Select(member => member.Name).ShouldBe(["kty", "crv", "x", "y"]);
        proof.Claims.GetProperty("htm").GetString().ShouldBe("POST");
        proof.Claims.GetProperty("htu").GetString().ShouldBe("https://example.okta.com/oauth2/default/v1/token");
        proof.Claims.GetProperty("iat").GetInt64().ShouldBe(The.Now.ToUnixTimeSeconds());
        proof.Claims.TryGetProperty("ath", out _).ShouldBeFalse();
        proof.Nonce.ShouldBeNull();
        proof.IsSigned().ShouldBeTrue();
    }

    [Fact]
    public async Task A_nonce_that_the_server_wants_is_sent_once_with_a_fresh_proof_and_remembered()
    {
        using var org = Org();
        org.Token = asked => Proof.Of(asked).Nonce switch
        {
            null =>
                WithNonce(
                    Some.Json(
                        400, """{"error":"use_dpop_nonce","error_description":"Authorization server requires nonce in DPoP proof."}"""),
                    "nonce-1"),
            "nonce-1" => WithNonce(Answer(org), "nonce-2"),
            _ => Answer(org),
        };
        var client = Connect(org);

        _ = await client.ClientCredentialsFlow.GetTokensAsync(ct: Ct);
        _ = await client.ClientCredentialsFlow.GetTokensAsync(ct: Ct);

        var proofs = org.AskedAt("/token").Select(Proof.Of).ToList();
        proofs.Select(proof => proof.Nonce).ShouldBe([null, "nonce-1", "nonce-2"]);
        proofs.Select(proof => proof.Id).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_goes_on_wanting_a_nonce_is_asked_twice_alone()
    {
        using var org = Org();
        org.Token = _ => WithNonce(Some.Json(400, """{"error":"use_dpop_nonce"}"""), "nonce-1");

        (
            await Should.ThrowAsync<OAuthException>(
                () => Connect(org).ClientCredentialsFlow.GetTokensAsync(ct: Ct))).Error.ShouldBe("use_dpop_nonce");

        org.AskedAt("/token").Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_bearer_token_in_answer_to_a_proof_is_refused()
    {
        using var org = Org();
        org.Token = _ => Some.Json(200, org.Tokens());

        var unexpected = await Should.ThrowAsync<UnexpectedResponseException>(
            () => Connect(org).ClientCredentialsFlow.GetTokensAsync(ct: Ct));

        unexpected.Message.ShouldContain("DPoP was asked for");
    }

    [Fact]
    public async Task A_bound_token_without_a_key_is_refused()
    {
        using var org = Org();

        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => org.Connect().ClientCredentialsFlow.GetTokensAsync(ct: Ct))).Message.ShouldContain("Bearer was asked for");
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.2.1 sender-constrained access tokens")]
    [InlineData(null)]
    [InlineData("another-thumbprint")]
    public async Task A_token_that_is_not_bound_to_our_key_is_refused(string? thumbprint)
    {
        using var org = Org();
        org.AccessTokenClaims = claims => claims["cnf"] = thumbprint is null ? null : new JsonObject { ["jkt"] = thumbprint };

        var refused = await Should.ThrowAsync<TokenValidationException>(() => Connect(org).ClientCredentialsFlow.GetTokensAsync(ct: Ct));

        refused.Check.ShouldBe("cnf");
        refused.Expected.ShouldBe(Key.Thumbprint);
    }

    [Fact]
    public async Task The_org_servers_token_is_held_to_it_where_it_says_so()
    {
        using var org = Org(The.Org);
        org.AccessTokenClaims = claims => claims["cnf"] = new JsonObject { ["jkt"] = "another-thumbprint" };

        (
            await Should.ThrowAsync<TokenValidationException>(
                () => Connect(org).ClientCredentialsFlow.GetTokensAsync(ct: Ct))).Check.ShouldBe("cnf");
    }

    [Fact]
    public async Task A_code_is_bound_from_the_authorization_request_on()
    {
        using var org = Org();

        _ = await Connect(org).SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        org.AskedAt("/authorize").Single().Query("dpop_jkt").ShouldBe(Key.Thumbprint);
        Proof.Of(org.AskedAt("/token").Single()).IsSigned().ShouldBeTrue();
    }

    [Fact]
    public async Task Userinfo_gets_the_token_with_a_proof_that_names_it()
    {
        using var org = Org();
        org.UserInfo = asked => Proof.Of(asked).Nonce is null
            ? WithNonce(Challenge(), "nonce-1")
            : Some.Json(200, $$"""{"sub":"{{The.UserId}}"}""");

        _ = await Connect(org).GetUserInfoAsync("an-access-token", The.UserId, Ct);

        var asked = org.AskedAt("/userinfo").Last();
        asked.Headers.ShouldContain("Authorization: DPoP an-access-token");
        var proof = Proof.Of(asked);
        proof.Claims.GetProperty("htm").GetString().ShouldBe("GET");
        proof.Claims.GetProperty("ath").GetString().ShouldBe(Sha256("an-access-token"));
        proof.Nonce.ShouldBe("nonce-1");
    }

    [Fact]
    public async Task A_bearer_token_of_the_front_channel_goes_to_userinfo_as_one()
    {
        using var org = Org();
        org.UserInfo = _ => Some.Json(200, $$"""{"sub":"{{The.UserId}}"}""");

        _ = await Connect(org)
            .GetUserInfoAsync(new TokenSet { AccessToken = "an-access-token", TokenType = "Bearer", ExpiresAt = The.Now }, Ct);

        org.AskedAt("/userinfo").Single().Headers.ShouldContain("Authorization: Bearer an-access-token");
        org.AskedAt("/userinfo").Single().Headers.ShouldNotContain("DPoP:");
    }

    [Fact]
    public async Task An_RSA_key_signs_with_RS256()
    {
        var key = DPoPKey.CreateRsa();

        var header = await HeaderOfAsync(key);

        key.Algorithm.ShouldBe("RS256");
        header.GetProperty("alg").GetString().ShouldBe("RS256");
        header.GetProperty("jwk").EnumerateObject().Select(member => member.Name).ShouldBe(["kty", "e", "n"]);
    }

    [Fact]
    public void A_key_can_be_kept()
    {
        var again = DPoPKey.FromPrivateKey(Key.ExportPrivateKey());

        again.Thumbprint.ShouldBe(Key.Thumbprint);
        Key.ToString().ShouldBe(Key.Thumbprint);
    }

    // RFC 7638 section 3.1, with a private part so that it is one.
    [Fact]
    public async Task A_JWK_gives_its_standard_thumbprint_and_no_private_part()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = ec.ExportParameters(true);
        var (x, y) = (Encoded(parameters.Q.X!), Encoded(parameters.Q.Y!));

        var key = DPoPKey.FromPrivateKey(
            $$"""{"kty":"EC","crv":"P-256","x":"{{x}}","y":"{{y}}","d":"{{Encoded(parameters.D!)}}","kid":"k"}""");

        key.Thumbprint.ShouldBe(Sha256($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""));
        var header = await HeaderOfAsync(key);
        header.GetProperty("jwk").TryGetProperty("d", out _).ShouldBeFalse();
        header.TryGetProperty("kid", out _).ShouldBeFalse();
    }

    static async Task<System.Text.Json.JsonElement> HeaderOfAsync(DPoPKey key)
    {
        using var org = new FakeOrg { AccessTokenClaims = claims => claims["cnf"] = new JsonObject { ["jkt"] = key.Thumbprint } };
        org.Token = _ => Answer(org);
        _ = await org.Connect(options => options with { DPoPKey = key }).ClientCredentialsFlow.GetTokensAsync(ct: Ct);
        return Proof.Of(org.AskedAt("/token").Single()).Header;
    }

    static FakeOrg Org(string issuer = The.Issuer)
    {
        var org = new FakeOrg(issuer) { AccessTokenClaims = claims => claims["cnf"] = new JsonObject { ["jkt"] = Key.Thumbprint } };
        org.Token = _ => Answer(org);
        return org;
    }

    static OktaClient Connect(FakeOrg org) => org.Connect(options => options with { DPoPKey = Key });

    static HttpResponseMessage Answer(FakeOrg org) =>
        Some.Json(200, org.Tokens().Replace("\"token_type\":\"Bearer\"", "\"token_type\":\"DPoP\""));

    static HttpResponseMessage Challenge()
    {
        var response = new HttpResponseMessage(System.Net.HttpStatusCode.Unauthorized);
        response.Headers.Add(
            "WWW-Authenticate", """DPoP error="use_dpop_nonce", error_description="Resource server requires nonce in DPoP proof" """);
        return response;
    }

    static HttpResponseMessage WithNonce(HttpResponseMessage response, string nonce)
    {
        response.Headers.Add("DPoP-Nonce", nonce);
        return response;
    }

    static string Sha256(string text) => Encoded(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    static string Encoded(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
