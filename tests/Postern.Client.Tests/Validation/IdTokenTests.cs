using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Postern.Client.Tests.Validation;

public sealed class IdTokenTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-600, true)]
    [InlineData(-721, false)]
    [InlineData(null, false)]
    public async Task A_sign_in_must_be_as_recent_as_was_asked_for(int? secondsFromNow, bool good)
    {
        using var org = new FakeOrg();
        if (secondsFromNow is { } seconds)
            org.IdTokenClaims = claims => claims["auth_time"] = The.Now.ToUnixTimeSeconds() + seconds;

        var signingIn = org.Connect().SessionTokenFlow
            .GetTokensAsync(The.Login, The.Password, new() { MaxAge = TimeSpan.FromMinutes(10) }, Ct);

        if (good)
            (await signingIn).IdToken.ShouldNotBeNull();
        else
            (await Should.ThrowAsync<TokenValidationException>(() => signingIn)).Check.ShouldBe("auth_time");
        org.AskedAt("/authorize").Single().Query("max_age").ShouldBe("600");
    }

    [Theory]
    [Trait("Proves", "OIDC 3.1.3.7 nonce")]
    [Trait("Proves", "OIDC 2 ID token claims")]
    [InlineData("iss", "https://evil.example.com", "https://example.okta.com/oauth2/default")]
    [InlineData("iss", "https://example.okta.com/oauth2/default/", "https://example.okta.com/oauth2/default")]
    [InlineData("iss", "https://example.okta.com", "https://example.okta.com/oauth2/default")]
    [InlineData("iss", null, "https://example.okta.com/oauth2/default")]
    [InlineData("aud", "0oaSomebodyElse", "0oa1tstappAbcDefG5d7")]
    [InlineData("aud", null, "0oa1tstappAbcDefG5d7")]
    [InlineData("azp", "0oaSomebodyElse", "0oa1tstappAbcDefG5d7")]
    [InlineData("nonce", "of-another-request", null)]
    [InlineData("nonce", "", null)]
    [InlineData("nonce", null, null)]
    [InlineData("sub", "00uSomebodyElse", The.UserId)]
    [InlineData("sub", "", null)]
    [InlineData("sub", null, null)]
    [InlineData("exp", null, null)]
    [InlineData("iat", null, null)]
    public async Task A_claim_that_is_wrong_is_named(string claim, string? value, string? expected)
    {
        using var org = new FakeOrg
        {
            IdTokenClaims = claims =>
            {
                _ = claims.Remove(claim);
                if (value is not null)
                    claims[claim] = value;
            },
        };

        var refused = await RefusedAsync(org);

        refused.Check.ShouldBe(claim);
        refused.Subject.ShouldBe("id_token");
        refused.Expected.ShouldBe(expected);
        if (claim != "nonce")
            refused.Actual.ShouldBe(value is "" && claim == "sub" ? null : claim == "aud" ? value ?? "" : value);
    }

    [Theory]
    [InlineData("at_hash")]
    [InlineData("nonce")]
    [InlineData("iss")]
    [InlineData("azp")]
    public async Task A_claim_of_another_JSON_type_is_refused(string claim)
    {
        using var org = new FakeOrg { IdTokenClaims = claims => claims[claim] = 42 };

        (await RefusedAsync(org)).Check.ShouldBe(claim);
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.7 audience")]
    public async Task Several_audiences_need_a_party()
    {
        using var org = new FakeOrg { IdTokenClaims = claims => claims["aud"] = new JsonArray(The.ClientId, "0oaSomebodyElse") };

        (await RefusedAsync(org)).Check.ShouldBe("azp");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.7 audience")]
    public async Task Several_audiences_with_us_as_the_party_are_accepted()
    {
        using var org = new FakeOrg
        {
            IdTokenClaims = claims =>
            {
                claims["aud"] = new JsonArray("0oaSomebodyElse", The.ClientId);
                claims["azp"] = The.ClientId;
            },
        };

        (await GetAsync(org)).IdToken.ShouldNotBeNull();
    }

    [Theory]
    [Trait("Proves", "OIDC 3.1.3.7 expiry")]
    [InlineData("exp", -121, false)]
    [InlineData("exp", -119, true)]
    [InlineData("iat", 121, false)]
    [InlineData("iat", 119, true)]
    [InlineData("nbf", 121, false)]
    [InlineData("nbf", 119, true)]
    public async Task The_clock_may_be_two_minutes_wrong(string claim, int seconds, bool accepted)
    {
        using var org = new FakeOrg { IdTokenClaims = claims => claims[claim] = The.Now.ToUnixTimeSeconds() + seconds };

        if (accepted)
            (await GetAsync(org)).IdToken.ShouldNotBeNull();
        else
            (await RefusedAsync(org)).Check.ShouldBe(claim);
    }

    [Fact]
    public async Task The_skew_is_an_option()
    {
        using var org = new FakeOrg { IdTokenClaims = claims => claims["exp"] = The.Now.ToUnixTimeSeconds() - 1 };
        var flow = org.Connect(options => options with { ClockSkew = TimeSpan.Zero }).SessionTokenFlow;

        (
            await Should.ThrowAsync<TokenValidationException>(
                () => flow.GetTokensAsync(The.Login, The.Password, ct: Ct))).Check.ShouldBe("exp");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.7 signature")]
    public async Task A_tampered_payload_breaks_the_signature()
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens(claims =>
        {
            var signature = Some.Jwt(claims).Split('.')[2];
            claims["name"] = "Somebody Else";
            return $"{Some.Unsigned(claims, Some.Header("RS256"))}.{signature}";
        }));

        (await RefusedAsync(org)).Check.ShouldBe("signature");
    }

    [Fact]
    public async Task A_signature_by_another_key_is_refused()
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens(claims => Some.Jwt(claims, key: The.OtherKey)));

        (await RefusedAsync(org)).Check.ShouldBe("signature");
    }

    [Theory]
    [Trait("Proves", "OIDC 2 signed ID token")]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    [InlineData("")]
    public async Task An_unsigned_token_is_refused(string alg)
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens(claims => $"{Some.Unsigned(claims, Some.Header(alg))}."));

        (await RefusedAsync(org)).Check.ShouldBe("alg");
    }

    [Theory]
    [Trait("Proves", "OIDC 3.1.3.7 signature")]
    [InlineData("HS256")]
    [InlineData("HS512")]
    public async Task A_token_keyed_with_the_public_key_is_refused(string alg)
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens(claims =>
        {
            var signed = Some.Unsigned(claims, Some.Header(alg));
            var key = Encoding.ASCII.GetBytes(The.Key.ExportSubjectPublicKeyInfoPem());
            var mac = alg == "HS256"
                ? HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed))
                : HMACSHA512.HashData(key, Encoding.ASCII.GetBytes(signed));
            return $"{signed}.{Base64Url.EncodeToString(mac)}";
        }));

        (await RefusedAsync(org)).Check.ShouldBe("alg");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.7 signature")]
    public async Task A_key_in_the_tokens_own_header_is_not_used()
    {
        using var org = new FakeOrg();
        var jwk = JsonNode.Parse(Some.Jwks(The.OtherKey))!["keys"]![0]!.DeepClone();
        org.Token = _ =>
            Some.Json(
                200,
                org.Tokens(claims =>
                    Some.Jwt(claims, new JsonObject { ["alg"] = "RS256", ["kid"] = The.KeyId, ["jwk"] = jwk.DeepClone() }, The.OtherKey)));

        (await RefusedAsync(org)).Check.ShouldBe("signature");
    }

    [Fact]
    public async Task Extensions_that_must_be_understood_are_refused()
    {
        using var org = new FakeOrg();
        org.Token = _ =>
            Some.Json(
                200,
                org.Tokens(claims =>
                    Some.Jwt(
                        claims, new JsonObject { ["alg"] = "RS256", ["kid"] = The.KeyId, ["crit"] = new JsonArray("exp"), ["exp"] = 1 })));

        (await RefusedAsync(org)).Check.ShouldBe("crit");
    }

    [Fact]
    public async Task A_claim_given_twice_is_refused()
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens(claims =>
        {
            var twice = claims.ToJsonString().Replace("{\"sub\"", "{\"aud\":\"0oaSomebodyElse\",\"sub\"");
            var header = Encoding.UTF8.GetBytes(Some.Header("RS256").ToJsonString());
            return $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(twice))}.c2ln";
        }));

        (await RefusedAsync(org)).Check.ShouldBe("format");
    }

    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d.e")]
    [InlineData("!!!.e30.x")]
    [InlineData("W10.e30.x")]
    [InlineData("e30.e30.x")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.!!!")]
    public async Task What_is_no_token_is_refused_and_not_quoted(string token)
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens(_ => token));

        var refused = await RefusedAsync(org);

        refused.Check.ShouldBeOneOf("presence", "format", "alg", "signature");
    }

    [Theory]
    [Trait("Proves", "OIDC 3.1.3.6 at_hash")]
    [Trait("Proves", "RFC 9700 4.6.1 access token injection")]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task An_access_token_that_was_exchanged_is_found_out(string hash)
    {
        using var org = new FakeOrg { IdTokenClaims = claims => claims["at_hash"] = hash };

        (await RefusedAsync(org)).Check.ShouldBe("at_hash");
    }

    [Fact]
    public async Task From_the_token_endpoint_the_hash_may_be_absent()
    {
        using var org = new FakeOrg { IdTokenClaims = claims => claims.Remove("at_hash") };

        (await GetAsync(org)).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_elliptic_curve_algorithms_are_accepted()
    {
        using var org = new FakeOrg();
        var key = The.EcKey.ExportParameters(false);
        org.Keys = _ => Some.Json(200, Some.Jwks(The.Key).Replace("\"keys\":[", $$"""
            "keys":[{"kty":"EC","crv":"P-256","kid":"ec-1","x":"{{Base64Url.EncodeToString(key.Q.X)}}","y":"{{Base64Url.EncodeToString(key.Q.Y)}}"},
            """));
        org.Token = _ => Some.Json(200, org.Tokens(claims =>
        {
            var signed = Some.Unsigned(claims, Some.Header("ES256", "ec-1"));
            return $"{signed}.{Base64Url.EncodeToString(The.EcKey.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        }));

        (await GetAsync(org)).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_missing_ID_token_is_missed()
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, """{"access_token":"x","token_type":"Bearer","expires_in":3600}""");

        (await RefusedAsync(org)).Check.ShouldBe("presence");
    }

    [Fact]
    public async Task Tokens_of_the_user_whose_cookie_was_alive_are_refused()
    {
        using var org = new FakeOrg { IdTokenClaims = claims => claims["sub"] = "00uPreviousUser" };

        var refused = await RefusedAsync(org);

        refused.Check.ShouldBe("sub");
        refused.Message.ShouldContain("00uPreviousUser");
        refused.Hint.ShouldContain("cookie");
    }

    static Task<TokenSet> GetAsync(FakeOrg org) => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

    static async Task<TokenValidationException> RefusedAsync(FakeOrg org)
    {
        var refused = await Should.ThrowAsync<TokenValidationException>(() => GetAsync(org));
        refused.Stage.ShouldBe(Stage.Validation);
        refused.Hint.ShouldNotBeNullOrWhiteSpace();
        refused.ToString().ShouldHoldNoToken();
        refused.ToString().ShouldNotContain(org.Nonce);
        return refused;
    }
}
