namespace Postern.Cli.Tests.Settings;

public class FactorNameTests
{
    [Theory]
    [InlineData("totp", "token:software:totp")]
    [InlineData("token:software:totp", "token:software:totp")]
    [InlineData("SMS", "sms")]
    [InlineData("google", "GOOGLE")]
    [InlineData("rsa", "RSA")]
    [InlineData("google:totp", "GOOGLE:token:software:totp")]
    [InlineData("acme:token", "ACME:token")]
    [InlineData("okta:token:software:totp", "OKTA:token:software:totp")]
    [InlineData("ostxcdmN2uEa3R8KD0g4", "ostxcdmN2uEa3R8KD0g4")]
    public void A_type_a_provider_both_or_an_id_choose(string given, string meant) => FactorName.Read(given).ShouldBe(meant);

    [Theory]
    [InlineData("")]
    [InlineData("totpp")]
    [InlineData("webauthn")]
    [InlineData("google:")]
    [InlineData(":totp")]
    [InlineData("google:webauthn")]
    public void Anything_else_is_a_slip(string given) =>
        Should.Throw<UsageException>(() => FactorName.Read(given)).Hint!.ShouldContain("google:totp");
}
