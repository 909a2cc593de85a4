namespace Postern.LocalOrg;

/// <summary>Okta's <c>application_type</c>.</summary>
public enum AppKind
{
    /// <summary><c>browser</c>: a single-page app.</summary>
    Spa,

    /// <summary><c>web</c>: has a server that keeps a secret.</summary>
    Web,

    /// <summary><c>native</c>: a mobile or desktop app.</summary>
    Native,

    /// <summary><c>service</c>: acts for itself, without a user.</summary>
    Service,
}
