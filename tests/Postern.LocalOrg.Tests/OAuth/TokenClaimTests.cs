using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>What stands in ID tokens and access tokens, and in which order (oidc.md 10).</summary>
public sealed class TokenClaimTests(SharedOrg shared)
{
    const string Artefacts = $"client_id={The.Web}&redirect_uri={The.EncodedCallback}&state=s-1f0c&nonce=n-8c2e";

    static readonly string[] ThinClaims =
        [
            "sub", "name", "email", "ver", "iss", "aud", "iat", "exp", "jti", "amr", "idp", "nonce", "preferred_username", "auth_time",
            "at_hash",
        ];

    [Theory]
    [InlineData("/oauth2/default")]
    [InlineData("/oauth2")]
    public async Task A_JWT_has_a_kid_and_an_alg_and_no_typ(string server)
    {
        var tokens = await shared.Http.TokensAsync(server);

        foreach (var token in (string[])["access_token", "id_token"])
            Jwt.HeaderText(tokens.Text(token)).ShouldMatch("""^{"kid":"[A-Za-z0-9_-]{43}","alg":"RS256"}$""");
    }

    [Fact]
    public async Task Beside_an_access_token_an_ID_token_is_thin()
    {
        var tokens = await shared.Http.TokensAsync();

        Jwt.ClaimNames(tokens.Text("id_token")).ShouldBe(ThinClaims);
    }

    [Fact]
    public async Task Alone_an_ID_token_is_fat()
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default", $"{Artefacts}&response_type=id_token&scope=openid%20profile%20email");

        Jwt.ClaimNames(answer.Redirected("id_token")!).ShouldBe(
            [
                "sub", "ver", "iss", "aud", "iat", "exp", "jti", "amr", "idp", "nonce", "auth_time",
                "name", "locale", "email", "preferred_username", "given_name", "family_name", "zoneinfo", "updated_at", "email_verified",
            ]);
    }

    [Fact]
    [Trait("Proves", "OIDC 5.4 claims by scope")]
    public async Task An_ID_token_says_only_what_its_scopes_give()
    {
        var tokens = await shared.Http.TokensAsync(scope: "openid");

        Jwt.ClaimNames(tokens.Text("id_token")).ShouldBe(ThinClaims.Except(["name", "email", "preferred_username"]));
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.7 nonce")]
    public async Task Without_a_nonce_there_is_no_nonce()
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default",
            $"client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s-1f0c&{The.Pkce}");
        var tokens = await shared.Http.RedeemAsync(answer.Redirected("code")!);

        Jwt.ClaimNames(tokens.Text("id_token")).ShouldNotContain("nonce");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.7 nonce")]
    [Trait("Proves", "OIDC 3.1.3.7 issuer")]
    [Trait("Proves", "OIDC 3.1.3.6 at_hash")]
    [Trait("Proves", "OIDC 2 ID token claims")]
    public async Task An_ID_tokens_values_are_Oktas()
    {
        await using var org = await LocalOrg.StartAsync(new() { Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);

        var tokens = await http.TokensAsync();

        var claims = Jwt.Claims(tokens.Text("id_token"));
        claims.GetProperty("jti").GetString()!.ShouldMatch("^ID\\.[A-Za-z0-9_-]{43}$");
        claims.GetRawText().ShouldBe(
            """
            {"sub":"00u1adaActive0000005","name":"Ada Active","email":"ada@example.com","ver":1,"iss":"{org}/oauth2/default","aud":"0oa1posternSpa000005","iat":1770113730,"exp":1770117330,"jti":"{jti}","amr":["pwd"],"idp":"00o1posternLocal0005","nonce":"n-8c2e","preferred_username":"ada@example.com","auth_time":1770113730,"at_hash":"{hash}"}
            """
            .Replace("{org}", org.Url, StringComparison.Ordinal)
            .Replace("{jti}", claims.GetProperty("jti").GetString(), StringComparison.Ordinal)
            .Replace("{hash}", Jwt.HalfHash(tokens.Text("access_token")), StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Proves", "OIDC 3.3.2.11 c_hash")]
    [Trait("Proves", "OIDC 3.2.2.10 hashes in the front channel")]
    public async Task C_hash_is_the_left_half_of_the_codes_hash()
    {
        var answer = await shared.Http.AuthorizeAsync("/oauth2/default", $"{Artefacts}&response_type=code%20id_token%20token&scope=openid");

        var idToken = answer.Redirected("id_token")!;
        Jwt.Text(idToken, "c_hash").ShouldBe(Jwt.HalfHash(answer.Redirected("code")!));
        Jwt.Text(idToken, "at_hash").ShouldBe(Jwt.HalfHash(answer.Redirected("access_token")!));
    }

    [Fact]
    public async Task An_access_token_of_a_custom_server_has_Oktas_claims_in_order()
    {
        await using var org = await LocalOrg.StartAsync(new() { Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);

        var token = (await http.TokensAsync()).Text("access_token");

        Jwt.Text(token, "jti").ShouldMatch("^AT\\.[A-Za-z0-9_-]{43}$");
        Jwt.Claims(token).GetRawText().ShouldBe(
            """
            {"ver":1,"jti":"{jti}","iss":"{org}/oauth2/default","aud":"api://default","iat":1770113730,"exp":1770117330,"cid":"0oa1posternSpa000005","uid":"00u1adaActive0000005","scp":["openid","profile","email"],"auth_time":1770113730,"sub":"ada@example.com"}
            """
            .Replace("{org}", org.Url, StringComparison.Ordinal)
            .Replace("{jti}", Jwt.Text(token, "jti"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_access_token_of_the_org_server_is_for_the_org()
    {
        var token = (await shared.Http.TokensAsync("/oauth2")).Text("access_token");

        Jwt.Text(token, "iss").ShouldBe(shared.Url);
        Jwt.Text(token, "aud").ShouldBe(shared.Url);
    }

    [Fact]
    public async Task The_org_servers_ID_token_verifies_with_its_published_key()
    {
        var idToken = (await shared.Http.TokensAsync("/oauth2")).Text("id_token");

        var key = (await shared.Http.GetAsync("/oauth2/v1/keys")).Json.GetProperty("keys")[0];
        key.GetProperty("kid").GetString().ShouldBe(Jwt.Header(idToken).GetProperty("kid").GetString());
        Jwt.IsSignedBy(key, idToken).ShouldBeTrue();
        Jwt.Text(idToken, "iss").ShouldBe(shared.Url);
    }

    [Fact]
    public async Task The_org_servers_access_token_is_signed_with_a_key_that_nobody_publishes()
    {
        var token = (await shared.Http.TokensAsync("/oauth2")).Text("access_token");

        var kid = Jwt.Header(token).GetProperty("kid").GetString()!;
        (await shared.Http.GetAsync("/oauth2/v1/keys")).Body.ShouldNotContain(kid);
        (await shared.Http.GetAsync("/oauth2/default/v1/keys")).Body.ShouldNotContain(kid);
    }

    [Fact]
    [Trait("Proves", "OIDC 2 signed ID token")]
    public async Task Both_tokens_of_a_custom_server_verify_with_its_published_key()
    {
        var tokens = await shared.Http.TokensAsync();

        var key = (await shared.Http.GetAsync("/oauth2/default/v1/keys")).Json.GetProperty("keys")[0];
        Jwt.IsSignedBy(key, tokens.Text("access_token")).ShouldBeTrue();
        Jwt.IsSignedBy(key, tokens.Text("id_token")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_org_server_gives_the_names_of_the_users_groups()
    {
        var tokens = await shared.Http.TokensAsync("/oauth2", "openid%20groups");

        Jwt.Texts(tokens.Text("id_token"), "groups").ShouldBe(["Everyone", "Testers"]);
    }

    [Fact]
    [Trait("Proves", "OIDC 11 offline access")]
    public async Task Offline_access_is_ignored_where_no_code_is_asked_for()
    {
        var answer = await shared.Http.AuthorizeAsync("/oauth2/default", $"{Artefacts}&response_type=token&scope=openid%20offline_access");

        answer.Redirected("scope").ShouldBe("openid");
    }
}
