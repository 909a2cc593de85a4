using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.AuthorizationServers;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Grants;

/// <summary>
/// What users have agreed to, shown and taken back: api-access-management.md 12, management.md 6. What was issued by then stays good.
/// </summary>
sealed class ConsentGrants(GrantParties parties, InteractionStore interactionStore, OrgDirectory directory) : IOperations
{
    const string OfUser = GrantParties.User + "/grants", OfClient = GrantParties.Client + "/grants";
    const int Usual = 20, Most = 200;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(OfUser, GrantParties.Reading, ListAsync),
        Operation.Read(OfClient, GrantParties.Reading, ListAsync),
        Operation.Read(OfUser + "/{grantId}", GrantParties.Reading, FindAsync),
        Operation.Change("DELETE", OfUser, GrantParties.Managing, RevokeAsync),
        Operation.Change("DELETE", OfClient, GrantParties.Managing, RevokeAsync),
        Operation.Change("DELETE", OfUser + "/{grantId}", GrantParties.Managing, RevokeOneAsync),
    ];

    /// <summary>Of one client where the path names one, else of all; in the order of their ids.</summary>
    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (limit, after, scopeId) = (call.Limit(Usual, Most), call.Query("after") ?? "", call.Query("scopeId"));
        List<JsonObject> found = [];
        foreach (var consent in await ConsentsAsync(call))
            if (await WriteAsync(call, consent) is { } grant && (scopeId is null || scopeId == (string?)grant["scopeId"]))
                found.Add(grant);
        var page = found.Where(grant => string.CompareOrdinal(IdOf(grant), after) > 0).OrderBy(IdOf, StringComparer.Ordinal)
            .Take(limit + 1).ToList();
        return Paging.Page(call, page, limit, IdOf, grant => grant, ("scopeId", scopeId), ("expand", call.Query("expand")));
    }

    async Task<Answer> FindAsync(ManagementCall call) =>
        Answer.Ok(await WriteAsync(call, await ConsentAsync(call)) ?? throw NotFound(call));

    async Task<Answer> RevokeAsync(ManagementCall call, Work work)
    {
        foreach (var consent in await ConsentsAsync(call))
            interactionStore.RevokeConsent(work, consent);
        return Answer.NoContent();
    }

    async Task<Answer> RevokeOneAsync(ManagementCall call, Work work)
    {
        interactionStore.RevokeConsent(work, await ConsentAsync(call));
        return Answer.NoContent();
    }

    async Task<Consent> ConsentAsync(ManagementCall call) =>
        (await ConsentsAsync(call)).FirstOrDefault(consent => IdOf(consent) == call["grantId"]) ?? throw NotFound(call);

    async Task<IEnumerable<Consent>> ConsentsAsync(ManagementCall call)
    {
        var user = await parties.UserAsync(call);
        var client = call["clientId"] is { Length: > 0 } ? await parties.ClientAsync(call) : null;
        return (await interactionStore.AllConsentsAsync(user.Id, call.Ct)).Where(consent =>
            client is null || consent.ClientId == client.ClientId);
    }

    /// <summary>Null where the client, or the server, is there no more.</summary>
    async Task<JsonObject?> WriteAsync(ManagementCall call, Consent consent)
    {
        var (user, server) = (await parties.UserAsync(call), await parties.ServerAsync(consent.ServerId, call.Ct));
        if (await directory.Apps.FindAsync(consent.ClientId, call.Ct) is not { } app || (server is null && consent.ServerId is not null))
            return null;

        var scopeId = ServerScopes.IdOf(server, consent.Scope);
        JsonObject written = new()
        {
            ["id"] = IdOf(consent), ["status"] = "ACTIVE", ["created"] = Wire.Instant(Math.Max(consent.CreatedAt, user.CreatedAt)),
            ["lastUpdated"] = Wire.Instant(Math.Max(consent.CreatedAt, user.CreatedAt)), ["issuer"] = GrantLinks.Issuer(call, server),
            ["clientId"] = app.ClientId, ["userId"] = user.Id, ["scopeId"] = scopeId, ["source"] = "END_USER",
        };
        if (call.Query("expand") is "scope")
            written["_embedded"] = new JsonObject
            {
                ["scope"] = new JsonObject { ["id"] = scopeId, ["name"] = consent.Scope },
            };
        JsonObject links = new()
        {
            ["app"] = GrantLinks.App(call, app),
            ["self"] = Wire.Link(call.Url($"/users/{user.Id}/grants/{IdOf(consent)}"), "GET", "DELETE"),
            ["client"] = GrantLinks.Client(call, app),
            ["user"] = GrantLinks.User(call, user),
        };
        if (server is not null)
            links["authorizationServer"] = GrantLinks.Server(call, server);
        written["_links"] = links;
        return written;
    }

    static string IdOf(Consent consent) =>
        OktaIds.Of(OktaIds.ScopeGrant, consent.UserId, consent.ClientId, consent.ServerId ?? "", consent.Scope);

    static string IdOf(JsonObject grant) => grant["id"]!.GetValue<string>();

    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["grantId"], "OAuth2ScopeConsentGrant");
}
