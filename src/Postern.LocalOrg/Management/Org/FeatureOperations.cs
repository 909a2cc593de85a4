using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Org;

/// <summary>Features that an admin may switch on: this org has all that it has from the beginning (management.md 18).</summary>
sealed class FeatureOperations : IOperations
{
    const string Features = "/api/v1/features";
    const string Reading = "okta.features.read";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Features, Reading, _ => Task.FromResult(Answer.List([]))),
        Operation.Read(Features + "/{featureId}", Reading, FindAsync),
        Operation.Read(Features + "/{featureId}/dependencies", Reading, FindAsync),
        Operation.Read(Features + "/{featureId}/dependents", Reading, FindAsync),
        Operation.Change("POST", Features + "/{featureId}/{lifecycle}", "okta.features.manage", (call, _) => FindAsync(call)),
    ];

    static Task<Answer> FindAsync(ManagementCall call) => throw OktaError.NotFound(call["featureId"], "Feature");
}
