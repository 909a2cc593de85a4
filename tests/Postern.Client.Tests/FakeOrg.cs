using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.Time.Testing;

namespace Postern.Client.Tests;

/// <summary>Stands where the network would: each endpoint answers as Okta does when all is well, until a test says otherwise.</summary>
sealed class FakeOrg : HttpMessageHandler
{
    readonly ConcurrentQueue<Asked> _asked = new();

    public FakeOrg(string issuer = The.Issuer)
    {
        Issuer = issuer;
        Answers["/api/v1/authn"] = _ => Some.Json(200, Success);
        Answers[$"{Path}/.well-known/openid-configuration"] = _ => Some.Json(200, Metadata);
        Answers[$"{OAuthPath}/v1/authorize"] = asked =>
            Some.Redirect($"{asked.Query("redirect_uri")}?code={The.Code}&state={asked.Query("state")}");
        Answers[$"{OAuthPath}/v1/token"] = _ => Some.Json(200, Tokens());
        Answers[$"{OAuthPath}/v1/keys"] = _ => Some.Json(200, Some.Jwks(The.Key));
    }

    public string Issuer { get; }

    public FakeTimeProvider Time { get; init; } = new(The.Now);

    /// <summary>By path; what is not here answers 404.</summary>
    public Dictionary<string, Func<Asked, HttpResponseMessage>> Answers { get; } = [];

    public Func<Asked, HttpResponseMessage> Authn { set => Answers["/api/v1/authn"] = value; }

    public Func<Asked, HttpResponseMessage> Discovery { set => Answers[$"{Path}/.well-known/openid-configuration"] = value; }

    public Func<Asked, HttpResponseMessage> Authorize { set => Answers[$"{OAuthPath}/v1/authorize"] = value; }

    public Func<Asked, HttpResponseMessage> Token { set => Answers[$"{OAuthPath}/v1/token"] = value; }

    public Func<Asked, HttpResponseMessage> Keys { set => Answers[$"{OAuthPath}/v1/keys"] = value; }

    public Func<Asked, HttpResponseMessage> Introspect { set => Answers[$"{OAuthPath}/v1/introspect"] = value; }

    public Func<Asked, HttpResponseMessage> Revoke { set => Answers[$"{OAuthPath}/v1/revoke"] = value; }

    public Func<Asked, HttpResponseMessage> UserInfo { set => Answers[$"{OAuthPath}/v1/userinfo"] = value; }

    public Func<Asked, HttpResponseMessage> Logout { set => Answers[$"{OAuthPath}/v1/logout"] = value; }

    public Func<Asked, HttpResponseMessage> DeviceAuthorize { set => Answers[$"{OAuthPath}/v1/device/authorize"] = value; }

    public Func<Asked, HttpResponseMessage> BackchannelAuthorize { set => Answers[$"{OAuthPath}/v1/bc/authorize"] = value; }

    public Func<Asked, HttpResponseMessage> PushAuthorization { set => Answers[$"{OAuthPath}/v1/par"] = value; }

    /// <summary>Changes the ID token's claims before it is signed.</summary>
    public Action<JsonObject> IdTokenClaims { get; set; } = _ => { };

    /// <summary>Changes the access token's claims before it is signed.</summary>
    public Action<JsonObject> AccessTokenClaims { get; set; } = _ => { };

    /// <summary>What was asked, in the order it came.</summary>
    public IReadOnlyList<Asked> Asked => [.. _asked];

    string Path => Issuer[The.Org.Length..];

    string OAuthPath => Path.Length > 0 ? Path : "/oauth2";

    /// <summary>Until this has ended, however long it waits by the org's clock.</summary>
    public Task WhileTimeMovesAsync(Task running) => Patience.UntilAsync(
        "the end of what waits by the org's clock",
        () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return running.IsCompleted;
        },
        () => string.Join(", ", Asked.Select(asked => asked.Url.AbsolutePath)));

    public IEnumerable<Asked> AskedAt(string end) => Asked.Where(asked => asked.Url.AbsolutePath.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Empty where no authorization request was made.</summary>
    public string Nonce => Asked.Select(asked => asked.Query("nonce")).LastOrDefault(nonce => nonce is not "") ?? "";

    public string Success => $$"""
        {"expiresAt":"2026-02-03T10:20:30.000Z","status":"SUCCESS","sessionToken":"{{The.SessionToken}}",
         "_embedded":{"user":{"id":"{{The.UserId}}","profile":{"login":"{{The.Login}}","firstName":"Jo","lastName":"Tester","locale":"en","timeZone":"America/Los_Angeles"} } } }
        """;

    public string Metadata => $$"""
        {"issuer":"{{Issuer}}","authorization_endpoint":"{{The.Org}}{{OAuthPath}}/v1/authorize","token_endpoint":"{{The.Org}}{{OAuthPath}}/v1/token","jwks_uri":"{{The.Org}}{{OAuthPath}}/v1/keys","scopes_supported":["openid"],
         "userinfo_endpoint":"{{The.Org}}{{OAuthPath}}/v1/userinfo","introspection_endpoint":"{{The.Org}}{{OAuthPath}}/v1/introspect","revocation_endpoint":"{{The.Org}}{{OAuthPath}}/v1/revoke",
         "end_session_endpoint":"{{The.Org}}{{OAuthPath}}/v1/logout","device_authorization_endpoint":"{{The.Org}}{{OAuthPath}}/v1/device/authorize",
         "pushed_authorization_request_endpoint":"{{The.Org}}{{OAuthPath}}/v1/par","backchannel_authentication_endpoint":"{{The.Org}}{{OAuthPath}}/v1/bc/authorize"}
        """;

    public OktaClient Connect(Func<OktaClientOptions, OktaClientOptions>? change = null)
    {
        var options = new OktaClientOptions { Issuer = Issuer, ClientId = The.ClientId, RedirectUri = The.RedirectUri, Time = Time };
        return new(new HttpClient(this), change?.Invoke(options) ?? options);
    }

    public string AccessToken()
    {
        var claims = new JsonObject
        {
            ["ver"] = 1,
            ["jti"] = "AT.1",
            ["iss"] = Issuer,
            ["aud"] = "api://default",
            ["iat"] = Time.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = Time.GetUtcNow().ToUnixTimeSeconds() + 3600,
            ["cid"] = The.ClientId,
            ["uid"] = The.UserId,
            ["scp"] = new JsonArray("openid"),
            ["sub"] = The.Login,
        };
        AccessTokenClaims(claims);
        return Some.Jwt(claims);
    }

    public JsonObject IdToken(string? accessToken = null, string? code = null)
    {
        var claims = new JsonObject
        {
            ["sub"] = The.UserId,
            ["ver"] = 1,
            ["iss"] = Issuer,
            ["aud"] = The.ClientId,
            ["iat"] = Time.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = Time.GetUtcNow().ToUnixTimeSeconds() + 3600,
            ["amr"] = new JsonArray("pwd"),
            ["nonce"] = Nonce,
        };
        if (Nonce is "")
            _ = claims.Remove("nonce");
        if (accessToken is not null)
            claims["at_hash"] = Some.Hash(accessToken);
        if (code is not null)
            claims["c_hash"] = Some.Hash(code);
        IdTokenClaims(claims);
        return claims;
    }

    public string Tokens(Func<JsonObject, string>? sign = null)
    {
        var accessToken = AccessToken();
        var idToken = (sign ?? (claims => Some.Jwt(claims)))(IdToken(accessToken));
        return $$"""{"token_type":"Bearer","expires_in":3600,"access_token":"{{accessToken}}","scope":"openid profile","id_token":"{{idToken}}"}""";
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        var asked = new Asked(request.Method, request.RequestUri!, body, request.Headers.ToString() + request.Content?.Headers)
        {
            At = Time.GetUtcNow(),
        };
        _asked.Enqueue(asked);
        var response = Answers.TryGetValue(asked.Url.AbsolutePath, out var answer) ? answer(asked) : Some.Html(404, "<h1>not here</h1>");
        response.RequestMessage ??= request;
        return response;
    }
}

/// <summary>A request as it arrived.</summary>
sealed record Asked(HttpMethod Method, Uri Url, string Body, string Headers)
{
    public DateTimeOffset At { get; init; }

    public string Query(string name) => HttpUtility.ParseQueryString(Url.Query)[name] ?? "";

    public string Form(string name) => HttpUtility.ParseQueryString(Body)[name] ?? "";
}
