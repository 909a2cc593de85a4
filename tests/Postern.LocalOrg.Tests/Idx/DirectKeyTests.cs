using System.Text.Json;
using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>A client has a security key sign its user in, in the place of a password or after it: direct-auth.md 4.</summary>
public sealed class DirectKeyTests(DirectTests.DirectOrg org) : IClassFixture<DirectTests.DirectOrg>
{
    const string WebAuthn = "urn:okta:params:oauth:grant-type:webauthn", MfaWebAuthn = "urn:okta:params:oauth:grant-type:mfa-webauthn";
    const string KeysOnly = DirectTests.DirectOrg.KeysOnly;

    [Fact]
    public async Task A_key_signs_in_after_a_password_and_in_its_place()
    {
        using var key = new SoftAuthenticator("127.0.0.1", org.Org.Url);
        await EnrollAsync(key);

        var required = await PostAsync(
            "token", $"grant_type=password&username=otto%40example.com&password={The.Password}&scope=openid", KeysOnly);
        var token = required.Text("mfa_token");
        var asked = await PostAsync("challenge", $"mfa_token={token}&challenge_types_supported={MfaWebAuthn}", KeysOnly);
        asked.Members.ShouldBe(["challengeType", "publicKey", "authenticatorEnrollments"], asked.Body);
        var second = $"grant_type={MfaWebAuthn}&mfa_token={token}&scope=openid";
        var wrong = await PostAsync("token", second + Sign(key, asked, Mistake.Signature), KeysOnly);
        var right = await PostAsync("token", second + Sign(key, asked), KeysOnly);
        var primary = await PostAsync("primary-authenticate", $"challenge_hint={WebAuthn}&login_hint=otto%40example.com");
        var answer = $"grant_type={WebAuthn}&scope=openid{Sign(key, primary)}";
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync("token", answer)));

        required.Text("error").ShouldBe("mfa_required");
        wrong.ShouldBeError(400, "invalid_grant", "The credentials provided were invalid.");
        Jwt.Texts(right.Text("id_token"), "amr").ShouldBe(["mfa", "hwk", "pwd"]);
        var one = answers.Where(each => each.Status == 200).ShouldHaveSingleItem();
        Jwt.Texts(one.Text("id_token"), "amr").ShouldBe(["hwk"]);
    }

    [Theory]
    [InlineData("e30")]
    [InlineData("W10")]
    [InlineData("x!x")]
    [InlineData("eyJjaGFsbGVuZ2UiOjF9")]
    public async Task What_no_key_has_signed_is_nobodys(string clientData)
    {
        var answer = await PostAsync(
            "token", $"grant_type={WebAuthn}&scope=openid&clientDataJSON={clientData}&authenticatorData=AA&signature=AA");

        answer.Status.ShouldBe(403, answer.Body);
        answer.Text("error").ShouldBe("access_denied");
    }

    async Task EnrollAsync(SoftAuthenticator key)
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("otto", "select-authenticator-enroll", "skip");
        var authenticator = run.Authenticator("Security Key or Biometric");
        await run.GoAsync(
            "credential/enroll", $"\"authenticator\":{authenticator}", "enroll-authenticator", "select-authenticator-enroll");
        var activation = run.Current.GetProperty("contextualData").GetProperty("activationData").GetProperty("challenge").GetString()!;
        await run.GoAsync(
            "challenge/answer", $$"""
            "credentials":{{{key.Create(activation)}}}
            """, "successWithInteractionCode");
    }

    static string Sign(SoftAuthenticator key, Answer asked, Mistake mistake = Mistake.None)
    {
        var challenge = asked.Json.GetProperty("publicKey").GetProperty("challenge").GetString()!;
        var signed = JsonDocument.Parse($"{{{key.Sign(challenge, mistake)}}}").RootElement;
        return $"&clientDataJSON={signed.GetProperty("clientData").GetString()}" +
            $"&authenticatorData={signed.GetProperty("authenticatorData").GetString()}" +
            $"&signature={signed.GetProperty("signatureData").GetString()}";
    }

    Task<Answer> PostAsync(string path, string form, string clientId = DirectTests.DirectOrg.Direct) =>
        org.Http.PostFormAsync($"/oauth2/default/v1/{path}", $"client_id={clientId}&{form}");
}
