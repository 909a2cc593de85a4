using Postern.Client;
using Postern.LocalOrg;

namespace Samples;

/// <summary>The README's user who needs more than a password; the README quotes the lines of the method.</summary>
static class SecondFactor
{
    const string Seed = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    public static async Task<string?> IdTokenAsync(OktaClient okta, LocalOrg org)
    {
        var byTotp = new AuthnAnswers { Totp = Totp.FromSecret(Seed) };
        var tokens = await okta.SessionTokenFlow.GetTokensAsync("max@example.com", "Correct-Horse-9", byTotp);

        var transaction = await okta.SessionTokenFlow.AuthenticateAsync("max@example.com", "Correct-Horse-9");
        if (transaction is AuthnTransaction.MfaRequired { Factors: [{ Verify: { } verify }, ..] })
        {
            org.Clock.Advance(TimeSpan.FromSeconds(30)); // each code is good once
            transaction = await verify.TakeAsync(new() { PassCode = byTotp.Totp.CodeAt(org.Clock.GetUtcNow()) });
        }

        return transaction is AuthnTransaction.Success ? tokens.IdToken : null;
    }
}
