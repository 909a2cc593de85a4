using System.Text.Json.Nodes;

namespace Postern.Client.Tests.Validation;

public sealed class VerifyTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_access_token_passes_every_check_that_was_asked_for()
    {
        using var org = new FakeOrg();

        var verified = await org.Connect().VerifyAsync(
            org.AccessToken(), new() { Audience = "api://default", ClientId = The.ClientId, UserId = The.UserId, Scopes = ["openid"] }, Ct);

        verified.IsValid.ShouldBeTrue();
        verified.Kind.ShouldBe(TokenKind.AccessToken);
        verified.Checks.Select(check => $"{check.Name} {check.Verdict}").ShouldBe(
            [
                "format Passed", "alg Passed", "crit Passed", "kid Passed", "signature Passed", "iss Passed", "exp Passed", "iat Passed",
                "nbf Skipped", "aud Passed", "cid Passed", "uid Passed", "scp Passed", "cnf Skipped",
            ]);
        verified.Claims.GetProperty("jti").GetString().ShouldBe("AT.1");
    }

    [Fact]
    public async Task A_good_ID_token_passes_too()
    {
        using var org = new FakeOrg { IdTokenClaims = claims => claims["nonce"] = "n-1" };

        var verified = await org.Connect().VerifyAsync(
            Some.Jwt(org.IdToken("an-access-token")),
            new() { Audience = The.ClientId, Nonce = "n-1", AccessToken = "an-access-token" },
            Ct);

        verified.IsValid.ShouldBeTrue();
        verified.Kind.ShouldBe(TokenKind.IdToken);
        verified.Checks.Select(check => $"{check.Name} {check.Verdict}").ShouldBe(
            [
                "format Passed", "alg Passed", "crit Passed", "kid Passed", "signature Passed", "iss Passed", "aud Passed", "azp Skipped",
                "exp Passed", "iat Passed", "nbf Skipped", "nonce Passed", "auth_time Skipped", "at_hash Passed", "c_hash Skipped",
                "sub Passed",
            ]);
    }

    [Theory]
    [InlineData("aud", "aud", "api://other")]
    [InlineData("cid", "cid", "0oaSomebodyElse")]
    [InlineData("uid", "uid", "00uSomebodyElse")]
    [InlineData("iss", "iss", "https://evil.example.com")]
    [InlineData("scp", "scp", "profile")]
    public async Task One_wrong_claim_fails_one_check_and_the_others_are_still_made(string claim, string check, string value)
    {
        using var org = new FakeOrg { AccessTokenClaims = claims => claims[claim] = value };

        var verified = await org.Connect().VerifyAsync(
            org.AccessToken(), new() { Audience = "api://default", ClientId = The.ClientId, UserId = The.UserId, Scopes = ["openid"] }, Ct);

        verified.IsValid.ShouldBeFalse();
        var failed = verified.Checks.Where(made => made.Verdict == Verdict.Failed).ShouldHaveSingleItem();
        failed.Name.ShouldBe(check);
        failed.Actual.ShouldBe(value);
        failed.Hint.ShouldNotBeNullOrEmpty();
        failed.Explanation.ShouldStartWith("The access_token ");
    }

    [Fact]
    public async Task Several_failures_are_all_told()
    {
        using var org = new FakeOrg { AccessTokenClaims = claims => claims["exp"] = The.Now.ToUnixTimeSeconds() - 3600 };

        var verified = await org.Connect()
            .VerifyAsync(Some.Jwt(JsonNode.Parse(Claims(org))!.AsObject(), key: The.OtherKey), new() { Audience = "api://other" }, Ct);

        verified.Checks.Where(check => check.Verdict == Verdict.Failed).Select(check => check.Name).ShouldBe(["signature", "exp", "aud"]);
        verified.ToString().ShouldBe("invalid: signature, exp, aud");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    public async Task An_algorithm_that_is_not_accepted_leaves_no_signature_to_try(string algorithm)
    {
        using var org = new FakeOrg();

        var verified = await org.Connect().VerifyAsync(Some.Jwt(JsonNode.Parse(Claims(org))!.AsObject(), Some.Header(algorithm)), ct: Ct);

        verified.Checks.Where(check => check.Verdict == Verdict.Failed).Select(check => check.Name).ShouldBe(["alg"]);
        verified.Checks.Single(check => check.Name == "signature").Verdict.ShouldBe(Verdict.Skipped);
        org.AskedAt("/keys").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    public async Task What_is_no_JWT_fails_one_check(string token)
    {
        using var org = new FakeOrg();

        var verified = await org.Connect().VerifyAsync(token, ct: Ct);

        verified.Kind.ShouldBeNull();
        verified.Checks.ShouldHaveSingleItem().Name.ShouldBe("format");
        verified.IsValid.ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_that_is_not_published_is_told()
    {
        using var org = new FakeOrg();

        var verified = await org.Connect()
            .VerifyAsync(Some.Jwt(JsonNode.Parse(Claims(org))!.AsObject(), Some.Header("RS256", "another-key")), ct: Ct);

        verified.Checks.Single(check => check.Verdict == Verdict.Failed).Name.ShouldBe("kid");
        verified.Checks.Single(check => check.Name == "signature").Verdict.ShouldBe(Verdict.Skipped);
    }

    [Fact]
    public async Task RFC_9068_tokens_are_read_as_such()
    {
        using var org = new FakeOrg
        {
            AccessTokenClaims = claims =>
            {
                foreach (var okta in new[] { "cid", "uid", "scp", "ver" })
                    _ = claims.Remove(okta);
                claims["client_id"] = "app-1";
                claims["scope"] = "read write";
                claims["cnf"] = new JsonObject { ["jkt"] = "thumb" };
            },
        };

        var verified = await org.Connect().VerifyAsync(
            org.AccessToken(), new() { ClientId = "app-1", Scopes = ["write"], UserId = The.Login, KeyThumbprint = "thumb" }, Ct);

        verified.IsValid.ShouldBeTrue();
        verified.Checks.Select(check => check.Name)
            .ShouldBe(["format", "alg", "crit", "kid", "signature", "iss", "exp", "iat", "nbf", "aud", "client_id", "sub", "scope", "cnf"]);
    }

    [Fact]
    public async Task A_token_bound_to_another_key_is_told()
    {
        using var org = new FakeOrg { AccessTokenClaims = claims => claims["cnf"] = new JsonObject { ["jkt"] = "theirs" } };

        (await org.Connect().VerifyAsync(org.AccessToken(), new() { KeyThumbprint = "ours" }, Ct)).ToString().ShouldBe("invalid: cnf");
    }

    [Fact]
    public async Task Keys_that_cannot_be_had_are_no_verdict()
    {
        using var org = new FakeOrg { Keys = _ => Some.Html(404, "gone") };

        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => org.Connect().VerifyAsync(org.AccessToken(), ct: Ct))).Stage.ShouldBe(Stage.Keys);
    }

    static string Claims(FakeOrg org) =>
        System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(org.AccessToken().Split('.')[1]));
}
