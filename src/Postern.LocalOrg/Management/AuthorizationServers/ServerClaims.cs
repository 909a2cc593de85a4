using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>A claim in a server's list: one of its own, or one that every server has.</summary>
sealed record ListedClaim
{
    public ListedClaim(OAuth2Claim own) => Own = own;

    public ListedClaim(StandardClaim standard) => (Standard, IsSystem) = (standard, true);

    public OAuth2Claim? Own { get; }

    public StandardClaim? Standard { get; }

    /// <summary>What an admin has made of <see cref="Standard"/>; null: nothing.</summary>
    public ChangedClaim? Changed { get; init; }

    public bool IsSystem { get; init; }

    public string Name => Own?.Name ?? Standard!.Name;

    public ClaimType Type => Own?.Type ?? ClaimType.Identity;

    public bool IsActive => Own?.IsActive ?? Changed?.IsActive ?? true;

    public bool IsAlways => Own?.AlwaysInclude ?? Changed?.IsAlways ?? Standard!.IsAlways;

    public IReadOnlyList<string> Scopes => Own?.Scopes ?? Changed?.Scopes ?? [Standard!.Scope];

    public string Id(CustomAuthorizationServer server) => Own?.Id ?? OktaIds.Of(OktaIds.Claim, server.Id, "IDENTITY", Name);
}

/// <summary>Lists and writes a server's claims.</summary>
static class ServerClaims
{
    /// <summary>UNCONFIRMED (management.md 11): its own first, the newest before the others, as scopes are listed.</summary>
    public static IEnumerable<ListedClaim> AllOf(CustomAuthorizationServer server) =>
    [
        .. server.Claims.Where(claim => !IsSubject(claim)).Reverse().Select(claim => new ListedClaim(claim)),
        .. StandardClaims.All.Select(standard => standard.Name is Claims.Subject
            ? new ListedClaim(Subject(server)) { IsSystem = true }
            : new ListedClaim(standard) { Changed = server.ChangedClaims?.FirstOrDefault(changed => changed.Name == standard.Name) }),
    ];

    public static JsonObject Write(ManagementCall call, CustomAuthorizationServer server, ListedClaim claim)
    {
        JsonObject written = new()
        {
            ["id"] = claim.Id(server),
            ["name"] = claim.Name,
            ["status"] = claim.IsActive ? "ACTIVE" : "INACTIVE",
            ["claimType"] = claim.Type is ClaimType.Resource ? "RESOURCE" : "IDENTITY",
            ["valueType"] = claim.Own is not { } own ? "SYSTEM" : own.Groups is null ? "EXPRESSION" : "GROUPS",
        };
        if (claim.Own is { } worth)
            written["value"] = worth.Expression ?? worth.Groups!.Value;
        written["conditions"] = new JsonObject { ["scopes"] = Wire.Texts(claim.Scopes) };
        written["system"] = claim.IsSystem;
        written["alwaysIncludeInToken"] = claim.IsAlways || claim.Type is ClaimType.Resource;
        written["apiResourceId"] = null;
        if (claim.Own?.Groups is { } groups)
            written["group_filter_type"] = groups.Match switch
            {
                GroupMatch.StartsWith => "STARTS_WITH",
                GroupMatch.Equals => "EQUALS",
                GroupMatch.Contains => "CONTAINS",
                _ => "REGEX",
            };
        var url = ServerPaths.Url(call, server, "/claims/" + claim.Id(server));
        written["_links"] = new JsonObject
        {
            ["self"] = claim.IsSystem ? Wire.Link(url, "GET", "PUT") : Wire.Link(url, "GET", "PUT", "DELETE"),
        };
        return written;
    }

    /// <summary>What is not said otherwise is worth what access tokens have anyway.</summary>
    static OAuth2Claim Subject(CustomAuthorizationServer server) => server.Claims.FirstOrDefault(IsSubject) ?? new()
    {
        Id = OktaIds.Of(OktaIds.Claim, server.Id, "RESOURCE", Claims.Subject), Name = Claims.Subject, Type = ClaimType.Resource,
        Expression = StandardClaims.Subject,
    };

    static bool IsSubject(OAuth2Claim claim) => claim is { Name: Claims.Subject, Type: ClaimType.Resource };
}
