using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Apps;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Grants;

/// <summary>
/// Scopes of Okta's own APIs that an admin grants an app: those alone the org authorization server gives it. management.md 10.5.
/// </summary>
sealed class ScopeGrants(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = AppPaths.One + "/grants", One = Path + "/{grantId}";
    const string Reading = "okta.appGrants.read", Managing = "okta.appGrants.manage";

    static readonly string[] Ends = [".read", ".manage", ".register", ".self", ".run"];

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, Reading, ListAsync),
        Operation.Change("POST", Path, Managing, GrantAsync),
        Operation.Read(One, Reading, ShowAsync),
        Operation.Change("DELETE", One, Managing, RevokeAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var app = await directory.ClientAsync(call);
        return Answer.List(AllOf(app).Select(grant => Write(call, app, grant, call.Query("expand") is "scope")));
    }

    /// <summary>Granting twice is granting once. The status is that of the recordings.</summary>
    async Task<Answer> GrantAsync(ManagementCall call, Work work)
    {
        var before = await directory.ClientToChangeAsync(call);
        var (app, scope) = (before.Document, call.Body.Needed("scopeId"));
        Check(call, scope);
        if (AllOf(app).FirstOrDefault(grant => grant.Scope == scope) is { } there)
            return Answer.Ok(Write(call, app, there, withScope: true));

        ScopeGrant made = new()
        {
            Id = OktaIds.New(OktaIds.ScopeGrant),
            Scope = scope,
            CreatedAt = store.Now,
            CreatedBy = call.Caller.UserId ?? call.Caller.ClientId,
        };
        directory.Apps.Change(work, before, app with
        {
            GrantedOrgScopes = [.. app.GrantedOrgScopes, scope],
            ScopeGrants = [.. app.ScopeGrants ?? [], made],
        });
        return Answer.Ok(Write(call, app, made, withScope: true));
    }

    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var app = await directory.ClientAsync(call);
        return Answer.Ok(Write(call, app, Find(call, app), call.Query("expand") is "scope"));
    }

    async Task<Answer> RevokeAsync(ManagementCall call, Work work)
    {
        var before = await directory.ClientToChangeAsync(call);
        var (app, grant) = (before.Document, Find(call, before.Document));
        directory.Apps.Change(work, before, app with
        {
            GrantedOrgScopes = [.. app.GrantedOrgScopes.Where(scope => scope != grant.Scope)],
            ScopeGrants = app.ScopeGrants?.Where(other => other.Scope != grant.Scope).ToList(),
        });
        return Answer.NoContent();
    }

    /// <summary>UNCONFIRMED (management.md 10.5): the texts, and that any scope in the form of Okta's is one.</summary>
    static void Check(ManagementCall call, string scope)
    {
        if (!ReservedScopes.IsOfOkta(scope)
            || !Ends.Any(end => scope.EndsWith(end, StringComparison.Ordinal))
            || !scope.All(c => char.IsAsciiLetterOrDigit(c) || c is '.'))
            throw OktaError.Invalid("scopeId", "scopeId: Invalid scope.");
        if (call.Body.Needed("issuer").TrimEnd('/') is var issuer && issuer != call.Org)
            throw OktaError.NotFound(issuer, "AuthorizationServer");
    }

    /// <summary>What was seeded has no more than its name.</summary>
    static IEnumerable<ScopeGrant> AllOf(App app) =>
        app.GrantedOrgScopes.Distinct().Select(scope => app.ScopeGrants?.FirstOrDefault(grant => grant.Scope == scope) ?? new ScopeGrant
        {
            Id = OktaIds.Of(OktaIds.ScopeGrant, app.ClientId, scope), Scope = scope, CreatedAt = app.CreatedAt,
        });

    static ScopeGrant Find(ManagementCall call, App app) => AllOf(app).FirstOrDefault(grant => grant.Id == call["grantId"])
        ?? throw OktaError.NotFound(call["grantId"], "OAuth2ScopeConsentGrant");

    static JsonObject Write(ManagementCall call, App app, ScopeGrant grant, bool withScope)
    {
        JsonObject written = new()
        {
            ["id"] = grant.Id,
            ["status"] = "ACTIVE",
            ["created"] = Wire.Instant(grant.CreatedAt),
            ["createdBy"] = new JsonObject { ["id"] = grant.CreatedBy ?? OktaIds.Of("spr", app.ClientId), ["type"] = "User" },
            ["lastUpdated"] = Wire.Instant(grant.CreatedAt),
            ["issuer"] = call.Org,
            ["clientId"] = app.ClientId,
            ["scopeId"] = grant.Scope,
            ["source"] = "ADMIN",
        };
        if (withScope)
            written["_embedded"] = new JsonObject { ["scope"] = new JsonObject { ["id"] = grant.Scope } };
        var self = AppLinks.Url(call, app, "/grants/" + grant.Id);
        written["_links"] = new JsonObject
        {
            ["app"] = GrantLinks.App(call, app), ["self"] = Wire.Link(self, "GET", "DELETE"), ["client"] = GrantLinks.Client(call, app),
        };
        return written;
    }
}
