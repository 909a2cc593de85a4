namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Bound access tokens at userinfo (RFC 9449 section 7, oidc.md 22).</summary>
public sealed class DpopUserInfoTests
{
    [Fact]
    public async Task A_bound_token_and_its_proof_tell_of_the_user()
    {
        await using var walk = await DpopWalk.StartAsync();
        var token = (await walk.TokensAsync()).Text("access_token");

        var answer = await AskAsync(walk, "DPoP", token, walk.Key.Proof(walk.UserInfoUrl, nonce: null, token, "GET"));

        answer.Body.ShouldBe("""{"sub":"00u1adaActive0000005"}""");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.2.1 sender-constrained access tokens")]
    public async Task A_bound_token_is_no_bearer_token()
    {
        await using var walk = await DpopWalk.StartAsync();
        var token = (await walk.TokensAsync()).Text("access_token");

        const string description = "The resource request must use the DPoP authentication scheme when using a DPoP bound token.";
        (await AskAsync(walk, "Bearer", token, proof: null)).ShouldBeError(400, "invalid_request", description);
        (await AskAsync(walk, "Bearer", token, walk.Key.Proof(walk.UserInfoUrl, nonce: null, token, "GET")))
            .ShouldBeError(400, "invalid_request", description);
        (await walk.Http.PostFormAsync("/oauth2/default/v1/userinfo", $"access_token={token}"))
            .ShouldBeError(400, "invalid_request", description);
    }

    [Fact]
    public async Task A_bound_token_needs_a_proof()
    {
        await using var walk = await DpopWalk.StartAsync();

        (await AskAsync(walk, "DPoP", (await walk.TokensAsync()).Text("access_token"), proof: null))
            .ShouldBeError(400, "invalid_request", "The resource request requires a DPoP proof.");
    }

    [Fact]
    public async Task A_bearer_token_is_nobodys_to_prove()
    {
        await using var walk = await DpopWalk.StartAsync();
        var token = (await walk.Http.TokensAsync(clientId: The.Native)).Text("access_token");

        var answer = await AskAsync(walk, "DPoP", token, walk.Key.Proof(walk.UserInfoUrl, nonce: null, token, "GET"));

        answer.ShouldBeError(401, "invalid_token", "The presented access_token is not DPoP bound.");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.2.1 sender-constrained access tokens")]
    public async Task Another_key_is_not_the_tokens()
    {
        await using var walk = await DpopWalk.StartAsync();
        using var stranger = new DpopKey();
        var token = (await walk.TokensAsync()).Text("access_token");

        var answer = await AskAsync(walk, "DPoP", token, stranger.Proof(walk.UserInfoUrl, nonce: null, token, "GET"));

        answer.ShouldBeError(400, "invalid_dpop_proof", "The access_token is not bound to the provided DPoP proof.");
    }

    [Fact]
    public async Task A_proof_for_another_token_or_none_does_not_match()
    {
        await using var walk = await DpopWalk.StartAsync();
        var (token, other) = ((await walk.TokensAsync()).Text("access_token"), (await walk.TokensAsync()).Text("access_token"));

        foreach (var claimed in (string?[])[other, null])
            (await AskAsync(walk, "DPoP", token, walk.Key.Proof(walk.UserInfoUrl, nonce: null, claimed, "GET")))
                .ShouldBeError(400, "invalid_dpop_proof", "'ath' claim in the DPoP proof does not match the presented access_token.");
    }

    [Fact]
    public async Task A_proof_works_once_here_too()
    {
        await using var walk = await DpopWalk.StartAsync();
        var token = (await walk.TokensAsync()).Text("access_token");
        var proof = walk.Key.Proof(walk.UserInfoUrl, nonce: null, token, "GET");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(walk, "DPoP", token, proof)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Body.Contains("The DPoP proof JWT has already been used.", StringComparison.Ordinal)).ShouldBe(19);
    }

    [Fact]
    public async Task What_is_wrong_with_a_proof_is_in_the_header_too()
    {
        await using var walk = await DpopWalk.StartAsync();
        var token = (await walk.TokensAsync()).Text("access_token");

        var answer = await AskAsync(walk, "DPoP", token, walk.Key.Proof(walk.TokenUrl, nonce: null, token, "GET"));

        answer.ShouldBeError(400, "invalid_dpop_proof", "'htu' claim in the DPoP proof JWT is invalid.");
        answer.Headers["WWW-Authenticate"].ShouldBe(
            $"DPoP algs=\"RS256 RS384 RS512 ES256 ES384 ES512\", authorization_uri=\"{walk.Org.Org.Url}/oauth2/default/v1/authorize\", " +
            $"realm=\"{walk.Org.Org.Url}/oauth2/default\", " +
            "scope=\"openid\", error=\"invalid_dpop_proof\", error_description=\"'htu' claim in the DPoP proof JWT is invalid.\", " +
            "resource=\"/oauth2/default/v1/userinfo\"");
    }

    static Task<Answer> AskAsync(DpopWalk walk, string scheme, string token, string? proof) =>
        walk.Http.GetAsync(
            "/oauth2/default/v1/userinfo", [("Authorization", $"{scheme} {token}"), .. proof is null ? [] : new[] { ("DPoP", proof) }]);
}
