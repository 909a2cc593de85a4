using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Forging;

/// <summary>Tokens without a sign-in: <c>org.Tokens</c>, and <c>/_postern/tokens</c> for everybody else.</summary>
public sealed class TokenForgeTests(SharedOrg shared)
{
    [Theory]
    [InlineData("/oauth2/default", "default", "openid")]
    [InlineData("/oauth2/aus1posternOrders005", "Orders", "openid orders:read")]
    [InlineData("/oauth2", "org", "openid")]
    public async Task A_good_token_is_like_one_that_was_issued(string path, string server, string scopes)
    {
        var issued = (await shared.Http.TokensAsync(path, Uri.EscapeDataString(scopes))).Text("access_token");

        var forged = await ForgeAsync(new() { App = The.Spa, Server = server, Scopes = scopes.Split(' ') });

        Jwt.HeaderText(forged).ShouldBe(Jwt.HeaderText(issued));
        Told(forged).ShouldBe(Told(issued));
        (Jwt.Number(forged, "exp") - Jwt.Number(forged, "iat")).ShouldBe(Jwt.Number(issued, "exp") - Jwt.Number(issued, "iat"));
    }

    [Fact]
    public async Task The_org_itself_takes_a_good_one()
    {
        var token = await ForgeAsync(new() { User = "max@example.com", Scopes = ["openid", "profile"] });

        var answer = await shared.Http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {token}"));

        answer.Status.ShouldBe(200, answer.Body);
        answer.Text("preferred_username").ShouldBe("max@example.com");
    }

    [Fact]
    public async Task An_app_that_acts_for_itself_needs_no_user()
    {
        var token = await ForgeAsync(new() { App = "Demo Service", Scopes = ["api:read"] });

        (Jwt.Text(token, "sub"), Jwt.Text(token, "cid")).ShouldBe((The.Service, The.Service));
        Jwt.ClaimNames(token).ShouldNotContain("uid");
    }

    [Fact]
    public async Task An_ID_token_is_the_apps()
    {
        var token = await ForgeAsync(new() { Kind = TokenOrderKind.IdToken, App = The.Web, Scopes = ["openid", "email"] });

        (Jwt.Text(token, "aud"), Jwt.Text(token, "email")).ShouldBe((The.Web, "ada@example.com"));
    }

    [Fact]
    public async Task Claims_are_added_replaced_and_taken_away()
    {
        var token = await ForgeAsync(
            new() { Claims = new() { ["groups"] = new JsonArray("Admins", "Everyone"), ["sub"] = "grace@example.com", ["ver"] = null } });

        Jwt.Texts(token, "groups").ShouldBe(["Admins", "Everyone"]);
        Jwt.Text(token, "sub").ShouldBe("grace@example.com");
        Jwt.ClaimNames(token).ShouldNotContain("ver");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-30)]
    public async Task It_lives_as_long_as_it_is_told_to(int seconds)
    {
        await using var clocked = await ClockedOrg.StartAsync();

        var token = (await clocked.Org.Tokens.ForgeAsync(new() { Lifetime = TimeSpan.FromSeconds(seconds) }, The.Ct)).Token;

        (Jwt.Number(token, "exp") - The.Now.ToUnixTimeSeconds()).ShouldBe(seconds);
        Jwt.Number(token, "iat").ShouldBeLessThan(Jwt.Number(token, "exp"));
        Jwt.Number(token, "iat").ShouldBeLessThanOrEqualTo(The.Now.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Over_HTTP_it_is_one_call()
    {
        var answer = await shared.Http.PostJsonAsync(
            "/_postern/tokens",
            """
            {"user":"una@example.com","app":"Demo Web","server":"default","scopes":"openid api:read","flaw":"algNone",
             "claims":{"groups":["Admins"]},"lifetimeSeconds":60,"kind":"accessToken"}
            """);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Members.ShouldBe(["token", "flaw", "variants"]);
        answer.Text("flaw").ShouldBe("algNone");
        var token = answer.Text("token");
        Jwt.Header(token).GetProperty("alg").GetString().ShouldBe("none");
        (Jwt.Text(token, "sub"), Jwt.Text(token, "cid")).ShouldBe(("una@example.com", The.Web));
        Jwt.Texts(token, "scp").ShouldBe(["openid", "api:read"]);
        Jwt.Texts(token, "groups").ShouldBe(["Admins"]);
        (Jwt.Number(token, "exp") - Jwt.Number(token, "iat")).ShouldBe(60);
        answer.Json.GetProperty("variants").EnumerateArray()
            .Select(variant => Jwt.Header(variant.GetProperty("token").GetString()!).GetProperty("alg").GetString())
            .ShouldBe(["None", "NONE", "nOnE"]);
    }

    [Fact]
    public async Task The_flaws_are_listed_with_what_is_to_be_done()
    {
        var listed = (await shared.Http.GetAsync("/_postern/tokens")).Json.GetProperty("flaws");

        listed.GetArrayLength().ShouldBe(TokenFlaws.All.Count);
        listed[0].EnumerateObject().Select(member => $"{member.Name}: {member.Value}").ShouldBe(
            [
                "flaw: expired", "name: expired", "wrong: It expired an hour ago.",
                "answer: 401, with WWW-Authenticate: Bearer error=\"invalid_token\"",
                "fix: Check exp, and allow no more than a few minutes for clocks that differ.", "status: 401", "mustBeRefused: True",
            ]);
    }

    [Fact]
    public async Task Of_the_strangers_key_only_the_public_half_is_told()
    {
        var keys = await shared.Http.GetAsync("/_postern/tokens/strangers-keys");
        var (brought, led) = (
            await ForgeAsync(new() { Flaw = TokenFlaw.EmbeddedKey }), await ForgeAsync(new() { Flaw = TokenFlaw.KeyUrl }));

        var key = keys.Json.GetProperty("keys")[0];
        key.EnumerateObject().Select(member => member.Name).ShouldBe(["kty", "alg", "kid", "use", "e", "n"]);
        Jwt.Header(led).GetProperty("jku").GetString().ShouldBe($"{shared.Url}/_postern/tokens/strangers-keys");
        Jwt.Header(brought).GetProperty("jwk").GetRawText().ShouldBe(key.GetRawText());
        Jwt.IsSignedBy(key, led).ShouldBeTrue();
        (await shared.Http.GetAsync("/oauth2/default/v1/keys")).Body.ShouldNotContain(key.GetProperty("kid").GetString()!);
    }

    [Theory]
    [InlineData("", 415, "Send JSON")]
    [InlineData("[]", 400, "Order one token")]
    [InlineData("[{},{}]", 400, "Order one token")]
    [InlineData("""{"colour":"red"}""", 400, "colour: there is no such member.")]
    [InlineData("""{"flaw":"purple"}""", 400, "flaw: there is no 'purple'; there are expired, notYetValid")]
    [InlineData("""{"kind":"refresh"}""", 400, "kind: there are accessToken and idToken.")]
    [InlineData("""{"scopes":{}}""", 400, "scopes: give an array")]
    [InlineData("""{"scopes":[1]}""", 400, "scopes: give an array")]
    [InlineData("""{"scopes":["orders:raed"]}""", 400, "The authorization server has no scope 'orders:raed'; it has openid")]
    [InlineData("""{"user":"nobody@example.com"}""", 400, "There is no user 'nobody@example.com'.")]
    [InlineData("""{"app":"0oaNone"}""", 400, "There is no app '0oaNone'; there are 0oa1posternNative005 (Demo Native)")]
    [
        InlineData(
            """{"server":"ausNone"}""", 400, "There is no authorization server 'ausNone'; there are aus1posternOrders005, default, org."),
    ]
    [InlineData("""{"lifetimeSeconds":1e300}""", 400, "lifetimeSeconds: a token lives no longer than a hundred years.")]
    [InlineData("""{"lifetimeSeconds":1e11}""", 400, "A token lives no longer than a hundred years.")]
    [InlineData("""{"kind":"idToken","flaw":"idToken"}""", 400, "An ID token cannot be idToken: order an access token.")]
    public async Task What_cannot_be_made_is_said_with_what_there_is(string body, int status, string detail)
    {
        var answer = await shared.Http.SendAsync(
            HttpMethod.Post, "/_postern/tokens",
            body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        answer.Status.ShouldBe(status, answer.Body);
        answer.Text("detail").ShouldStartWith(detail);
    }

    [Fact]
    public async Task A_page_gets_none()
    {
        var answer = await shared.Http.PostJsonAsync("/_postern/tokens", "{}", ("Origin", "http://localhost:3000"));

        answer.Status.ShouldBe(403, answer.Body);
    }

    [Fact]
    public async Task Nothing_that_is_told_of_a_token_is_the_token()
    {
        var forged = await shared.Org.Tokens.ForgeAsync(new() { Flaw = TokenFlaw.Expired }, The.Ct);

        forged.ToString().ShouldBe("a token that is expired");
    }

    async Task<string> ForgeAsync(TokenOrder order) => (await shared.Org.Tokens.ForgeAsync(order, The.Ct)).Token;

    /// <summary>The claims but for what is another each time.</summary>
    static IEnumerable<string> Told(string token) => Jwt.Claims(token).EnumerateObject()
        .Select(claim => claim.Name is "jti" or "iat" or "exp" or "auth_time" ? claim.Name : $"{claim.Name}={claim.Value}");
}
