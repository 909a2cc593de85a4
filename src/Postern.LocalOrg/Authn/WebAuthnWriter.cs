using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Authn;

/// <summary>Writes what a page hands to the browser's authenticators: to make a credential, or to sign with one (authn.md 6.8).</summary>
static class WebAuthnWriter
{
    const string UserVerification = "preferred";

    /// <summary>
    /// UNCONFIRMED: the sheet has the call's members and not these; they are those of WebAuthn section 5.4, with Okta's <c>u2fParams</c>.
    /// </summary>
    public static ActivationBody Activation(Challenge challenge, User user, List<Factor> enrolled, string org, string orgName) => new()
    {
        Attestation = "direct",
        AuthenticatorSelection = new() { UserVerification = UserVerification, RequireResidentKey = false },
        Challenge = challenge.Nonce,
        ExcludeCredentials =
        [
            .. enrolled.Where(factor => factor.PublicKey is not null).Select(factor => new CredentialBody { Id = factor.CredentialId! }),
        ],
        PubKeyCredParams = [.. WebAuthnFactor.Algorithms.Select(algorithm => new CredentialParameterBody { Alg = algorithm })],
        Rp = new() { Name = orgName },
        U2fParams = new() { Appid = org },
        User = new() { DisplayName = user.Name, Name = user.Login, Id = user.Id },
    };

    public static ChallengeBody? Challenge(Challenge? challenge) =>
        challenge?.Nonce is { } nonce ? new() { Challenge = nonce, UserVerification = UserVerification, Extensions = new() } : null;
}
