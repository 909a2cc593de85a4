using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Makes a claim of what was sent: api-access-management.md 9.</summary>
static class ClaimReader
{
    public static OAuth2Claim Read(RequestObject body, OAuth2Claim before)
    {
        var isGroups = body.Text("valueType") switch
        {
            "GROUPS" => true,
            "EXPRESSION" => false,
            null => throw OktaError.Blank("valueType"),
            _ => throw OktaError.Malformed(),
        };
        var isSystem = before is { Name: Claims.Subject, Id.Length: > 0 };
        return before with
        {
            Name = isSystem ? before.Name : body.Needed("name"),
            Type = isSystem ? before.Type : Type(body),
            Expression = isGroups ? null : body.Needed("value"),
            Groups = isGroups ? new() { Match = Match(body), Value = body.Needed("value") } : null,
            AlwaysInclude = body.Flag("alwaysIncludeInToken") ?? true,
            Scopes = body.ObjectOrNothing("conditions").Texts("scopes") ?? [],
            IsActive = IsActive(body),
        };
    }

    /// <summary>Of one that every server has: its worth is the user's, and not to be said.</summary>
    public static ChangedClaim ReadStandard(RequestObject body, ListedClaim before) => new()
    {
        Name = before.Name,
        IsActive = IsActive(body),
        IsAlways = body.Flag("alwaysIncludeInToken") ?? before.IsAlways,
        Scopes = body.ObjectOrNothing("conditions").Texts("scopes") ?? before.Scopes,
    };

    static bool IsActive(RequestObject body) => body.Text("status") switch
    {
        null or "ACTIVE" => true,
        "INACTIVE" => false,
        _ => throw OktaError.Malformed(),
    };

    static ClaimType Type(RequestObject body) => body.Text("claimType") switch
    {
        "IDENTITY" => ClaimType.Identity,
        "RESOURCE" => ClaimType.Resource,
        null => throw OktaError.Blank("claimType"),
        _ => throw OktaError.Malformed(),
    };

    static GroupMatch Match(RequestObject body) => body.Text("group_filter_type") switch
    {
        "STARTS_WITH" => GroupMatch.StartsWith,
        "EQUALS" => GroupMatch.Equals,
        "CONTAINS" => GroupMatch.Contains,
        "REGEX" => GroupMatch.Regex,
        null => throw OktaError.Blank("group_filter_type"),
        _ => throw OktaError.Malformed(),
    };
}
