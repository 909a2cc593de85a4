using Postern.LocalOrg;

namespace Postern.Interop.Tests.Strangers;

/// <summary>Okta's own SDK for JavaScript drives every transaction that the org can produce; all its methods find their links.</summary>
public class OktaAuthJsTransactionTests
{
    [Theory]
    [InlineData("totp", "SUCCESS")]
    [InlineData("google", "SUCCESS")]
    [InlineData("hardwareTokens", "SUCCESS")]
    [InlineData("securityKey", "SUCCESS")]
    [InlineData("securityKeyAsked", "SUCCESS")]
    [InlineData("factorFirst", "SUCCESS")]
    [InlineData("activated", "SUCCESS")]
    [InlineData("question", "SUCCESS")]
    [InlineData("sms", "SUCCESS")]
    [InlineData("call", "SUCCESS")]
    [InlineData("email", "SUCCESS")]
    [InlineData("push", "SUCCESS")]
    [InlineData("rejected", "MFA_REQUIRED")]
    [InlineData("previous", "SUCCESS")]
    [InlineData("cancel", "CANCELLED")]
    [InlineData("resume", "MFA_REQUIRED")]
    [InlineData("introspect", "MFA_REQUIRED")]
    [InlineData("enroll", "SUCCESS")]
    [InlineData("enrollPush", "SUCCESS")]
    [InlineData("enrollQuestion", "SUCCESS")]
    [InlineData("enrollSms", "SUCCESS")]
    [InlineData("enrollCall", "SUCCESS")]
    [InlineData("enrollEmail", "SUCCESS")]
    [InlineData("enrollHardwareToken", "SUCCESS")]
    [InlineData("skipped", "SUCCESS")]
    [InlineData("expired", "SUCCESS")]
    [InlineData("warned", "SUCCESS")]
    [InlineData("warnedAndChanged", "SUCCESS")]
    [InlineData("forgotten", "MFA_REQUIRED")]
    [InlineData("forgottenByMail", "PASSWORD_RESET")]
    [InlineData("locked", "SUCCESS")]
    [InlineData("unlockedByCall", "SUCCESS")]
    public async Task It_walks(string walk, string ends)
    {
        await using var org = await AuthnOrg.StartAsync();

        var result = await Stranger.AskAsync(
            "okta-auth-js-authn.mjs", new(The.Task(org, org.Url, AppKind.Spa)) { ["step"] = walk, ["org"] = org.Url });

        result.GetProperty("status").GetString().ShouldBe(ends);
        result.GetProperty("hasSessionToken").GetBoolean().ShouldBe(ends is "SUCCESS");
    }
}
