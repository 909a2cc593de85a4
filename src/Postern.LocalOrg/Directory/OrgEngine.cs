namespace Postern.LocalOrg;

/// <summary>Which of Okta's two engines an org runs on.</summary>
public enum OrgEngine
{
    /// <summary>Signs in by the Authentication API.</summary>
    Classic,

    /// <summary>Signs in by interaction codes and app sign-in policies besides.</summary>
    IdentityEngine,
}
