using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What a seed's trusted origin becomes in the directory, and back.</summary>
static class SeededOrigin
{
    const string Scripts = "CORS", Redirects = "REDIRECT";

    public static readonly IReadOnlyList<string> Scopes = [Scripts, Redirects, "IFRAME_EMBED"];

    public static TrustedOrigin Of(SeedTrustedOrigin origin, long now) => new()
    {
        Id = origin.Id is "" ? IdOf(origin.Origin) : origin.Id,
        Name = origin.Name ?? origin.Origin,
        Origin = origin.Origin,
        Status = Lifecycle.Of(origin.IsActive),
        IsNotForScripts = !origin.Scopes.Contains(Scripts),
        IsNotForRedirects = !origin.Scopes.Contains(Redirects),
        Scopes = origin.Scopes is [Scripts, Redirects] ? null : Kept(origin.Scopes),
        CreatedAt = now,
        LastUpdatedAt = now,
    };

    public static SeedTrustedOrigin Exported(TrustedOrigin origin) => new()
    {
        Id = ExportedOrg.Unless(IdOf(origin.Origin), origin.Id),
        Origin = origin.Origin,
        Name = origin.Name == origin.Origin ? null : origin.Name,
        Scopes = origin.Scopes is { } kept
            ? [.. kept.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetProperty("type").GetString()!)]
            : [Scripts, Redirects],
        IsActive = origin.Status is Lifecycle.Active,
    };

    static string IdOf(string origin) => OktaIds.Of(OktaIds.TrustedOrigin, origin);

    /// <summary>As an admin's call would have it.</summary>
    static JsonElement Kept(IReadOnlyList<string> scopes) => JsonSerializer.SerializeToElement(
        new JsonObject { ["scopes"] = new JsonArray([.. scopes.Distinct().Select(scope => new JsonObject { ["type"] = scope })]) },
        DirectoryJson.Default.JsonObject);
}
