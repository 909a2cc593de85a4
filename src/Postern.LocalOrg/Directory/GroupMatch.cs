namespace Postern.LocalOrg;

/// <summary>Okta's <c>group_filter_type</c>.</summary>
public enum GroupMatch
{
    /// <summary><c>STARTS_WITH</c>, ignoring case.</summary>
    StartsWith,

    /// <summary><c>EQUALS</c>, ignoring case.</summary>
    Equals,

    /// <summary><c>CONTAINS</c>, ignoring case.</summary>
    Contains,

    /// <summary><c>REGEX</c>: the whole name, with regard to case.</summary>
    Regex,
}
