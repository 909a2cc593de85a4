namespace Postern.LocalOrg;

/// <summary>What of a tenant is imported, and how.</summary>
public sealed record OrgImportOptions
{
    /// <summary>What the file calls the tenant: its address. Default: nothing.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// How many users at most; each costs two to three requests. Null: all, those that are deactivated among them. Default 200.
    /// </summary>
    public int? MostUsers { get; init; } = 200;

    /// <summary>
    /// Which users, as Okta's <c>search</c> says it: <c>profile.department eq "Sales"</c>. Default: whichever come first.
    /// </summary>
    public string? UserSearch { get; init; }

    /// <summary>
    /// Whether <c>env:POSTERN_…</c> stands where a secret would. Default false: it is made at random when an org is started.
    /// </summary>
    public bool ReferencesSecrets { get; init; }
}
