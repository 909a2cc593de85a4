using System.Text.Json.Nodes;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Kept;

/// <summary>Mappings between profiles: apps here have the users' own, and nothing is mapped.</summary>
sealed class MappingOperations : IOperations
{
    const string Mappings = "/api/v1/mappings";
    const string One = Mappings + "/{mappingId}";
    const string Reading = "okta.profileMappings.read";
    const int Usual = 20, Most = 200;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Mappings, Reading, call => Task.FromResult(
            Paging.Page(call, Array.Empty<string>(), call.Limit(Usual, Most), id => id, id => JsonValue.Create(id)))),
        Operation.Read(One, Reading, call => throw NotFound(call)),
        Operation.Change("POST", One, "okta.profileMappings.manage", (call, _) => throw NotFound(call)),
    ];

    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["mappingId"], "ProfileMapping");
}
