namespace Postern.LocalOrg;

/// <summary>Okta's <c>consent</c> of a scope.</summary>
public enum ScopeConsent
{
    /// <summary><c>IMPLICIT</c>: nobody is asked.</summary>
    Implicit,

    /// <summary><c>REQUIRED</c>: the user is asked; a client that acts for itself cannot have it.</summary>
    Required,

    /// <summary><c>FLEXIBLE</c>: the user is asked; a client that acts for itself may have it.</summary>
    Flexible,
}
