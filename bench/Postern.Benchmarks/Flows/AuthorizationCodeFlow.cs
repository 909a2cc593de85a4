namespace Postern.Benchmarks;

/// <summary>Somebody who is signed in gets tokens: a code with PKCE, then the exchange.</summary>
sealed class AuthorizationCodeFlow : IFlow
{
    readonly HttpConnection _connection;
    readonly Target _target;
    readonly Uri _server;
    readonly string _clientId;
    readonly string _scope;

    string _cookies = "";

    AuthorizationCodeFlow(HttpConnection connection, Target target, string clientId, string scope)
    {
        (_connection, _target, _server) = (connection, target, new(target.Url));
        (_clientId, _scope) = (clientId, scope);
    }

    /// <summary>Signs in first: what is measured is what a session is good for.</summary>
    public static async Task<AuthorizationCodeFlow> BeginAsync(HttpConnection connection, Target target)
    {
        var flow = new AuthorizationCodeFlow(connection, target, target.App.ClientId, Target.Scope);
        // Where a form is all that sign-in takes, it is posted each time.
        if (target.AuthorizeForm is null)
            (flow._cookies, _) = await SignIn.RunAsync(connection, target, target.App.ClientId, Target.Scope);
        return flow;
    }

    /// <summary>Signs in and returns the refresh token.</summary>
    public static async Task<string> RefreshTokenAsync(HttpConnection connection, Target target)
    {
        var flow = new AuthorizationCodeFlow(
            connection, target, target.App.RefreshingClientId ?? target.App.ClientId, Target.Scope + "%20offline_access");
        var answer = target.AuthorizeForm is null
            ? await flow.ExchangeAsync((await SignIn.RunAsync(connection, target, flow._clientId, flow._scope)).Code, 0)
            : await flow.RunAsync(0);
        return answer.Member("refresh_token");
    }

    public async Task<ReadOnlyMemory<byte>> RunAsync(int number)
    {
        var code = (await _connection.SendAsync(Authorize(number))).ExpectRedirect().Cut("code="u8, "&\r"u8);
        return await ExchangeAsync(code, number);
    }

    async Task<ReadOnlyMemory<byte>> ExchangeAsync(string code, int number) =>
        (await _connection.SendAsync(Token(code, number))).ExpectMember("access_token").ExpectMember("id_token");

    byte[] Authorize(int number)
    {
        var parameters = AuthorizeParameters(_target, _clientId, _scope, number);
        return _target.AuthorizeForm is { } form
            ? Requests.PostForm(_server, _target.AuthorizePath, $"{parameters}&{form}", _target.Caller(number))
            : Requests.Get(_server, $"{_target.AuthorizePath}?{parameters}&prompt=none", _cookies);
    }

    byte[] Token(string code, int number) => Requests.PostForm(_server, _target.TokenPath,
        $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(_target.App.RedirectUri)}&client_id={_clientId}" +
        $"&code_verifier={Pkce.Verifier}",
        _target.Caller(number));

    public static string AuthorizeParameters(Target target, string clientId, string scope, int number) =>
        $"client_id={clientId}&response_type=code&scope={scope}&redirect_uri={Uri.EscapeDataString(target.App.RedirectUri)}" +
        $"&state=s-{number}&nonce=n-{number}&code_challenge={Pkce.Challenge}&code_challenge_method=S256";
}
