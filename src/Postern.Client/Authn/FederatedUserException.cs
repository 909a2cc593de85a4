namespace Postern.Client;

/// <summary>The user's password is another identity provider's: Okta has none to check, so none was sent.</summary>
public sealed class FederatedUserException(string identityProvider, string type)
    : OktaException(
        Stage.Authn,
        $"The user signs in at '{identityProvider}' ({type}), not at Okta: there is no password that Okta could check.",
        AuthnReasons.Federated.Remedy,
        AuthnReasons.Federated)
{
    /// <summary>As the org calls it.</summary>
    public string IdentityProvider { get; } = identityProvider;

    /// <summary>Such as <c>SAML2</c> or <c>OIDC</c>.</summary>
    public string Type { get; } = type;
}
