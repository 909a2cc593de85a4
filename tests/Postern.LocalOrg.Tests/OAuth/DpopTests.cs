namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Tokens bound to a key at the token endpoint (RFC 9449, oidc.md 17).</summary>
public sealed class DpopTests
{
    const string NonceWanted = "Authorization server requires nonce in DPoP proof.";

    [Fact]
    public async Task An_app_that_must_prove_a_key_is_told_so()
    {
        await using var walk = await DpopWalk.StartAsync();

        (await walk.RedeemAsync("x", proof: null)).ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
    }

    [Fact]
    public async Task A_first_proof_is_answered_with_a_nonce_and_spends_nothing()
    {
        await using var walk = await DpopWalk.StartAsync();
        var code = await walk.Http.CodeAsync(clientId: The.Spa);

        var first = await walk.RedeemAsync(code, walk.Key.Proof(walk.TokenUrl, nonce: null));
        var second = await walk.RedeemAsync(code, walk.Key.Proof(walk.TokenUrl, first.Headers["dpop-nonce"]));

        first.ShouldBeError(400, "use_dpop_nonce", NonceWanted);
        second.Status.ShouldBe(200, second.Body);
        second.Text("token_type").ShouldBe("DPoP");
        Jwt.Claims(second.Text("access_token")).GetProperty("cnf").GetRawText().ShouldBe($$"""{"jkt":"{{walk.Key.Thumbprint}}"}""");
        second.Headers.Keys.ShouldNotContain("dpop-nonce");
    }

    [Fact]
    public async Task A_first_proof_needs_no_id()
    {
        await using var walk = await DpopWalk.StartAsync();

        var answer = await walk.RedeemAsync(
            "x", walk.Key.Sign($$"""{"htm":"POST","htu":"{{walk.TokenUrl}}","iat":{{The.Now.ToUnixTimeSeconds()}}}"""));

        answer.ShouldBeError(400, "use_dpop_nonce", NonceWanted);
    }

    [Fact]
    public async Task A_nonce_changes_every_day_and_lives_three()
    {
        await using var walk = await DpopWalk.StartAsync();
        var first = await walk.NonceAsync();

        walk.Org.Time.SetUtcNow(new DateTimeOffset(The.Now.Date, TimeSpan.Zero).AddDays(3).AddSeconds(-1));
        var (next, old) = (await NonceAsync(walk), await RefreshAsync(walk, first));
        walk.Org.Advance(1);
        var dead = await RefreshAsync(walk, first);

        next.ShouldNotBe(first);
        old.ShouldBeError(400, "invalid_grant", "The refresh token is invalid or expired.");
        old.Headers["dpop-nonce"].ShouldBe(next);
        dead.ShouldBeError(400, "use_dpop_nonce", NonceWanted);
    }

    [Fact]
    public async Task A_nonce_of_somebodys_invention_is_none()
    {
        await using var walk = await DpopWalk.StartAsync();

        (await walk.RedeemAsync("x", walk.Key.Proof(walk.TokenUrl, "an-invention"))).ShouldBeError(400, "use_dpop_nonce", NonceWanted);
    }

    [Fact]
    public async Task All_processes_of_an_org_agree_on_the_nonce()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("postern-").FullName;
        var options = new LocalOrgOptions
        {
            DataFile = Path.Combine(folder, "org.db"),
            Time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(The.Now),
        };
        using var key = new DpopKey();
        List<string> nonces = [];
        for (var i = 0; i < 2; i++)
        {
            await using var org = await LocalOrg.StartAsync(options, The.Ct);
            using var http = new Browserless(org);
            var answer = await http.PostFormAsync(
                "/oauth2/default/v1/token", $"grant_type=refresh_token&refresh_token=x&client_id={The.Spa}",
                ("DPoP", key.Proof($"{org.Url}/oauth2/default/v1/token", nonce: null)));
            nonces.Add(answer.Headers["dpop-nonce"]);
        }

        System.IO.Directory.Delete(folder, recursive: true);
        nonces[1].ShouldBe(nonces[0]);
    }

    [Fact]
    public async Task A_proof_works_once()
    {
        await using var walk = await DpopWalk.StartAsync();
        var proof = walk.Key.Proof(walk.TokenUrl, await walk.NonceAsync());

        var first = await walk.RedeemAsync("x", proof);
        var second = await walk.RedeemAsync("x", proof);

        first.ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
        second.ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT has already been used.");
    }

    [Fact]
    public async Task Of_fifty_concurrent_uses_of_one_proof_one_counts()
    {
        await using var walk = await DpopWalk.StartAsync();
        var proof = walk.Key.Proof(walk.TokenUrl, await walk.NonceAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => walk.RedeemAsync("x", proof)));

        answers.Count(answer => answer.Text("error") == "invalid_grant").ShouldBe(1);
        answers.Count(answer => answer.Text("error") == "invalid_dpop_proof").ShouldBe(49);
    }

    [Fact]
    public async Task An_app_that_need_not_prove_a_key_gets_bound_tokens_if_it_does()
    {
        await using var walk = await DpopWalk.StartAsync();

        var bound = await walk.TokensAsync(clientId: The.Native);
        var bearer = await walk.RedeemAsync(await walk.Http.CodeAsync(clientId: The.Native), proof: null, The.Native);

        bound.Text("token_type").ShouldBe("DPoP");
        bearer.Text("token_type").ShouldBe("Bearer");
        Jwt.ClaimNames(bearer.Text("access_token")).ShouldNotContain("cnf");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.2.2 refresh tokens of public clients")]
    public async Task A_public_clients_refresh_token_is_bound_to_its_key()
    {
        await using var walk = await DpopWalk.StartAsync();
        using var stranger = new DpopKey();
        var (token, nonce) = ((await walk.TokensAsync("openid%20offline_access")).Text("refresh_token"), await walk.NonceAsync());

        var stolen = await walk.RefreshAsync(token, stranger.Proof(walk.TokenUrl, nonce));
        var owned = await walk.RefreshAsync(token, walk.Key.Proof(walk.TokenUrl, nonce));

        stolen.ShouldBeError(400, "invalid_dpop_proof", "Invalid DPoP Public Key binding in refresh token");
        owned.Status.ShouldBe(200, owned.Body);
        owned.Text("token_type").ShouldBe("DPoP");
    }

    [Fact]
    public async Task A_public_client_that_proved_a_key_of_its_own_accord_must_go_on()
    {
        await using var walk = await DpopWalk.StartAsync();
        var token = (await walk.TokensAsync("openid%20offline_access", The.Native)).Text("refresh_token");

        (await walk.RefreshAsync(token, proof: null, The.Native))
            .ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
    }

    [Fact]
    public async Task A_confidential_client_may_change_its_key()
    {
        await using var walk = await DpopWalk.StartAsync();
        using var next = new DpopKey();
        var nonce = await walk.NonceAsync();
        var tokens = await walk.TokenAsync(
            $"grant_type=authorization_code&redirect_uri={The.EncodedCallback}" +
            $"&code={await walk.Http.CodeAsync(scope: "openid%20offline_access")}&code_verifier={The.Verifier}",
            walk.Key.Proof(walk.TokenUrl, nonce), The.BasicOfWeb);

        var refreshed = await walk.TokenAsync(
            $"grant_type=refresh_token&refresh_token={tokens.Text("refresh_token")}", next.Proof(walk.TokenUrl, nonce), The.BasicOfWeb);

        Jwt.Claims(refreshed.Text("access_token")).GetProperty("cnf").GetProperty("jkt").GetString().ShouldBe(next.Thumbprint);
    }

    [Fact]
    public async Task A_code_asked_for_with_a_keys_thumbprint_is_good_with_that_key_alone()
    {
        await using var walk = await DpopWalk.StartAsync();
        using var stranger = new DpopKey();
        var nonce = await walk.NonceAsync();
        async Task<string> CodeAsync() =>
            await walk.Http.CodeAsync(clientId: The.Native, pkce: $"{The.Pkce}&dpop_jkt={walk.Key.Thumbprint}");

        var owned = await walk.RedeemAsync(await CodeAsync(), walk.Key.Proof(walk.TokenUrl, nonce), The.Native);
        var stolen = await walk.RedeemAsync(await CodeAsync(), stranger.Proof(walk.TokenUrl, nonce), The.Native);
        var unproved = await walk.RedeemAsync(await CodeAsync(), proof: null, The.Native);

        owned.Status.ShouldBe(200, owned.Body);
        stolen.ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT is invalid.");
        unproved.ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
    }

    [Fact]
    public async Task Introspection_shows_what_a_token_is_bound_to()
    {
        await using var walk = await DpopWalk.StartAsync();
        var tokens = await walk.TokensAsync("openid%20offline_access");

        var accessToken = await walk.Http.IntrospectAsync(tokens.Text("access_token"));
        var refreshToken = await walk.Http.IntrospectAsync(tokens.Text("refresh_token"));

        accessToken.Text("token_type").ShouldBe("DPoP");
        accessToken.Json.GetProperty("cnf").GetRawText().ShouldBe($$"""{"jkt":"{{walk.Key.Thumbprint}}"}""");
        refreshToken.Text("token_type").ShouldBe("DPoP");
    }

    [Fact]
    public async Task A_seeded_app_cannot_both_prove_keys_and_have_tokens_without()
    {
        var refused = await Should.ThrowAsync<ArgumentException>(
            () => ClockedOrg.StartAsync(The.Spa, app => app with { DpopBoundAccessTokens = true }));

        refused.Message.ShouldBe(
            "The seed cannot be used:\n  apps[0].grantTypes: cannot contain 'implicit' where 'dpop_bound_access_tokens' is true.");
    }

    [Fact]
    public async Task A_page_may_send_proofs_and_read_nonces()
    {
        await using var walk = await DpopWalk.StartAsync();

        var preflight = await walk.Http.SendAsync(
            HttpMethod.Options,
            "/oauth2/default/v1/token",
            null,
            ("Origin", "http://localhost:8080"),
            ("Access-Control-Request-Method", "POST"));

        preflight.Headers["Access-Control-Allow-Headers"].Split(", ").ShouldContain("DPoP");
        preflight.Headers["Access-Control-Expose-Headers"].Split(", ").ShouldContain("DPoP-Nonce");
    }

    static async Task<string> NonceAsync(DpopWalk walk) =>
        (await walk.RefreshAsync("x", ProofNow(walk, nonce: null))).Headers["dpop-nonce"];

    static Task<Answer> RefreshAsync(DpopWalk walk, string nonce) => walk.RefreshAsync("x", ProofNow(walk, nonce));

    static string ProofNow(DpopWalk walk, string? nonce) => walk.Key.Proof(walk.TokenUrl, nonce, at: walk.Org.Time.GetUtcNow());
}
