namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>A key proved where an authorize request is pushed binds the code: RFC 9449 section 10.1.</summary>
public sealed class DpopPushedTests
{
    const string Query =
        $"client_id={The.Native}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s-1f0c&prompt=none&{The.Pkce}";

    [Fact]
    public async Task The_code_is_good_with_that_key_alone()
    {
        await using var walk = await DpopWalk.StartAsync();
        using var stranger = new DpopKey();
        var nonce = await walk.NonceAsync();
        async Task<string> CodeAsync() => await VisitAsync(walk, await PushAsync(walk, Query, walk.Key.Proof(PushUrl(walk), nonce)));

        var owned = await walk.RedeemAsync(await CodeAsync(), walk.Key.Proof(walk.TokenUrl, nonce), The.Native);
        var stolen = await walk.RedeemAsync(await CodeAsync(), stranger.Proof(walk.TokenUrl, nonce), The.Native);
        var unproved = await walk.RedeemAsync(await CodeAsync(), proof: null, The.Native);

        owned.Text("token_type").ShouldBe("DPoP", owned.Body);
        stolen.ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT is invalid.");
        unproved.ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
    }

    [Fact]
    public async Task A_proof_without_the_servers_nonce_is_sent_back_for_it()
    {
        await using var walk = await DpopWalk.StartAsync();

        var answer = await PushAsync(walk, Query, walk.Key.Proof(PushUrl(walk), nonce: null));

        answer.ShouldBeError(400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");
        (await PushAsync(walk, Query, walk.Key.Proof(PushUrl(walk), answer.Headers["dpop-nonce"]))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_thumbprint_beside_the_proof_is_that_keys()
    {
        await using var walk = await DpopWalk.StartAsync();
        using var stranger = new DpopKey();
        var nonce = await walk.NonceAsync();

        var same = await PushAsync(walk, $"{Query}&dpop_jkt={walk.Key.Thumbprint}", walk.Key.Proof(PushUrl(walk), nonce));
        var other = await PushAsync(walk, $"{Query}&dpop_jkt={stranger.Thumbprint}", walk.Key.Proof(PushUrl(walk), nonce));

        same.Status.ShouldBe(201, same.Body);
        other.ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT is invalid.");
    }

    [Fact]
    public async Task A_proof_for_another_endpoint_proves_nothing_here()
    {
        await using var walk = await DpopWalk.StartAsync();

        var answer = await PushAsync(walk, Query, walk.Key.Proof(walk.TokenUrl, await walk.NonceAsync()));

        answer.ShouldBeError(400, "invalid_dpop_proof", "'htu' claim in the DPoP proof JWT is invalid.");
    }

    [Fact]
    public async Task Without_a_proof_a_thumbprint_does()
    {
        await using var walk = await DpopWalk.StartAsync();

        var code = await VisitAsync(walk, await PushAsync(walk, $"{Query}&dpop_jkt={walk.Key.Thumbprint}", proof: null));

        (await walk.RedeemAsync(code, proof: null, The.Native))
            .ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
    }

    static string PushUrl(DpopWalk walk) => $"{walk.Org.Org.Url}/oauth2/default/v1/par";

    static Task<Answer> PushAsync(DpopWalk walk, string form, string? proof) =>
        walk.Http.PostFormAsync("/oauth2/default/v1/par", form, proof is null ? [] : [("DPoP", proof)]);

    static async Task<string> VisitAsync(DpopWalk walk, Answer pushed)
    {
        pushed.Status.ShouldBe(201, pushed.Body);
        var answer = await walk.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Native}&request_uri={Uri.EscapeDataString(pushed.Text("request_uri"))}" +
            $"&sessionToken={await walk.Http.SessionTokenAsync()}");
        return answer.Redirected("code").ShouldNotBeNull(answer.Headers.GetValueOrDefault("Location") ?? answer.Body);
    }
}
