using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Signed authorize requests: RFC 9101, oidc.md 7 and 22.</summary>
public sealed class RequestObjectTests : IAsyncLifetime
{
    const string Query = $"response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s-1f0c&nonce=n-8c2e&prompt=none";
    const string Secret = "a-secret-that-is-long-enough-for-any-HMAC-even-one-that-wants-64-bytes";

    static readonly RSA Rsa = RSA.Create(2048);
    static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    ClockedOrg _clocked = null!;

    string Issuer => _clocked.Org.IssuerOf("default");

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync(seed => seed with
    {
        Apps =
        [
            .. seed.Apps,
            Signing("ByRsa", "RS256"), Signing("ByEc", "ES256"),
            Signing("BySecret", "HS256") with { ClientSecret = Secret, TokenEndpointAuthMethod = "client_secret_basic" },
            Signing("ByShortSecret", "HS256") with { ClientSecret = "short", TokenEndpointAuthMethod = "client_secret_basic" },
            Signing("WithoutSecret", "HS256"),
            Signing("WithoutKeys", "RS256") with { Jwks = null }, Signing("WithBrokenKeys", "RS256") with { Jwks = "{" },
        ],
    });

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Theory]
    [Trait("Proves", "OIDC 6.1 request object")]
    [InlineData("ByRsa")]
    [InlineData("ByEc")]
    [InlineData("BySecret")]
    public async Task What_is_signed_wins_over_what_stands_beside_it(string client)
    {
        var answer = await AuthorizeAsync(
            client,
            Sign(client, Payload(client, """,  "state":"signed","max_age":600""")),
            $"&sessionToken={await _clocked.Http.SessionTokenAsync()}");

        answer.Redirected("code").ShouldNotBeNull(answer.Body);
        answer.Redirected("state").ShouldBe("signed");
    }

    [Fact]
    public async Task A_signed_redirect_URI_must_be_registered_as_any_other()
    {
        var answer = await AuthorizeAsync("ByRsa", Sign("ByRsa", Payload("ByRsa", ""","redirect_uri":"https://elsewhere.example" """)));

        answer.ShouldBeErrorPage(
            400, "invalid_request", "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.");
    }

    [Theory]
    [InlineData("\"api://default\"", null)]
    [InlineData("[\"api://default\"]", null)]
    [InlineData(
        "[\"https://elsewhere.example\"]", "The authorization server has rejected the 'resource' parameter: https://elsewhere.example")]
    public async Task A_signed_resource_is_a_text_or_a_list_of_one(string resource, string? description)
    {
        var answer = await AuthorizeAsync(
            "ByRsa",
            Sign("ByRsa", Payload("ByRsa", $",\"resource\":{resource}")),
            $"&sessionToken={await _clocked.Http.SessionTokenAsync()}");

        answer.Redirected("error_description").ShouldBe(description, answer.Location);
    }

    [Fact]
    public async Task A_list_of_several_signed_resources_is_too_long()
    {
        var answer = await AuthorizeAsync("ByRsa", Sign("ByRsa", Payload("ByRsa", ""","resource":["api://default","api://orders"] """)));

        answer.ShouldBeErrorPage(400, "invalid_target", "Too many 'resource' parameters in the request; maximum allowed is 1.");
    }

    [Fact]
    public async Task A_signed_request_may_be_pushed()
    {
        var pushed = await _clocked.Http.PostFormAsync(
            "/oauth2/default/v1/par",
            $"client_id={Id("ByRsa")}&{Query}&{The.Pkce}&request={Sign("ByRsa", Payload("ByRsa", ""","state":"signed" """))}");
        var answer = await _clocked.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={Id("ByRsa")}&request_uri={pushed.Text("request_uri")}" +
            $"&sessionToken={await _clocked.Http.SessionTokenAsync()}");

        answer.Redirected("state").ShouldBe("signed", answer.Body);
        answer.Redirected("code").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("x", "The request object cannot be parsed.")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", "The JWT signature algorithm of the request object is invalid.")]
    [InlineData("eyJhbGciOiJQUzI1NiJ9.e30.eA", "The JWT signature algorithm of the request object is invalid.")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.eA", "The signing algorithm used is not supported by this client.")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.eA", "The signature of the request object is invalid.")]
    [InlineData("eyJhbGciOiJSUzI1NiIsImtpZCI6Im5vYm9keSJ9.e30.eA", "The JWT kid of the request object is invalid.")]
    public async Task What_is_not_the_clients_to_say_is_refused(string request, string description)
    {
        var answer = await AuthorizeAsync("ByRsa", request);

        answer.ShouldBeErrorPage(400, "invalid_request_object", description);
    }

    [Theory]
    [InlineData("\"aud\":\"https://elsewhere.example\"", "The audience of the request object is invalid.")]
    [InlineData("\"exp\":1", "The request object is expired.")]
    [InlineData("\"exp\":1770117331", "The request object expires too far in the future.")]
    [InlineData("\"iat\":1770113731", "The request object is issued in the future.")]
    [InlineData("\"nbf\":1770113731", "The request object is issued too early.")]
    [InlineData("\"client_id\":\"0oa1posternWeb000005\"", "The authorize request object is invalid.")]
    [InlineData("\"request_uri\":\"urn:okta:x\"", "The authorize request object is invalid.")]
    [InlineData("\"state\":\"\\ud800\"", "The request object cannot be parsed.")]
    public async Task A_claim_that_is_wrong_is_named(string claim, string description)
    {
        var answer = await AuthorizeAsync("ByRsa", Sign("ByRsa", Payload("ByRsa", "," + claim)));

        answer.ShouldBeErrorPage(400, "invalid_request_object", description);
    }

    [Fact]
    public async Task A_request_must_expire()
    {
        var answer = await AuthorizeAsync("ByRsa", Sign("ByRsa", $$"""{"iss":"{{Id("ByRsa")}}","aud":"{{Issuer}}"}"""));

        answer.ShouldBeErrorPage(400, "invalid_request_object", "The authorize request object is invalid.");
    }

    [Fact]
    public async Task The_issuer_is_the_client()
    {
        var answer = await AuthorizeAsync("ByRsa", Sign("ByRsa", Payload("ByEc")));

        answer.ShouldBeErrorPage(400, "invalid_client", "The issuer of the request object is invalid.");
    }

    [Theory]
    [InlineData("WithoutKeys", "invalid_client", "The client does not have a JWKSet configured, but the request object requires one.")]
    [InlineData("WithBrokenKeys", "invalid_request_object", "The client JWKSet is invalid.")]
    [InlineData("ByShortSecret", "invalid_request_object", "The JWT signature secret length is too short.")]
    [InlineData("WithoutSecret", "request_not_supported", "The issuer of the request object does not have a client secret.")]
    public async Task A_client_that_cannot_sign_is_told_what_it_lacks(string client, string error, string description)
    {
        var answer = await AuthorizeAsync(client, Sign(client, Payload(client)));

        answer.ShouldBeErrorPage(400, error, description);
    }

    [Theory]
    [InlineData(
        "enc-1",
        "The public key being used for signing the request object has an invalid 'use' parameter. Valid values for the 'use' " +
        "parameter are [sig].")]
    [InlineData(null, "The request object needs to be signed using a signing key.")]
    public async Task A_key_for_encryption_signs_nothing(string? kid, string description)
    {
        await using var clocked = await ClockedOrg.StartAsync(
            The.Spa, app => app with { RequestObjectSigningAlgorithm = "RS256", Jwks = Keys("enc-1", "enc") });
        var header = kid is null ? """{"alg":"RS256"}""" : $$"""{"alg":"RS256","kid":"{{kid}}"}""";
        var request = Jwt.Sign(header, "{}", data => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        var answer = await clocked.Http.GetAsync($"/oauth2/default/v1/authorize?client_id={The.Spa}&{Query}&{The.Pkce}&request={request}");

        answer.ShouldBeErrorPage(400, "invalid_request_object", description);
    }

    [Fact]
    public async Task A_key_may_be_at_the_clients_URL()
    {
        await using var server = await KeyServer.StartAsync();
        server.Body = Keys("rsa-1", "sig");
        await using var clocked = await StartAtAsync(server.Keys);
        var payload =
            $$"""{"iss":"{{The.Spa}}","aud":"{{clocked.Org.IssuerOf("default")}}","exp":{{The.Now.ToUnixTimeSeconds() + 300}},"state":"signed"}""";

        var answer = await clocked.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&{Query}&{The.Pkce}&request={Sign("ByRsa", payload)}" +
            $"&sessionToken={await clocked.Http.SessionTokenAsync()}");

        answer.Redirected("state").ShouldBe("signed", answer.Body);
        server.Asked.ShouldBe(1);
    }

    [Theory]
    [InlineData("{}", "The client JWKSet from jwks_uri must contain at least one key.")]
    [InlineData("<html>", "Error retrieving the client JWKSet from jwks_uri.")]
    [InlineData(
        """{"keys":[{"kty":"EC","kid":"rsa-1","crv":"P-256"}]}""",
        "The client JWKSet from jwks_uri must contain at least one key with an algorithm matching the " +
        "request_object_signature_algorithm.")]
    [InlineData(
        """{"keys":[{"kty":"RSA","kid":"rsa-1","alg":"RS512"}]}""",
        "The client JWKSet from jwks_uri must contain at least one key with an algorithm matching the " +
        "request_object_signature_algorithm.")]
    [InlineData(
        """{"keys":[{"kty":"RSA","kid":"rsa-1","use":"enc"}]}""",
        "The public key being used has an invalid 'use' parameter. Valid values for the 'use' parameter are [sig].")]
    public async Task A_set_at_the_clients_URL_that_will_not_do_is_refused(string body, string description)
    {
        await using var server = await KeyServer.StartAsync();
        server.Body = body;
        await using var clocked = await StartAtAsync(server.Keys);

        var answer = await clocked.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&{Query}&{The.Pkce}&request={Sign("ByRsa", Payload("ByRsa"))}");

        answer.ShouldBeErrorPage(400, "invalid_client", description);
    }

    [Fact]
    public async Task The_public_key_is_no_secret_to_sign_with()
    {
        var forged = Jwt.Sign("""{"alg":"HS256"}""", Payload("ByRsa"), data => HMACSHA256.HashData(Rsa.ExportSubjectPublicKeyInfo(), data));

        (await AuthorizeAsync("ByRsa", forged))
            .ShouldBeErrorPage(400, "invalid_request_object", "The signing algorithm used is not supported by this client.");
    }

    [Fact]
    [Trait("Proves", "OIDC 6.1 request object")]
    public async Task A_request_with_an_id_is_good_once_of_a_hundred_times_at_once()
    {
        var request = Sign("ByRsa", Payload("ByRsa", ""","jti":"once" """));

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AuthorizeAsync("ByRsa", request)));

        answers.Count(answer => answer.Status == 302).ShouldBe(1);
        answers.First(answer => answer.Status != 302)
            .ShouldBeErrorPage(400, "invalid_request_object", "The request object has already been used.");
    }

    static Task<ClockedOrg> StartAtAsync(string uri) =>
        ClockedOrg.StartAsync(The.Spa, app => app with { RequestObjectSigningAlgorithm = "RS256", JwksUri = uri });

    static string Id(string client) => $"0oa1{client}";

    static SeedApp Signing(string client, string algorithm) => OrgSeed.Default.Apps[0] with
    {
        ClientId = Id(client),
        PkceRequired = false,
        RequestObjectSigningAlgorithm = algorithm,
        Jwks = Keys("rsa-1", "sig"),
    };

    static string Keys(string kid, string use)
    {
        var (rsa, ec) = (Rsa.ExportParameters(false), Ec.ExportParameters(false));
        return $$"""
            {"keys":[
              {"kty":"RSA","kid":"{{kid}}","use":"{{use}}","n":"{{Text(rsa.Modulus)}}","e":"{{Text(rsa.Exponent)}}"},
              {"kty":"EC","kid":"ec-1","use":"{{use}}","crv":"P-256","x":"{{Text(ec.Q.X)}}","y":"{{Text(ec.Q.Y)}}"}]}
            """;
    }

    static string Text(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <summary>The claims of a request object that is good but for what a test adds; what is added last wins.</summary>
    string Payload(string client, string more = "") =>
        $$"""{"iss":"{{Id(client)}}","aud":"{{Issuer}}","exp":{{The.Now.ToUnixTimeSeconds() + 300}}{{more}}}""";

    static string Sign(string client, string payload) => client switch
    {
        "ByEc" => Jwt.Sign("""{"alg":"ES256","kid":"ec-1"}""", payload, data => Ec.SignData(data, HashAlgorithmName.SHA256)),
        "BySecret" or "ByShortSecret" or "WithoutSecret" =>
            Jwt.Sign("""{"alg":"HS256"}""", payload, data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), data)),
        _ =>
            Jwt.Sign(
                """{"alg":"RS256","kid":"rsa-1"}""",
                payload,
                data => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
    };

    Task<Answer> AuthorizeAsync(string client, string request, string more = "") =>
        _clocked.Http.GetAsync($"/oauth2/default/v1/authorize?client_id={Id(client)}&{Query}&{The.Pkce}&request={request}{more}");
}
