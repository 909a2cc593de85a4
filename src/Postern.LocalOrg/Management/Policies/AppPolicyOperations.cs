using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Apps;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>Which policy decides for which app: management.md 12.1, 2.3.</summary>
sealed class AppPolicyOperations(PolicyShelves shelves, OrgDirectory directory, AppWriter apps, TimeProvider time) : IOperations
{
    public IEnumerable<Operation> All =>
    [
        Operation.Change("PUT", AppPaths.One + "/policies/{policyId}", AppPaths.Managing, AssignAsync),
        Operation.Read("/api/v1/policies/{policyId}/app", "okta.policies.read", ListAsync),
    ];

    async Task<Answer> AssignAsync(ManagementCall call, Work work)
    {
        var app = await directory.AppToChangeAsync(call);
        var (shelf, policy) = await shelves.FindPolicyAsync(call["policyId"], call.Ct);
        var assigned = shelf.Kind.Type switch
        {
            OrgPolicy.AppAccess => app.Document with { AccessPolicyId = policy.Id },
            OrgPolicy.ProfileEnrollment => app.Document with { EnrollmentPolicyId = policy.Id },
            _ => throw new OktaError(
                StatusCodes.Status400BadRequest, OktaErrorCodes.ApiValidationFailed,
                $"Api validation failed: An invalid resource type (\"{policy.Id[..3]}…\") was supplied in the request body. " +
                "Valid types include 0oa…."),
        };
        directory.Apps.Change(work, app, assigned with { LastUpdatedAt = time.GetUtcNow().ToUnixTimeSeconds() });
        return Answer.NoContent();
    }

    /// <summary>An app that was given none has the one that every org has.</summary>
    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (shelf, policy) = await shelves.FindPolicyAsync(call["policyId"], call.Ct);
        var limit = call.Limit(usual: 20, most: 200);
        var found = (await directory.Apps.AllAsync(call.Ct)).Where(app => Has(app, policy, shelf.Kind))
            .OrderBy(app => app.Id, StringComparer.Ordinal)
            .Where(app => string.CompareOrdinal(app.Id, call.Query("after") ?? "") > 0).Take(limit + 1).ToList();
        Dictionary<string, System.Text.Json.Nodes.JsonObject> written = new(StringComparer.Ordinal);
        foreach (var app in found)
            written[app.Id] = await apps.WriteAsync(call, app);
        return Paging.Page(call, found, limit, app => app.Id, app => written[app.Id]);
    }

    static bool Has(App app, OrgPolicy policy, PolicyKind kind) => kind.Type switch
    {
        OrgPolicy.AppAccess => app.AccessPolicyId == policy.Id || (app.AccessPolicyId is null && policy.IsSystem),
        OrgPolicy.ProfileEnrollment => app.EnrollmentPolicyId == policy.Id || (app.EnrollmentPolicyId is null && policy.IsSystem),
        _ => false,
    };
}
