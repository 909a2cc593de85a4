using System.Buffers.Text;
using System.Text;

namespace Postern.LocalOrg.Tests.Garbage;

/// <summary>A request put together by chance from parts that have hurt servers before.</summary>
sealed record MalformedRequest(string Method, string Path, IReadOnlyList<string> Headers, byte[] Body)
{
    static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW", "get", "TRACE"];

    static readonly string[] Paths =
    [
        "/api/v1/authn", "/api/v1/authn/", "/api/v1/authn/cancel", "/api/v1/authn/factors/x/verify", "/api/v1/users",
        "/api/v1/authorizationServers/default/credentials/keys", "/api/v1/authorizationServers/default/credentials/lifecycle/keyRotate",
        "/api/v1", "/api",
        "/oauth2/v1/authorize", "/oauth2/default/v1/authorize", "/oauth2/v1/authorize/redirect", "/oauth2/v1/token",
        "/oauth2/default/v1/token", "/oauth2/default/v1/token/",
        "/oauth2/v1/keys", "/oauth2/default/v1/keys", "/oauth2/v1/userinfo", "/oauth2/default/v1/userinfo", "/oauth2/default/v1/introspect",
        "/oauth2/v1/introspect", "/oauth2/default/v1/revoke", "/oauth2/v1/revoke", "/oauth2/v1/clients/x", "/oauth2/v1/clients",
        "/oauth2/v1/clients/x/lifecycle/newSecret",
        "/oauth2/nobody/v1/token", "/oauth2/nobody/v1/authorize", "/oauth2/default", "/oauth2",
        "/.well-known/openid-configuration", "/.well-known/okta-organization", "/.well-known/webfinger",
        "/oauth2/default/.well-known/oauth-authorization-server",
        "/oauth2/v1/logout", "/oauth2/default/v1/logout", "/oauth2/v1/par", "/oauth2/default/v1/par", "/oauth2/default/v1/device/authorize",
        "/oauth2/default/v1/bc/authorize", "/activate",
        "/idp/idx/introspect", "/login/login.htm", "/login/consent", "/login/step", "/app/UserHome", "/login/signout", "/", "/nothing",
    ];

    static readonly string[] Twists =
    [
        "", "", "", "", "/", "//", "/x", "/..", "/../token", "/./", "/%2e%2e/%2e%2e", "%2f", "%2Fauthn", "%5c", ";jsessionid=1", "/%C0%AF",
        "/%ff%fe", "/%ED%A0%80", "/é", "/%25%32%65", ".json", "/%0d%0aX:1",
    ];

    static readonly string[] Values =
    [
        "", "x", "0oa1posternSpa000005", "0oa1posternWeb000005", "http%3A%2F%2Flocalhost%3A8080%2Fcallback", "code", "id_token%20token",
        "form_post", "okta_post_message", "openid", "none", "login",
        "%00", "%ED%A0%80", "%FF%FE", "%C3%28", "%EF%BF%BF", "%F0%9F%98%80", "%u0041", "%", "%zz", "+", "%0D%0A", "'%20or%201=1--",
        "%3Cscript%3E", "-1", "99999999999999999999", "1e309",
        "authorization_code", "refresh_token", "password", "client_credentials", "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer",
        "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange",
        "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token", "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token",
        "urn%3Ax-oath%3Aparams%3Aoauth%3Atoken-type%3Adevice-secret",
        "api%3A%2F%2Fdefault", "ada%40example.com", "openid%20offline_access%20device_sso", new('A', 43),
        "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer", "eyJhbGciOiJub25lIn0.e30.", "e30.W10.e30", "W10.e30.x", "..",
        "a.b.c", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.eA",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIwb2ExcG9zdGVyblNwYTAwMDAwNSIsInN1YiI6W119.eA", new('a', 3000),
    ];

    static readonly string[] Names =
    [
        "client_id", "client_secret", "client_assertion", "client_assertion_type", "response_type", "response_mode", "redirect_uri",
        "scope", "state", "nonce", "prompt", "max_age", "login_hint", "request", "request_uri",
        "code_challenge", "code_challenge_method", "sessionToken", "grant_type", "code", "code_verifier", "okta_key", "username",
        "password", "access_token", "resource", "user_code", "decision", "state_token", "factor", "pass_code", "device_code", "auth_req_id",
        "binding_message", "requested_expiry", "id_token_hint", "post_logout_redirect_uri", "acr_values", "audience",
        "token", "token_type_hint", "refresh_token", "assertion", "subject_token", "subject_token_type", "actor_token", "actor_token_type",
        "requested_token_type", "dpop_jkt", "%00", "%ED%A0%80", "",
    ];

    static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-16", "application/json;charset=nonsense", "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded;charset=x",
        "multipart/form-data", "multipart/form-data; boundary=b", "multipart/form-data; boundary=\"\"", "text/plain", "/", ";",
        "application/", "é", "application/json, application/json", new('t', 500),
    ];

    static readonly string[] Odd =
    [
        "Accept: ", "Accept: */*;q=0", "Accept: text/html", "Accept: é", "Accept: ,,,", "Accept: application/json;q=nonsense",
        "Authorization: ", "Authorization: Basic", "Authorization: Basic !", "Authorization: Basic //79", "Authorization: Basic AAAA",
        "Authorization: Basic OmE6", "Authorization: Bearer", "Authorization: Bearer a.b.c", "Authorization: Bearer é",
        "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.W10.eA", "Authorization: SSWS 00x", "Authorization: Negotiate x",
        "Authorization: DPoP a.b.c", "Authorization: DPoP",
        "DPoP: ", "DPoP: x", "DPoP: e30.e30.", "DPoP: é", "DPoP: a.b.c, a.b.c",
        "Cookie: sid", "Cookie: sid=", "Cookie: sid=;sid=;;", "Cookie: sid=%00%ED%A0%80", "Cookie: sid=é", "Cookie: =", "Cookie: sid=\"",
        "Origin: null", "Origin: é", "Origin: http://localhost:8080", "Origin: x y", "Origin: http://[::1", "Origin: http://é.example",
        "Content-Encoding: gzip", "X-HTTP-Method-Override: PUT", "Accept-Language: xx-é", "If-None-Match: *", "Range: bytes=0-0",
    ];

    static readonly string[] Forms =
    [
        "/oauth2/v1/token", "/oauth2/default/v1/token", "/oauth2/default/v1/token", "/oauth2/default/v1/introspect",
        "/oauth2/default/v1/revoke",
    ];

    static readonly string[] Clients =
    [
        "client_id=0oa1posternNative005", "client_id=0oa1posternSpa000005",
        "client_id=0oa1posternWeb000005&client_secret=demo-web-secret-that-is-no-secret-0123456789",
        "client_id=0oa1posternService05&client_secret=demo-service-secret-that-is-no-secret-01234567",
    ];

    static readonly string[] Grants =
    [
        "authorization_code", "refresh_token", "password", "client_credentials", "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer",
        "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange",
    ];

    /// <summary>What would name another client, or none.</summary>
    static readonly string[] Never = ["client_id", "client_secret", "client_assertion", "client_assertion_type", "grant_type", ""];

    static readonly string[] Algorithms = ["ES256", "RS256", "ES512", "none", "HS256", ""];

    static readonly string[] Keys =
    [
        "null", "[]", "1", "\"x\"", "{}", "{\"kty\":null}", "{\"kty\":\"EC\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-999\",\"x\":\"AA\",\"y\":\"AA\"}", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":1,\"y\":[]}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"!\",\"y\":\"?\"}", "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}", "{\"kty\":\"RSA\",\"e\":{}}",
        "{\"kty\":\"oct\",\"k\":\"AA\"}", "{\"kty\":\"EC\",\"x5c\":[\"x\"]}", "{",
    ];

    static readonly string[] Payloads =
    [
        "{}", "[]", "", "null", "{\"htm\":1}", "{\"htm\":\"POST\",\"htu\":[]}", "{\"iat\":1e400}", "{\"iat\":-9223372036854775809}",
        "{\"exp\":{}}",
    ];

    static readonly string[] Signatures =
    [
        "", "x", "AAAA", "!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ];

    static readonly string[] Json =
    [
        "", "{", "}", "[", "null", "true", "0", "\"", "{}", "[]", "{\"username\":", "{\"username\":1,\"password\":2}",
        "{\"username\":[],\"password\":{}}", "{\"username\":null}", "{\"stateToken\":1}", "{\"stateToken\":\"\\u0000\"}",
        "{\"username\":\"\\ud800\",\"password\":\"x\"}", "{\"username\":\"\\udfff@\\uffff\",\"password\":\"\\ud800\"}",
        "{\"username\":\"a\",\"username\":\"b\",\"password\":\"x\"}", "{\"username\":\"\uFFFF\",\"password\":\"\uFFFE\"}",
        "{\"username\":\"\\u0000\",\"password\":\"\\u0000\"}", "{\"token\":{}}", "{\"relayState\":[1]}", "{\"audience\":\"\\ud83d\"}",
        "{\"username\":\"%\",\"password\":\"_\"}", "{\"username\":\"\\\\\",\"password\":\"x\"}", "{'username':'x'}", "{\"a\":1e999}",
        "\uFEFF{}",
        "{\"options\":" +
        new string('[', 400), "{\"a\":" +
        new string('[', 90) +
        new string(']', 90) +
        "}", "{\"username\":\"" +
        new string('a', 60000) +
        "\",\"password\":\"x\"}",
    ];

    static readonly string[] Multipart =
    [
        "--b", "--b--\r\n", "--b\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nx", "--b\r\nno header at all\r\n\r\n",
        "--b\r\n\r\n\r\n--b--",
    ];

    public static MalformedRequest By(Chance chance)
    {
        var path = chance.Of(Paths) + chance.Of(Twists) + (chance.Below(2) == 0 ? "?" + Parameters(chance) : "");
        List<string> headers = [];
        if (chance.Below(5) > 0)
            headers.Add("Content-Type: " + chance.Of(Types));
        for (var i = chance.Below(3); i > 0; i--)
            headers.Add(chance.Of(Odd));
        return new(chance.Below(2) == 0 ? "POST" : chance.Of(Methods), path, headers, Body_(chance));
    }

    /// <summary>A client's request for tokens that is a form at least, with whatever in it, and a proof now and then.</summary>
    public static MalformedRequest OfGrant(Chance chance)
    {
        var client = chance.Of(Clients);
        List<string> headers = ["Content-Type: application/x-www-form-urlencoded"];
        if (chance.Below(3) == 0)
            headers.Add(
                "DPoP: " +
                $"{Encode($$"""{"typ":"dpop+jwt","alg":"{{chance.Of(Algorithms)}}","jwk":{{chance.Of(Keys)}}}""")}.{Encode(chance.Of(Payloads))}.{chance.Of(Signatures)}");
        var form =
            $"{client}&grant_type={chance.Of(Grants)}" +
            $"&{string.Join('&', Names.Where(_ => chance.Below(4) == 0).Except(Never).Select(name => $"{name}={chance.Of(Values)}"))}";
        return new("POST", chance.Of(Forms), headers, Encoding.UTF8.GetBytes(form));
    }

    public byte[] ToBytes() =>
    [
        .. Encoding.UTF8.GetBytes(
            $"{Method} {Path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
            $"{Body.Length}\r\n{string.Concat(Headers.Select(header => header + "\r\n"))}\r\n"),
        .. Body,
    ];

    public override string ToString() => $"{Method} {Path}\n{string.Join('\n', Headers)}\n\n{Encoding.UTF8.GetString(Body)}";

    static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    static byte[] Body_(Chance chance) => chance.Below(6) switch
    {
        0 => [],
        1 => chance.Bytes(chance.Below(300)),
        2 => Encoding.UTF8.GetBytes(chance.Of(Multipart)),
        3 => Encoding.UTF8.GetBytes(Parameters(chance)),
        _ => Encoding.UTF8.GetBytes(chance.Of(Json)),
    };

    static string Parameters(Chance chance) =>
        string.Join(
            '&',
            Enumerable.Range(0, chance.Below(9))
                .Select(_ => $"{chance.Of(Names)}={(chance.Below(20) == 0 ? chance.Of(Values) + chance.Of(Values) : chance.Of(Values))}"));
}
