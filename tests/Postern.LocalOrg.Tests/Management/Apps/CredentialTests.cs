using System.Text.Json;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Management.Apps;

/// <summary>A client's secrets and keys: management.md 10.6.</summary>
public sealed class CredentialTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Assertion =
        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=";

    [Fact]
    public async Task Two_secrets_are_good_at_once_and_a_third_is_refused()
    {
        var (id, first) = await org.ServiceAsync("Two secrets");
        var path = $"/apps/{id}/credentials/secrets";

        var added = await org.PostAsync(path, """{"client_secret":"a-second-secret-of-mine"}""");
        var second = ManagedOrg.Basic(id, "a-second-secret-of-mine");

        added.Status.ShouldBe(201, added.Body);
        added.Members.ShouldBe(["id", "created", "lastUpdated", "status", "client_secret", "secret_hash", "_links"]);
        added.Text("secret_hash").ShouldMatch("^[A-Za-z0-9_-]{22}$");
        added.Json.GetProperty("_links").GetRawText().ShouldBe(
            $$$$"""{"deactivate":{"href":"{{{{org.Org.Url}}}}/api/v1{{{{path}}}}/{{{{added.Text("id")}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}}""");
        (await org.ServeAsync(first)).Status.ShouldBe(200);
        (await org.ServeAsync(second)).Status.ShouldBe(200);
        (await org.PostAsync(path)).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: OAuth2ClientSecretMediated",
            "You've reached the maximum number of client secrets per client.");
        (await org.GetAsync($"{path}/{added.Text("id")}")).Body.ShouldBe(added.Body);
    }

    [Fact]
    public async Task A_secret_is_switched_off_before_it_is_deleted_and_the_last_one_never()
    {
        var (id, first) = await org.ServiceAsync("One secret");
        var path = $"/apps/{id}/credentials/secrets";
        var only = (await org.GetAsync(path)).Json[0].GetProperty("id").GetString();

        (await org.PostAsync($"{path}/{only}/lifecycle/deactivate")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: OAuth2ClientSecretMediated", "You can't deactivate the only active client secret.");
        (await org.DeleteAsync($"{path}/{only}")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: OAuth2ClientSecretMediated",
            "You can't delete an active client secret. Deactivate the secret before deleting it.");
        await org.PostAsync(path);
        var off = await org.PostAsync($"{path}/{only}/lifecycle/deactivate");
        off.Text("status").ShouldBe("INACTIVE");
        off.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name).ShouldBe(["activate", "delete"]);
        (await org.ServeAsync(first)).Status.ShouldBe(401);
        (await org.DeleteAsync($"{path}/{only}")).Status.ShouldBe(204);
        (await org.GetAsync($"{path}/{only}"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {only} (OAuth2ClientSecretMediated)");
    }

    [Fact]
    public async Task Of_twenty_secrets_at_once_one_is_made()
    {
        var (id, _) = await org.ServiceAsync("Never three");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => org.PostAsync($"/apps/{id}/credentials/secrets")));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        (await org.GetAsync($"/apps/{id}/credentials/secrets")).Json.GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"client_secret":"too-short"}""", "'client_secret' must be at least '14' characters long.")]
    [InlineData("""{"client_secret":"not printable: ñ"}""", "''client_secret'' must only contain printable ASCII: [x20-x7E]+")]
    public async Task A_secret_of_ones_own_is_fit_to_be_one(string body, string cause) =>
        (await org.PostAsync($"/apps/{The.Service}/credentials/secrets", body))
            .ShouldBeOktaError(400, "E0000001", "Api validation failed: client_secret", "client_secret: " + cause);

    [Fact]
    public async Task A_seeded_secret_is_listed_without_what_only_its_hash_is_left_of()
    {
        var secrets = await org.GetAsync($"/apps/{The.Web}/credentials/secrets");

        secrets.Json[0].EnumerateObject().Select(member => member.Name)
            .ShouldBe(["id", "created", "lastUpdated", "status", "secret_hash", "_links"]);
        secrets.Json[0].GetProperty("id").GetString()!.ShouldStartWith("ocs");
    }

    [Fact]
    public async Task A_key_that_is_switched_off_signs_for_nobody()
    {
        var key = JsonDocument.Parse(ClientAssertion.PublicKeys()).RootElement.GetProperty("keys").EnumerateArray()
            .First(jwk => jwk.GetProperty("kty").GetString() is "RSA").GetRawText();
        var made = await org.PostAsync(
            "/apps",
            $$$$$"""{"name":"oidc_client","label":"Signs","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"token_endpoint_auth_method":"private_key_jwt"}},"settings":{"oauthClient":{"application_type":"service","jwks":{"keys":[{{{{{key}}}}},{"kty":"RSA","kid":"other","e":"AQAB","n":"{{{{{new string('x', 344)}}}}}"}]}}}}""");
        made.Status.ShouldBe(200, made.Body);
        var id = made.Text("id");
        var keys = (await org.GetAsync($"/apps/{id}/credentials/jwks")).Json;
        var path = $"/apps/{id}/credentials/jwks/{keys[0].GetProperty("id").GetString()}";

        var before = await SignedAsync(id);
        var off = await org.PostAsync(path + "/lifecycle/deactivate");
        var after = await SignedAsync(id);

        made.Body.ShouldNotContain("client_secret\"");
        made.Json.GetProperty("_links").GetProperty("clientCredentials")[0].GetProperty("name").GetString().ShouldBe("jwks");
        made.Json.GetProperty("settings").GetProperty("oauthClient").GetProperty("jwks").GetProperty("keys")[0].EnumerateObject()
            .Select(member => member.Name).Take(4).ShouldBe(["kty", "id", "status", "kid"]);
        (before.Status, off.Status, after.Status).ShouldBe((200, 200, 401), before.Body + after.Body);
        var other = keys[1].GetProperty("id").GetString();
        (await org.PostAsync($"/apps/{id}/credentials/jwks/{other}/lifecycle/deactivate")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: JsonWebKey",
            "Can't deactivate the only active JSON Web Key when the value for 'token_endpoint_auth_method' is 'private_key_jwt'.");
        (await org.DeleteAsync(path)).Status.ShouldBe(204);
        (await org.GetAsync(path)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"kty":"RSA","kid":"short","e":"AQAB","n":"abcd"}""")]
    [InlineData("""{"kty":"RSA","kid":"none"}""")]
    [InlineData("""{"kty":"RSA","kid":"garbage","e":"AQAB","n":"§§"}""")]
    public async Task A_key_that_is_too_short_is_refused(string key) =>
        (await org.PostAsync($"/apps/{The.Service}/credentials/jwks", key)).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: JsonWebKey",
            "RSA key length in the 'jwks' is less than '2,048' bits for the given key.");

    [Fact]
    public async Task An_app_is_granted_scopes_of_Oktas_one_by_one()
    {
        var made = await org.PostAsync(
            "/apps",
            $$$$"""{"name":"oidc_client","label":"Admin","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"token_endpoint_auth_method":"private_key_jwt"}},"settings":{"oauthClient":{"application_type":"service","jwks":{{{{ClientAssertion.PublicKeys()}}}}}}}""");
        var id = made.Text("id");
        var ungranted = await SignedAsync(id, "/oauth2", "okta.users.read");

        var granted = await org.PostAsync($"/apps/{id}/grants", $$"""{"scopeId":"okta.users.read","issuer":"{{org.Org.Url}}"}""");
        var again = await org.PostAsync($"/apps/{id}/grants", $$"""{"scopeId":"okta.users.read","issuer":"{{org.Org.Url}}"}""");
        var token = await SignedAsync(id, "/oauth2", "okta.users.read");

        ungranted.ShouldBeError(400, "consent_required", "You are not allowed any of the requested scopes.");
        granted.Status.ShouldBe(200, granted.Body);
        granted.Members.ShouldBe(
            [
                "id", "status", "created", "createdBy", "lastUpdated", "issuer", "clientId", "scopeId", "source", "_embedded", "_links",
            ]);
        again.Body.ShouldBe(granted.Body);
        Jwt.Texts(token.Text("access_token"), "scp").ShouldBe(["okta.users.read"]);
        (await org.GetAsync($"/apps/{id}/grants")).Json.EnumerateArray().Single().TryGetProperty("_embedded", out _).ShouldBeFalse();
        (await org.DeleteAsync($"/apps/{id}/grants/{granted.Text("id")}")).Status.ShouldBe(204);
        (await SignedAsync(id, "/oauth2", "okta.users.read")).Status.ShouldBe(400);
        (await org.PostAsync($"/apps/{id}/grants", $$"""{"scopeId":"demo","issuer":"{{org.Org.Url}}"}"""))
            .ShouldBeOktaError(400, "E0000001", "Api validation failed: scopeId", "scopeId: Invalid scope.");
    }

    [Fact]
    public async Task A_certificate_is_made_and_shared_with_another_app()
    {
        var saml = (await org.PostAsync("/apps", """{"label":"Saml","signOnMode":"SAML_2_0"}""")).Text("id");
        var other = (await org.PostAsync("/apps", """{"label":"Other","signOnMode":"SAML_2_0"}""")).Text("id");

        var made = await org.PostAsync($"/apps/{saml}/credentials/keys/generate?validityYears=2");
        var kid = made.Text("kid");
        var shared = await org.PostAsync($"/apps/{saml}/credentials/keys/{kid}/clone?targetAid={other}");

        made.Status.ShouldBe(201, made.Body);
        made.Members.ShouldBe(["kty", "created", "lastUpdated", "expiresAt", "kid", "use", "x5c", "x5t#S256", "e", "n"]);
        made.Headers["Location"].ShouldBe($"{org.Org.Url}/api/v1/apps/{saml}/credentials/keys/{kid}");
        (await org.GetAsync($"/apps/{saml}/credentials/keys/{kid}")).Body.ShouldBe(made.Body);
        (shared.Status, shared.Body).ShouldBe((201, made.Body));
        (await org.GetAsync($"/apps/{other}/credentials/keys")).Body.ShouldBe($"[{made.Body}]");
        (await org.PostAsync($"/apps/{saml}/credentials/keys/generate?validityYears=1")).Status.ShouldBe(400);
    }

    Task<Answer> SignedAsync(string clientId, string server = "/oauth2/default", string scope = "api:read")
    {
        var assertion = ClientAssertion.ByRsa(
            $$"""{"iss":"{{clientId}}","sub":"{{clientId}}","aud":"{{org.Org.Url}}{{server}}/v1/token","exp":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 300}}}""");
        return org.Http.PostFormAsync($"{server}/v1/token", $"grant_type=client_credentials&scope={scope}&{Assertion}{assertion}");
    }
}
