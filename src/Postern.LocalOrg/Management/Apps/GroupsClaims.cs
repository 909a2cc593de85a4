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
    const string Groups = "groups";
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
        var app = With(before.Document, call.Body) with { LastUpdatedAt = store.Now };
        directory.Apps.Change(work, before, app);
        return Answer.Ok(Write(app, issuer: null, audience: null));
    }

    async Task<App> ClientAsync(ManagementCall call) =>
        await directory.FindAppByIdAsync(call["appId"], call.Ct) is { IsClient: true } app ? app : throw NotFound(call);

    /// <summary>
    /// A filter of groups, or an expression. UNCONFIRMED (management.md 10.1): when an expression is in a token; with the scope
    /// <c>groups</c>, as a filter is; and that it may not be called as what a token has anyway.
    /// </summary>
    public static App With(App app, RequestObject body)
    {
        var none = app with { GroupsClaim = null, GroupsExpression = null, GroupsClaimName = null };
        if (body.Text("valueType") is null or "" or "NONE" || body.Text("value") is not { Length: > 0 } value)
            return none;

        var name = body.Text("name") is { Length: > 0 } given ? given : Groups;
        var named = none with
        {
            GroupsClaimName = Checked(name, ClaimRules.OfName("name", name, ClaimType.Identity)) == Groups ? null : name,
        };
        return body.Text("valueType") switch
        {
            "GROUPS" => named with { GroupsClaim = Filter(body, value) },
            "EXPRESSION" => named with { GroupsExpression = Checked(value, ClaimRules.OfExpression("value", value)) },
            _ => throw OktaError.Invalid("valueType", "valueType: The field has an invalid value"),
        };
    }

    static GroupPattern Filter(RequestObject body, string value)
    {
        var type = body.Text("groupFilterType") ?? "REGEX";
        if (Matches.All(match => match.Name != type))
            throw OktaError.Malformed();

        GroupPattern pattern = new() { Match = Matches.First(match => match.Name == type).Match, Value = value };
        return Checked(pattern, ClaimRules.OfPattern(pattern));
    }

    static T Checked<T>(T value, IEnumerable<Fault> faults) =>
        faults.FirstOrDefault() is { } fault ? throw OktaError.Invalid(fault.Where, fault.ToString()) : value;

    static JsonObject Write(App app, string? issuer, string? audience)
    {
        JsonObject written = [];
        if (app.GroupsClaim is not null || app.GroupsExpression is not null)
        {
            written["name"] = app.GroupsClaimName ?? Groups;
            written["value"] = app.GroupsClaim?.Value ?? app.GroupsExpression;
            written["valueType"] = app.GroupsClaim is null ? "EXPRESSION" : "GROUPS";
        }

        if (app.GroupsClaim is { } groups)
            written["groupFilterType"] = Matches.First(match => match.Match == groups.Match).Name;

        written["issuer"] = issuer;
        written["orgUrl"] = null;
        written["customUrl"] = null;
        written["audience"] = audience;
        written["issuerMode"] = "ORG_URL";
        return written;
    }

    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["appId"], "OAuth2AppInstance");
}
