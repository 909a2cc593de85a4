namespace Postern.Benchmarks;

/// <summary>
/// A sign-in by Identity Engine's own API over one connection: interact, introspect, who it is, the password, then tokens.
/// </summary>
sealed class InteractionFlow(HttpConnection connection, Target target) : IFlow
{
    readonly Uri _org = new(target.Url);

    readonly string _begun =
        $"client_id={target.App.ClientId}&scope=openid%20profile%20email&redirect_uri={Uri.EscapeDataString(target.App.RedirectUri)}" +
        $"&code_challenge={Pkce.Challenge}&code_challenge_method=S256";

    public async Task<ReadOnlyMemory<byte>> RunAsync(int number)
    {
        var begun = Requests.PostForm(_org, "/oauth2/default/v1/interact", $"{_begun}&state=s-{number}&nonce=n-{number}");
        var handle = (await connection.SendAsync(begun)).ExpectMember("interaction_handle").Member("interaction_handle");
        var state = await StepAsync("introspect", $$"""{"interactionHandle":"{{handle}}"}""");
        state = await StepAsync("identify", $$"""{"identifier":"ada@example.com","stateHandle":"{{state.Member("stateHandle")}}"}""");
        state = await StepAsync(
            "challenge/answer",
            $$$"""{"credentials":{"passcode":"Correct-Horse-9"},"stateHandle":"{{{state.Member("stateHandle")}}}"}""");
        var code = state.Cut("\"interaction_code\",\"required\":true,\"value\":\""u8, "\""u8);
        return (await connection.SendAsync(Token(code))).ExpectMember("access_token").ExpectMember("id_token");
    }

    async Task<ReadOnlyMemory<byte>> StepAsync(string path, string json) =>
        (await connection.SendAsync(Requests.PostJson(_org, "/idp/idx/" + path, json))).ExpectMember("stateHandle");

    byte[] Token(string code) => Requests.PostForm(
        _org, target.TokenPath,
        $"grant_type=interaction_code&interaction_code={code}&client_id={target.App.ClientId}&code_verifier={Pkce.Verifier}");
}
