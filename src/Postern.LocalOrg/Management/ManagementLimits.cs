using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management;

/// <summary>How many requests a minute the Management API takes, by path: management.md 20.</summary>
static class ManagementLimits
{
    static readonly RequestLimit Others = new("management", PerMinute: 1200);

    static readonly Dictionary<string, RequestLimit> ByPath = new(StringComparer.Ordinal)
    {
        ["/api/v1/users"] = new("users", PerMinute: 600),
        ["/api/v1/users/{id}"] = new("user", PerMinute: 600),
        ["/api/v1/groups"] = new("groups", PerMinute: 500),
        ["/api/v1/apps"] = new("apps", PerMinute: 100),
        ["/api/v1/logs"] = new("logs", PerMinute: 120),
    };

    public static RequestLimit Of(string path) => ByPath.GetValueOrDefault(path, Others);
}
