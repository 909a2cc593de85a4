namespace Postern.Client.Tests.Wire;

public sealed class SecretsTests
{
    [Fact]
    public void A_fingerprint_is_the_beginning_of_the_hash()
    {
        Fingerprint.Of("abc").ShouldBe("sha256:ba7816bf");
        Fingerprint.Of(The.SessionToken).ShouldBe(Fingerprint.Of(The.SessionToken));
        Fingerprint.Of(The.SessionToken).ShouldNotBe(Fingerprint.Of(The.Code));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("sessionToken")]
    [InlineData("stateToken")]
    [InlineData("code")]
    [InlineData("code_verifier")]
    [InlineData("client_secret")]
    [InlineData("client_assertion")]
    [InlineData("access_token")]
    [InlineData("id_token")]
    [InlineData("refresh_token")]
    [InlineData("passCode")]
    [InlineData("recoveryToken")]
    [InlineData("okta_key")]
    [InlineData("assertion")]
    [InlineData("subject_token")]
    [InlineData("actor_token")]
    [InlineData("device_code")]
    [InlineData("device_secret")]
    [InlineData("auth_req_id")]
    [InlineData("id_token_hint")]
    [InlineData("login_hint_token")]
    [InlineData("token")]
    public void These_fields_are_secret(string name) => SecretNames.IsSecretField(name).ShouldBeTrue();

    [Theory]
    [InlineData("state")]
    [InlineData("nonce")]
    [InlineData("client_id")]
    [InlineData("code_challenge")]
    [InlineData("user_code")]
    [InlineData("verification_uri")]
    [InlineData("token_type_hint")]
    [InlineData("username")]
    [InlineData("errorCode")]
    public void These_fields_are_not(string name) => SecretNames.IsSecretField(name).ShouldBeFalse();

    [Theory]
    [InlineData("authorization", true)]
    [InlineData("Cookie", true)]
    [InlineData("set-cookie", true)]
    [InlineData("X-Okta-Request-Id", false)]
    [InlineData("Location", false)]
    public void Headers_are_told_apart_too(string name, bool secret) => SecretNames.IsSecretHeader(name).ShouldBe(secret);
}
