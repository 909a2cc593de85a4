using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Postern.Cli.Tests.Nodes;

/// <summary>What an admin or an app makes that is good once: by an app that signs, and a user who is invited, made for it.</summary>
sealed class OneTimeProofs
{
    const string Url = "http://okta.example.test/oauth2/default/v1/token";
    const string TestersGroup = "00g1posternTesters05";

    static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    readonly Caller _caller;
    readonly Caller _admin;

    OneTimeProofs(Caller caller, Caller admin) => (_caller, _admin) = (caller, admin);

    public static async Task<(Func<Task<Caller.Heard>> Redeem, OneTimeThings.Bought Bought)> MakeAsync(
        string what, Caller caller, Caller admin)
    {
        var proofs = new OneTimeProofs(caller, admin);
        return what switch
        {
            "client assertion" => await proofs.ClientAssertionAsync(),
            "bearer assertion" => await proofs.BearerAssertionAsync(),
            "DPoP proof" => await proofs.DpopProofAsync(),
            "activation token" => await proofs.ActivationTokenAsync(),
            _ => await proofs.ConsentAsync(),
        };
    }

    async Task<(Func<Task<Caller.Heard>>, OneTimeThings.Bought)> ClientAssertionAsync()
    {
        var form = $"grant_type=client_credentials&scope=api:read&{Proving(await AppAsync("service", "client_credentials"))}";
        return (() => _caller.TokenAsync(form), OneTimeThings.Member("access_token"));
    }

    async Task<(Func<Task<Caller.Heard>>, OneTimeThings.Bought)> BearerAssertionAsync()
    {
        var app = await AppAsync("web", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        (await _admin.PutAsync($"/api/v1/apps/{app}/groups/{TestersGroup}", "{}")).Status.ShouldBe(200);
        var assertion = Sign("JWT", Claims(app, "ada@example.com"));
        return (
            () => _caller.TokenAsync(
                $"grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&scope=api:read&assertion={assertion}&{Proving(app)}"),
            OneTimeThings.Member("access_token"));
    }

    async Task<(Func<Task<Caller.Heard>>, OneTimeThings.Bought)> DpopProofAsync()
    {
        const string form = "grant_type=client_credentials&scope=api:read&client_id=0oa1posternService05" +
            "&client_secret=demo-service-secret-that-is-no-secret-01234567";
        var asked = await _caller.TokenAsync(form, Proof(""));
        var proof = Proof($",\"nonce\":\"{asked.DpopNonce}\"");
        return (() => _caller.TokenAsync(form, proof), OneTimeThings.Member("access_token"));
    }

    async Task<(Func<Task<Caller.Heard>>, OneTimeThings.Bought)> ActivationTokenAsync()
    {
        var login = $"{NewName()}@example.com";
        var user = (await _admin.JsonAsync(
            "/api/v1/users?activate=false",
            $$"""{"profile":{"login":"{{login}}","email":"{{login}}","firstName":"Ivy","lastName":"Invited"} }""")).Text("id");
        var token = (await _admin.JsonAsync($"/api/v1/users/{user}/lifecycle/activate?sendEmail=false", "{}")).Text("activationToken");
        return (
            () => _caller.JsonAsync("/api/v1/authn", $$"""{"token":"{{token}}"}"""), answer => answer.Status == 200 ? answer.Body : null);
    }

    async Task<(Func<Task<Caller.Heard>>, OneTimeThings.Bought)> ConsentAsync()
    {
        var session = await _caller.AuthorizeAsync($"sessionToken={(await _caller.AuthenticateAsync()).Text("sessionToken")}");
        var page = await _caller.GetAsync(
            $"/oauth2/aus1posternOrders005/v1/authorize?client_id={Caller.Web}&response_type=code&scope=openid%20orders:write&state=s" +
            "&prompt=consent&nonce=n&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback",
            session.Cookie);
        var key = page.Field("okta_key");
        return (
            () => _caller.FormAsync("/login/consent", $"okta_key={key}&decision=allow", session.Cookie),
            answer => answer.Status is 302 or 303 ? answer.Location : null);
    }

    /// <summary>An app that signs, and its client id.</summary>
    async Task<string> AppAsync(string kind, string grant)
    {
        var redirects = kind is "web" ? ",\"redirect_uris\":[\"http://localhost:8080/callback\"],\"response_types\":[\"code\"]" : "";
        var grants = kind is "web" ? $"\"authorization_code\",\"{grant}\"" : $"\"{grant}\"";
        var key = PublicKey(",\"kid\":\"ec-1\",\"use\":\"sig\",\"alg\":\"ES256\"");
        var made = await _admin.JsonAsync(
            "/api/v1/apps",
            $$$"""
            {"name":"oidc_client","label":"{{{NewName()}}}","signOnMode":"OPENID_CONNECT",
             "credentials":{"oauthClient":{"token_endpoint_auth_method":"private_key_jwt"}},
             "settings":{"oauthClient":{"application_type":"{{{kind}}}","grant_types":[{{{grants}}}]{{{redirects}}},
              "jwks":{"keys":[ {{{key}}} ]} } } }
            """);
        made.Status.ShouldBe(200, made.Body);
        return made.Text("id");
    }

    static string Proving(string app) =>
        "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=" + Sign("JWT", Claims(app, app));

    static string Proof(string more) => Sign(
        "dpop+jwt",
        $$"""{"htm":"POST","htu":"{{Url}}","iat":{{Now}},"jti":"{{NewName()}}"{{more}} }""",
        $",\"jwk\":{PublicKey("")}");

    static string Claims(string issuer, string subject) =>
        $$"""{"iss":"{{issuer}}","sub":"{{subject}}","aud":"{{Url}}","exp":{{Now + 300}},"iat":{{Now - 1}},"jti":"{{NewName()}}"}""";

    static string NewName() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    static string PublicKey(string more)
    {
        var point = Key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return $$"""{"kty":"EC","crv":"P-256","x":"{{x}}","y":"{{y}}"{{more}} }""";
    }

    static string Sign(string type, string payload, string header = ",\"kid\":\"ec-1\"")
    {
        var signed = $"{Encode($$"""{"typ":"{{type}}","alg":"ES256"{{header}} }""")}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
