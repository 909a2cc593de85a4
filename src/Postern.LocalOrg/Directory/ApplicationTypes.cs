namespace Postern.LocalOrg.Directory;

/// <summary>Okta's names for kinds of apps.</summary>
static class ApplicationTypes
{
    const string Web = "web";

    static readonly (string Name, AppKind Kind)[] All =
    [
        (Web, AppKind.Web), ("native", AppKind.Native), ("browser", AppKind.Spa), ("service", AppKind.Service),
    ];

    public static string NameOf(AppKind kind) => All.First(type => type.Kind == kind).Name;

    /// <summary>
    /// Default <c>web</c>, as OpenID Connect Dynamic Client Registration section 2 has it; null where there is no such type.
    /// </summary>
    public static AppKind? Find(string? name) =>
        All.Where(type => type.Name == (name ?? Web)).Select(type => (AppKind?)type.Kind).FirstOrDefault();
}
