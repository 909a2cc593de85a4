using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Authenticators;

/// <summary>
/// The same as Classic Engine has them, kind by kind of factor: management.md 18. Okta documents them no more, and clients still call them.
/// </summary>
sealed class OrgFactorOperations(AuthenticatorShelf shelf, OrgDirectory directory) : IOperations
{
    const string Every = "/api/v1/org/factors", One = Every + "/{key}", Reading = "okta.orgs.read", Managing = "okta.orgs.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(
            Every, Reading, call => Task.FromResult(Answer.List(OrgFactors.All.Select(factor => Write(call, factor, IsOn(factor)))))),
        Operation.Read(One, Reading, call => Task.FromResult(Answer.Ok(Write(call, Find(call), IsOn(Find(call)))))),
        Operation.Change("POST", One + "/lifecycle/activate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Active)),
        Operation.Change("POST", One + "/lifecycle/deactivate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Inactive)),
    ];

    bool IsOn(OrgFactor factor) => directory.Org.IsOn(factor.Authenticator, factor.Method);

    async Task<Answer> SetAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var factor = Find(call);
        var id = OktaIds.Of(OktaIds.Authenticator, factor.Authenticator);
        var kept = await directory.Authenticators.FindToChangeAsync(id, call.Ct);
        var before = kept is null && KnownAuthenticators.New(factor.Authenticator, shelf.Now) is { } added
            ? new Taken<Authenticator>(added, Kept: null)
            : await shelf.TakeAsync(id, call.Ct);
        shelf.Put(work, before, before.Document with
        {
            Status = status is Lifecycle.Active ? Lifecycle.Active : before.Document.Status,
            Methods =
            [
                .. before.Document.Methods.Select(method => method.Type == factor.Method ? method with { Status = status } : method),
            ],
        });
        return Answer.Ok(Write(call, factor, status is Lifecycle.Active));
    }

    static JsonObject Write(ManagementCall call, OrgFactor factor, bool isOn)
    {
        var url = call.Url($"/org/factors/{factor.Key}");
        var (self, change) = (Wire.Link(url, "GET"), Wire.Link($"{url}/lifecycle/{(isOn ? "deactivate" : "activate")}", "POST"));
        return new()
        {
            ["id"] = factor.Key, ["provider"] = factor.Provider, ["factorType"] = factor.FactorType,
            ["status"] = isOn ? "ACTIVE" : "INACTIVE",
            ["_links"] = isOn
                ? new JsonObject { ["self"] = self, ["deactivate"] = change }
                : new JsonObject { ["activate"] = change, ["self"] = self },
        };
    }

    /// <summary>UNCONFIRMED: what it is called.</summary>
    static OrgFactor Find(ManagementCall call) => OrgFactors.Find(call["key"]) ?? throw OktaError.NotFound(call["key"], "OrgFactor");
}
