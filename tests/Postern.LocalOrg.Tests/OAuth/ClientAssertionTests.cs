using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Clients that prove themselves by a signed assertion: <c>client_secret_jwt</c> and <c>private_key_jwt</c> (oidc.md 8).</summary>
public sealed class ClientAssertionTests : IAsyncLifetime
{
    const string AnotherMethod = "Client authentication failed. Either the client or the client credentials are invalid.";

    ClientAssertion _org = null!;

    public async ValueTask InitializeAsync() => _org = await ClientAssertion.StartAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    [Trait("Proves", "RFC 9700 2.5 asymmetric client authentication")]
    public async Task An_RSA_key_will_do() => LetIn(await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload())));

    [Fact]
    [Trait("Proves", "RFC 9700 2.5 asymmetric client authentication")]
    public async Task An_elliptic_curve_key_will_do() => LetIn(await _org.SendAsync(ClientAssertion.ByEc(_org.Payload())));

    [Fact]
    public async Task A_key_for_encryption_proves_nobody()
    {
        var jwks = ClientAssertion.PublicKeys().Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal);
        await using var org = await ClientAssertion.StartAsync(jwks);

        var named = await org.SendAsync(ClientAssertion.ByRsa(org.Payload()));
        var unnamed = await org.SendAsync(ClientAssertion.ByRsa(org.Payload(), """{"alg":"RS256"}"""));

        Refused(
            named,
            "The public key being used for client assertion has an invalid 'use' parameter. Valid values for the 'use' parameter are " +
            "[sig].");
        Refused(unnamed, "The client_assertion JWT needs to be signed using a signing key.");
    }

    [Fact]
    public async Task A_key_needs_no_name() => LetIn(await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload(), """{"alg":"RS256"}""")));

    [Theory]
    [Trait("Proves", "OIDC 9 client secret methods")]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public async Task A_secret_will_do_with_any_HMAC(string algorithm)
    {
        var key = Encoding.UTF8.GetBytes(ClientAssertion.Secret);
        var assertion = Jwt.Sign($$"""{"alg":"{{algorithm}}"}""", _org.Payload(ClientAssertion.SecretClient), data => algorithm switch
        {
            "HS256" => HMACSHA256.HashData(key, data),
            "HS384" => HMACSHA384.HashData(key, data),
            _ => HMACSHA512.HashData(key, data),
        });

        LetIn(await _org.SendAsync(assertion));
    }

    [Fact]
    public async Task The_body_may_name_the_client_too() =>
        LetIn(await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload()), $"&client_id={ClientAssertion.KeyClient}"));

    [Fact]
    public async Task The_body_may_not_name_another_client() =>
        Refused(await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload()), $"&client_id={The.Spa}"), AnotherMethod);

    [Fact]
    public async Task The_issuer_must_be_a_client() =>
        Refused(
            await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload("0oa1unknownApp000005"))),
            "The issuer claim for client_assertion is not a valid client_id.");

    [Fact]
    public async Task An_assertion_without_an_issuer_is_nobodys() =>
        Refused(await _org.SendAsync(ClientAssertion.ByRsa("{}")), "The issuer claim for client_assertion is not a valid client_id.");

    [Fact]
    public async Task The_subject_must_be_the_issuer() =>
        Refused(
            await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload(subject: The.Spa))),
            "The subject claim for client_assertion is not a valid client_id.");

    [Theory]
    [Trait("Proves", "OIDC 9 private_key_jwt")]
    [InlineData("https://elsewhere.example/oauth2/default/v1/token")]
    [InlineData("")]
    public async Task The_audience_must_be_the_endpoint_that_is_called(string audience) =>
        Refused(
            await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload(audience: audience))),
            "The audience claim for client_assertion must be the endpoint invoked for the request.");

    [Fact]
    public async Task An_assertion_for_one_servers_endpoint_is_no_good_at_anothers() =>
        Refused(
            await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload()), server: "/oauth2"),
            "The audience claim for client_assertion must be the endpoint invoked for the request.");

    [Theory]
    [Trait("Proves", "OIDC 9 private_key_jwt")]
    [InlineData("")]
    [InlineData(",\"exp\":\"soon\"")]
    [InlineData(",\"exp\":null")]
    [InlineData(",\"exp\":1e300")]
    [InlineData(",\"exp\":{}")]
    public async Task An_assertion_must_expire(string exp) => Refused(
        await _org.SendAsync(
            ClientAssertion.ByRsa(
                $$"""{"iss":"{{ClientAssertion.KeyClient}}","sub":"{{ClientAssertion.KeyClient}}","aud":"{{_org.TokenUrl}}"{{exp}}}""")),
        "The client_assertion must contain the 'exp' claim as seconds since epoch.",
        "The parsing of the client_assertion failed.");

    [Theory]
    [InlineData(0, "The client_assertion token is expired.")]
    [InlineData(-60, "The client_assertion token is expired.")]
    [InlineData(3601, "The client_assertion token has an expiration too far into the future.")]
    public async Task An_assertion_expires_within_the_hour(int seconds, string description) =>
        Refused(await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload(expiresIn: seconds))), description);

    [Fact]
    public async Task An_assertion_may_expire_in_an_hour_exactly() =>
        LetIn(await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload(expiresIn: 3600))));

    [Fact]
    public async Task An_assertion_from_the_future_is_refused() => Refused(
        await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload(more: $",\"iat\":{The.Now.ToUnixTimeSeconds() + 1}"))),
        "The client_assertion token must be issued before the current time.");

    [Fact]
    [Trait("Proves", "OIDC 9 private_key_jwt")]
    public async Task An_assertion_with_an_id_works_once()
    {
        var assertion = ClientAssertion.ByRsa(_org.Payload(more: ",\"jti\":\"once\""));

        LetIn(await _org.SendAsync(assertion));
        Refused(await _org.SendAsync(assertion), "The client_assertion token has already been used.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x.y.z")]
    [InlineData("e30.e30.e30")]
    [InlineData("bm90.anNvbg.eA")]
    public async Task What_is_no_JWT_cannot_be_parsed(string assertion) => Refused(
        await _org.SendAsync(assertion), "The parsing of the client_assertion failed.",
        "The issuer claim for client_assertion is not a valid client_id.");

    [Fact]
    public async Task A_key_that_the_client_does_not_have_is_refused() =>
        Refused(
            await _org.SendAsync(ClientAssertion.ByRsa(_org.Payload(), """{"alg":"RS256","kid":"rsa-2"}""")),
            "The client_assertion JWT kid is invalid.");

    [Fact]
    public async Task The_type_must_be_that_of_a_JWT()
    {
        var answer = await _org.Http.PostFormAsync(
            "/oauth2/default/v1/token", "grant_type=authorization_code&client_assertion=x&client_assertion_type=saml2");

        answer.ShouldBeError(400, "invalid_request", "The client_assertion_type is invalid.");
    }

    [Fact]
    public async Task A_client_that_sends_its_secret_may_not_sign_with_it_instead() =>
        Refused(await _org.SendAsync(ClientAssertion.BySecret(_org.Payload(The.Web), The.WebSecret)), AnotherMethod);

    [Fact]
    public async Task A_client_without_a_secret_is_told_so()
    {
        await using var org = await ClientAssertion.StartAsync();
        await org.Org.Store.InOneWorkAsync(
            async work =>
            {
                var app = (await org.Org.Directory.Apps.FindToChangeAsync(ClientAssertion.SecretClient, The.Ct))!;
                org.Org.Directory.Apps.Change(work, app, app.Document with { Secret = null, SecretHash = null });
            },
            The.Ct);

        Refused(
            await org.SendAsync(ClientAssertion.BySecret(org.Payload(ClientAssertion.SecretClient))),
            "The issuer and subject claim for client_assertion is invalid because the client does not have a client secret.");
    }

    [Fact]
    public async Task A_secret_of_less_than_32_characters_is_too_short()
    {
        await using var org = await ClientAssertion.StartAsync(secret: "short");

        Refused(
            await org.SendAsync(ClientAssertion.BySecret(org.Payload(ClientAssertion.SecretClient), "short")),
            "The client secret is too short to verify a JWT HMAC.");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"keys":7}""")]
    [InlineData("[]")]
    public async Task A_key_set_that_is_none_is_invalid(string jwks)
    {
        await using var org = await ClientAssertion.StartAsync(jwks);

        Refused(await org.SendAsync(ClientAssertion.ByRsa(org.Payload())), "The client JWKSet is invalid.");
    }

    static void LetIn(Answer answer) => answer.ShouldBeError(400, "invalid_grant", ClientAssertion.LetIn);

    static void Refused(Answer answer, params string[] descriptions)
    {
        answer.Status.ShouldBe(401, answer.Body);
        answer.Text("error").ShouldBe("invalid_client");
        descriptions.ShouldContain(answer.Text("error_description"));
    }
}
