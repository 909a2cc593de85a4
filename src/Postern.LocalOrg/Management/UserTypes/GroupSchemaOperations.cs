using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.UserTypes;

/// <summary>The attributes that groups may have: management.md 8.</summary>
sealed class GroupSchemaOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Schema = "/api/v1/meta/schemas/group/default";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Schema, "okta.schemas.read", call =>
            Task.FromResult(Answer.Ok(SchemaWriter.OfGroups(call, directory.Org.Settings)))),
        Operation.Change("POST", Schema, "okta.schemas.manage", ChangeAsync),
    ];

    async Task<Answer> ChangeAsync(ManagementCall call, Work work)
    {
        var before = (await directory.Settings.FindToChangeAsync(directory.Org.Id, call.Ct))!;
        var sent = call.Body.ObjectOrNothing("definitions").ObjectOrNothing("custom").Object("properties");
        var after = before.Document with
        {
            GroupAttributes = SentAttributes.Custom(before.Document.GroupAttributes ?? [], BaseProfile.OfGroups, sent),
            GroupSchemaUpdatedAt = store.Now,
        };
        directory.Settings.Change(work, before, after);
        return Answer.Ok(SchemaWriter.OfGroups(call, after));
    }
}
