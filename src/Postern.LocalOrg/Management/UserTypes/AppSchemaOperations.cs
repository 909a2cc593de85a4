using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Apps;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.UserTypes;

/// <summary>The attributes that users may have in an app: management.md 8.</summary>
sealed class AppSchemaOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Schema = "/api/v1/meta/schemas/apps/{appId}/default";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Schema, "okta.schemas.read", async call =>
            Answer.Ok(AppSchemaWriter.Of(call, await directory.AppAsync(call)))),
        Operation.Change("POST", Schema, "okta.schemas.manage", ChangeAsync),
    ];

    async Task<Answer> ChangeAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var sent = call.Body.ObjectOrNothing("definitions").ObjectOrNothing("custom").Object("properties");
        var attributes = SentAttributes.Custom(before.Document.UserAttributes ?? [], BaseProfile.OfAppUsers, sent);
        var after = before.Document with
        {
            UserAttributes = attributes.Count == 0 ? null : attributes,
            UserSchemaUpdatedAt = store.Now,
        };
        directory.Apps.Change(work, before, after);
        return Answer.Ok(AppSchemaWriter.Of(call, after));
    }
}
