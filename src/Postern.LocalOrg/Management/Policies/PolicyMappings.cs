using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>What policies are mapped to. Okta has moved that to the apps, and says so here: management.md 12.1.</summary>
sealed class PolicyMappings(PolicyShelves shelves) : IOperations
{
    const string Every = "/api/v1/policies/{policyId}/mappings", One = Every + "/{mappingId}";
    const string Reading = "okta.policies.read", Managing = "okta.policies.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Every, Reading, ListAsync),
        Operation.Change("POST", Every, Managing, (call, _) => RefuseAsync(call)),
        Operation.Read(One, Reading, FindAsync),
        Operation.Change("DELETE", One, Managing, (call, _) => FindAsync(call)),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        await shelves.FindPolicyAsync(call["policyId"], call.Ct);
        return Answer.List([]);
    }

    async Task<Answer> RefuseAsync(ManagementCall call)
    {
        await shelves.FindPolicyAsync(call["policyId"], call.Ct);
        throw new OktaError(
            StatusCodes.Status400BadRequest, OktaErrorCodes.ApiValidationFailed,
            "Api validation failed: Policy mappings are no longer supported on this endpoint.");
    }

    /// <summary>UNCONFIRMED: what a mapping is called where there is none.</summary>
    async Task<Answer> FindAsync(ManagementCall call)
    {
        await shelves.FindPolicyAsync(call["policyId"], call.Ct);
        throw OktaError.NotFound(call["mappingId"], "PolicyMapping");
    }
}
