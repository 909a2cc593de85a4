using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>What an admin sends in confidence is told nobody who reads, where Okta tells it nobody.</summary>
public sealed class UntoldSecretTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Secret = "only-the-sender-knows-this";

    const string Apple =
        $$$$$"""{"type":"APPLE","name":"Apple","protocol":{"type":"OIDC","scopes":["openid"],"credentials":{"client":{"client_id":"com.example"},"signing":{"kid":"K1","teamId":"T1","privateKey":"{{{{{Secret}}}}}"}}},"policy":{}}""";

    [Theory]
    [InlineData("/idps", Apple)]
    [InlineData(
        "/inlineHooks",
        $$$$$"""{"name":"i","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"https://hook.example.com","authScheme":{"type":"HEADER","key":"X-Secret","value":"{{{{{Secret}}}}}"}}}}""")]
    [InlineData(
        "/eventHooks",
        $$$$$"""{"name":"e","events":{"type":"EVENT_TYPE","items":["user.session.start"]},"channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"https://hook.example.com","authScheme":{"type":"HEADER","key":"X-Secret","value":"{{{{{Secret}}}}}"}}}}""")]
    [InlineData(
        "/authenticators",
        $$$$$"""{"key":"rsa_token","name":"RSA","provider":{"type":"RSA","configuration":{"hostName":"radius.example.com","authPort":1812,"sharedSecret":"{{{{{Secret}}}}}"}}}""")]
    [InlineData(
        "/users?activate=true",
        $$$$$"""{"profile":{"firstName":"A","lastName":"B","email":"secret@example.com","login":"secret@example.com"},"credentials":{"password":{"value":"Correct-Horse-9"},"recovery_question":{"question":"Who knows?","answer":"{{{{{Secret}}}}}"}}}""")]
    [InlineData(
        "/apps",
        $$$$$"""{"name":"template_swa","label":"Shared","signOnMode":"BROWSER_PLUGIN","credentials":{"scheme":"SHARED_USERNAME_AND_PASSWORD","userName":"all","password":{"value":"{{{{{Secret}}}}}"}},"settings":{"app":{"buttonField":"b","passwordField":"p","usernameField":"u","url":"https://a.example.com"}}}""")]
    public async Task What_is_sent_in_confidence_is_told_to_nobody_who_reads(string path, string body)
    {
        var made = await org.PostAsync(path, body);

        made.Status.ShouldBe(200, made.Body);
        var all = path.Split('?')[0];
        made.Body.ShouldNotContain(Secret);
        (await org.GetAsync($"{all}/{made.Text("id")}")).Body.ShouldNotContain(Secret);
        (await org.GetAsync(all)).Body.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task The_private_half_of_an_apps_key_is_told_to_nobody()
    {
        using var rsa = RSA.Create(2048);
        var key = rsa.ExportParameters(includePrivateParameters: true);
        var secret = Url(key.D!);
        var jwk = $$"""{"kty":"RSA","kid":"k1","e":"{{Url(key.Exponent!)}}","n":"{{Url(key.Modulus!)}}","d":"{{secret}}","p":"{{Url(key.P!)}}"}""";

        var made = await org.PostAsync(
            "/apps",
            $$$$$"""{"name":"oidc_client","label":"Signs","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"token_endpoint_auth_method":"private_key_jwt"}},"settings":{"oauthClient":{"application_type":"service","jwks":{"keys":[{{{{{jwk}}}}}]}}}}""");
        var registered = await org.Http.PostJsonAsync(
            "/oauth2/v1/clients",
            $$$$$"""{"client_name":"Registered","application_type":"service","token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[{{{{{jwk}}}}}]}}""",
            ("Authorization", "SSWS 00testApiToken"));

        made.Status.ShouldBe(200, made.Body);
        registered.Status.ShouldBe(201, registered.Body);
        foreach (var id in (string[])[made.Text("id"), registered.Text("client_id")])
        {
            var keys = await org.GetAsync($"/apps/{id}/credentials/jwks");
            keys.Body.ShouldContain(Url(key.Modulus!));
            (keys.Body + (await org.GetAsync($"/apps/{id}")).Body).ShouldNotContain(secret);
        }

        (made.Body + registered.Body).ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_key_of_Apples_stays_where_an_update_sends_none()
    {
        (string, string) token = ("Authorization", "SSWS 00testApiToken");
        await using var database = SqliteDataSource.InMemory();
        await using var kept = await LocalOrg.StartAsync(
            new() { DataSource = database, Seed = OrgSeed.Default with { ApiTokens = ["00testApiToken"] } }, The.Ct);
        using var http = new Browserless(kept);
        var made = await http.PostJsonAsync("/api/v1/idps", Apple, token);

        var renamed = Apple.Replace("\"name\":\"Apple\"", "\"name\":\"Orchard\"", StringComparison.Ordinal)
            .Replace($",\"privateKey\":\"{Secret}\"", "", StringComparison.Ordinal);
        var changed = await http.SendAsync(
            HttpMethod.Put, $"/api/v1/idps/{made.Text("id")}",
            new StringContent(renamed, Encoding.UTF8, new MediaTypeHeaderValue("application/json")), token);

        changed.Text("name").ShouldBe("Orchard", changed.Body);
        (await KeptAsync(database)).ShouldContain(Secret);
    }

    [Fact]
    public async Task The_secret_of_a_client_at_another_provider_is_told_as_Okta_tells_it()
    {
        var made = await org.PostAsync(
            "/idps",
            """{"type":"OIDC","name":"Elsewhere","protocol":{"type":"OIDC","credentials":{"client":{"client_id":"c","client_secret":"told"}}},"policy":{}}""");

        (await org.GetAsync($"/idps/{made.Text("id")}")).Json.GetProperty("protocol").GetProperty("credentials").GetRawText()
            .ShouldBe("""{"client":{"client_id":"c","client_secret":"told"}}""");
    }

    static async Task<string> KeptAsync(SqliteDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync(The.Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "select document from identity_providers";
        return (string)(await command.ExecuteScalarAsync(The.Ct))!;
    }

    static string Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
