using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Postern.Client.Tests.Token;

/// <summary>Userinfo that comes as a signed JWT, as the app was registered for: OpenID Connect Core 1.0 sections 5.3.2 and 5.3.4.</summary>
public sealed class SignedUserInfoTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_answer_gives_its_claims_like_a_plain_one()
    {
        using var org = Org(Some.Jwt(Claims()));

        var user = await AskAsync(org);

        user.Subject.ShouldBe(The.UserId);
        user["email"].ShouldBe("jo.tester@example.com");
        user.Claims.GetProperty("aud").GetString().ShouldBe(The.ClientId);
        org.AskedAt("/userinfo").Single().Headers.ShouldContain("Accept: application/json, application/jwt; q=0.9");
    }

    [Fact]
    public async Task Several_audiences_with_us_among_them_will_do()
    {
        using var org = Org(Some.Jwt(Claims(claims => claims["aud"] = new JsonArray("0oaSomebodyElse", The.ClientId))));

        (await AskAsync(org)).Subject.ShouldBe(The.UserId);
    }

    [Theory]
    [InlineData("iss", "https://evil.example.com")]
    [InlineData("iss", null)]
    [InlineData("aud", "0oaSomebodyElse")]
    [InlineData("aud", null)]
    [InlineData("sub", "")]
    [InlineData("sub", null)]
    [Trait("Proves", "OIDC 5.3.4 signed userinfo")]
    public async Task A_claim_that_is_wrong_is_named(string claim, string? value)
    {
        using var org = Org(Some.Jwt(Claims(claims =>
        {
            _ = claims.Remove(claim);
            if (value is not null)
                claims[claim] = value;
        })));

        (await RefusedAsync(org)).Check.ShouldBe(claim);
    }

    [Theory]
    [InlineData("exp", -121, false)]
    [InlineData("exp", -119, true)]
    [InlineData("nbf", 121, false)]
    [InlineData("nbf", 119, true)]
    public async Task Times_hold_where_they_are_named(string claim, int seconds, bool accepted)
    {
        using var org = Org(Some.Jwt(Claims(claims => claims[claim] = The.Now.ToUnixTimeSeconds() + seconds)));

        if (accepted)
            (await AskAsync(org)).Subject.ShouldBe(The.UserId);
        else
            (await RefusedAsync(org)).Check.ShouldBe(claim);
    }

    [Fact]
    [Trait("Proves", "OIDC 5.3.2 sub in userinfo")]
    public async Task Signed_claims_of_another_user_than_the_ID_tokens_are_refused()
    {
        using var org = Org(Some.Jwt(Claims(claims => claims["sub"] = "00uSomebodyElse")));

        var refused = await RefusedAsync(org);

        refused.Check.ShouldBe("sub");
        refused.Expected.ShouldBe(The.UserId);
        refused.Actual.ShouldBe("00uSomebodyElse");
    }

    [Fact]
    [Trait("Proves", "OIDC 5.3.4 signed userinfo")]
    public async Task A_signature_by_another_key_is_refused()
    {
        using var org = Org(Some.Jwt(Claims(), key: The.OtherKey));

        (await RefusedAsync(org)).Check.ShouldBe("signature");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("HS256")]
    public async Task An_answer_that_anybody_could_have_signed_is_refused(string algorithm)
    {
        var signed = Some.Unsigned(Claims(), Some.Header(algorithm));
        var mac = HMACSHA256.HashData(Encoding.ASCII.GetBytes(The.Key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed));
        using var org = Org($"{signed}.{(algorithm is "HS256" ? Base64Url.EncodeToString(mac) : "")}");

        var refused = await RefusedAsync(org);

        refused.Check.ShouldBe("alg");
        refused.Actual.ShouldBe(algorithm);
    }

    [Fact]
    public async Task A_new_key_id_makes_the_keys_be_read_again()
    {
        using var org = Org(Some.Jwt(Claims(), Some.Header("RS256", "kid-2"), The.OtherKey));
        org.Keys = _ => Some.Json(200, org.AskedAt("/keys").Count() == 1 ? Some.Jwks(The.Key) : Some.Jwks(The.OtherKey, "kid-2"));

        (await AskAsync(org)).Subject.ShouldBe(The.UserId);

        org.AskedAt("/keys").Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_key_id_that_stays_unknown_is_looked_for_once_more_alone()
    {
        using var org = Org(Some.Jwt(Claims(), Some.Header("RS256", "invented")));

        (await RefusedAsync(org)).Check.ShouldBe("kid");

        org.AskedAt("/keys").Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("e30.e30.e30.e30.e30", "format", "take the encryption away")]
    [InlineData("e30.e30", "format", "JSON Web Token")]
    [InlineData("", "format", "JSON Web Token")]
    [InlineData("e30.e30.", "alg", "RS256")]
    public async Task What_cannot_be_read_says_so(string body, string check, string hint)
    {
        using var org = Org(body);

        var refused = await RefusedAsync(org);

        refused.Check.ShouldBe(check);
        refused.Hint.ShouldContain(hint);
    }

    [Fact]
    public async Task A_JWT_that_comes_with_a_refusal_is_not_believed()
    {
        using var org = new FakeOrg { UserInfo = _ => new(System.Net.HttpStatusCode.Unauthorized) { Content = Body(Some.Jwt(Claims())) } };

        (await Should.ThrowAsync<UnexpectedResponseException>(() => AskAsync(org))).StatusCode.ShouldBe(401);
    }

    static FakeOrg Org(string body) => new() { UserInfo = _ => new(System.Net.HttpStatusCode.OK) { Content = Body(body) } };

    static StringContent Body(string jwt) => new(jwt, Encoding.UTF8, "application/jwt");

    static JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject
        {
            ["sub"] = The.UserId,
            ["email"] = "jo.tester@example.com",
            ["iss"] = The.Issuer,
            ["aud"] = The.ClientId,
        };
        change?.Invoke(claims);
        return claims;
    }

    static Task<UserInfo> AskAsync(FakeOrg org) => org.Connect().GetUserInfoAsync("an-access-token", The.UserId, Ct);

    static async Task<TokenValidationException> RefusedAsync(FakeOrg org)
    {
        var refused = await Should.ThrowAsync<TokenValidationException>(() => AskAsync(org));
        refused.Subject.ShouldBe("userinfo");
        return refused;
    }
}
