namespace Postern.Benchmarks;

/// <summary>The whole technique over one connection: password, a second factor where the user has one, then code, then tokens.</summary>
sealed class Technique(HttpConnection connection, Uri org, string clientId, string redirectUri) : IFlow
{
    readonly byte[] _authn = Authn(org, "ada@example.com", "Correct-Horse-9");
    readonly byte[] _authnWithFactor = Authn(org, "max@example.com", "Correct-Horse-9");

    public async Task<ReadOnlyMemory<byte>> RunAsync(int number) =>
        await FinishAsync((await connection.SendAsync(_authn)).Member("sessionToken"), number);

    /// <summary>The same with a one-time password in between: four answers.</summary>
    public async Task<ReadOnlyMemory<byte>> RunWithFactorAsync(int number, string passCode)
    {
        var required = await connection.SendAsync(_authnWithFactor);
        var (stateToken, factor) = (required.Member("stateToken"), required.Cut("\"factors\":[{\"id\":\""u8, "\""u8));
        var verify = Requests.PostJson(
            org, $"/api/v1/authn/factors/{factor}/verify", $$"""{"stateToken":"{{stateToken}}","passCode":"{{passCode}}"}""");
        return await FinishAsync((await connection.SendAsync(verify)).Member("sessionToken"), number);
    }

    public static byte[] Authn(Uri org, string login, string password) =>
        Requests.PostJson(org, "/api/v1/authn", $$"""{"username":"{{login}}","password":"{{password}}"}""");

    async Task<ReadOnlyMemory<byte>> FinishAsync(string sessionToken, int number)
    {
        var code = (await connection.SendAsync(Authorize(sessionToken, number))).Cut("name=\"code\" value=\""u8, "\""u8);
        var answer = await connection.SendAsync(Token(code));
        return answer.Member("access_token").Length >= 200 ? answer : throw new InvalidDataException("That is no access token.");
    }

    byte[] Authorize(string sessionToken, int number) => Requests.Get(org,
        $"/oauth2/default/v1/authorize?client_id={clientId}&response_type=code&response_mode=form_post&scope=openid%20profile%20email" +
        $"&redirect_uri={Uri.EscapeDataString(redirectUri)}&state=s-{number}&nonce=n-{number}&prompt=none&sessionToken={sessionToken}" +
        $"&code_challenge={Pkce.Challenge}&code_challenge_method=S256");

    byte[] Token(string code) => Requests.PostForm(org, "/oauth2/default/v1/token",
        $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(redirectUri)}&client_id={clientId}" +
        $"&code_verifier={Pkce.Verifier}");
}
