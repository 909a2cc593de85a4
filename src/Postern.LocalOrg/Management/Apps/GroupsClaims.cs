using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>
/// The groups claim of the org authorization server's ID tokens, by the console's own call, which Terraform uses: management.md 10.1.
/// </summary>
sealed class GroupsClaims(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = "/api/v1/internal/apps/{appId}/settings/oauth/idToken";

    static readonly (string Name, GroupMatch Match)[] Matches =
    [
        ("STARTS_WITH", GroupMatch.StartsWith), ("EQUALS", GroupMatch.Equals), ("CONTAINS", GroupMatch.Contains),
        ("REGEX", GroupMatch.Regex),
    ];

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, AppPaths.Reading, FindAsync),
        Operation.Change("POST", Path, AppPaths.Managing, PutAsync),
    ];

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var app = await ClientAsync(call);
        return Answer.Ok(Write(app, call.Org, app.ClientId));
    }

    /// <summary>What is not said is no claim.</summary>
    async Task<Answer> PutAsync(ManagementCall call, Work work)
    {
        var before = await directory.Apps.FindToChangeAsync((await ClientAsync(call)).ClientId, call.Ct) ?? throw NotFound(call);
        var app = before.Document with { GroupsClaim = Read(call.Body), LastUpdatedAt = store.Now };
        directory.Apps.Change(work, before, app);
        return Answer.Ok(Write(app, issuer: null, audience: null));
    }

    async Task<App> ClientAsync(ManagementCall call) =>
        await directory.FindAppByIdAsync(call["appId"], call.Ct) is { IsClient: true } app ? app : throw NotFound(call);

    /// <summary>UNCONFIRMED (management.md 10.1): an expression in the place of a filter is kept by nobody; it is refused.</summary>
    public static GroupPattern? Read(RequestObject body)
    {
        if (body.Text("valueType") is null or "NONE" || body.Text("value") is not { Length: > 0 } value)
            return null;
        if (body.Text("valueType") is not "GROUPS")
            throw OktaError.Invalid("valueType", "valueType: Only GROUPS is supported");

        var type = body.Text("groupFilterType") ?? "REGEX";
        if (Matches.All(match => match.Name != type))
            throw OktaError.Malformed();

        GroupPattern pattern = new() { Match = Matches.First(match => match.Name == type).Match, Value = value };
        return ClaimRules.OfPattern(pattern).FirstOrDefault() is { } fault
            ? throw OktaError.Invalid("value", $"value: {fault.What}")
            : pattern;
    }

    static JsonObject Write(App app, string? issuer, string? audience)
    {
        JsonObject written = [];
        if (app.GroupsClaim is { } groups)
        {
            written["name"] = "groups";
            written["value"] = groups.Value;
            written["valueType"] = "GROUPS";
            written["groupFilterType"] = Matches.First(match => match.Match == groups.Match).Name;
        }

        written["issuer"] = issuer;
        written["orgUrl"] = null;
        written["customUrl"] = null;
        written["audience"] = audience;
        written["issuerMode"] = "ORG_URL";
        return written;
    }

    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["appId"], "OAuth2AppInstance");
}
