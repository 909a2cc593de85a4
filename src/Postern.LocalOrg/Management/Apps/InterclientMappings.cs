using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Which apps another one takes users over from: Okta's interclient trust mappings (direct-auth.md 8.1).</summary>
sealed class InterclientMappings(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Allowed = AppPaths.One + "/interclient-allowed-apps", Targets = AppPaths.One + "/interclient-target-apps",
        Reading = "okta.apps.interclientTrust.read", Managing = "okta.apps.interclientTrust.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Allowed, Reading, AllowedAsync),
        Operation.Change("POST", Allowed, Managing, AllowAsync),
        Operation.Change("DELETE", Allowed + "/{allowedAppId}", Managing, ForbidAsync),
        Operation.Read(Targets, Reading, TargetsAsync),
    ];

    async Task<Answer> AllowedAsync(ManagementCall call)
    {
        List<string> ids = [];
        foreach (var clientId in (await directory.AppAsync(call)).InterclientAllowedAppIds ?? [])
            if (await directory.Apps.FindAsync(clientId, call.Ct) is { } app)
                ids.Add(app.Id);
        return Answer.Ok(Wire.Texts(ids));
    }

    async Task<Answer> TargetsAsync(ManagementCall call)
    {
        var allowed = await directory.AppAsync(call);
        var targets = (await directory.Apps.AllAsync(call.Ct)).Where(app => app.TakesOverFrom(allowed));
        return Answer.Ok(Wire.Texts(targets.Select(app => app.Id)));
    }

    /// <summary>UNCONFIRMED (direct-auth.md 8.1): that saying so again changes nothing, and the app that is not there.</summary>
    async Task<Answer> AllowAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var (target, id) = (before.Document, call.Body.Needed("id"));
        if (target.SignOnMode is not (null or AppKinds.Saml or AppKinds.EarlierSaml))
            throw Refused("The target application must be an OIDC or SAML app.");
        if (await directory.FindAppByIdAsync(id, call.Ct) is not { IsClient: true } allowed)
            throw OktaError.NotFound(id, "AppInstance");

        if (!target.TakesOverFrom(allowed))
        {
            IReadOnlyList<string> all = [.. target.InterclientAllowedAppIds ?? [], allowed.ClientId];
            if (all.Count > AppRules.MostInterclientAllowed)
                throw Refused($"The target application cannot have more than {AppRules.MostInterclientAllowed} trusted apps.");
            directory.Apps.Change(work, before, target with { InterclientAllowedAppIds = all });
        }

        return Answer.Created(Write(call, target, allowed));
    }

    async Task<Answer> ForbidAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var id = call["allowedAppId"];
        if (await directory.FindAppByIdAsync(id, call.Ct) is not { } allowed || !before.Document.TakesOverFrom(allowed))
            throw OktaError.NotFound(id, "AppInstance");

        directory.Apps.Change(work, before, before.Document.WithoutInterclient(allowed.ClientId));
        return Answer.NoContent();
    }

    JsonObject Write(ManagementCall call, App target, App allowed) => new()
    {
        ["id"] = OktaIds.Of(OktaIds.InterclientMapping, target.ClientId, allowed.ClientId),
        ["orgId"] = directory.Org.Id,
        ["appInstanceId"] = target.Id,
        ["trustedAppInstanceId"] = allowed.Id,
        ["created"] = Wire.Instant(store.Now),
        ["lastUpdated"] = Wire.Instant(store.Now),
        ["lastUpdatedBy"] = call.Caller.UserId,
    };

    static OktaError Refused(string cause) => OktaError.Invalid("Interclient Trust Mappings", cause);
}
