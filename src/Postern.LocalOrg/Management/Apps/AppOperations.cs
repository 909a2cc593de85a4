using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Apps: made, read, changed, switched on and off, deleted. management.md 10.1.</summary>
sealed class AppOperations(OrgStore store, OrgDirectory directory, AppWriter writer, AppTraces traces) : IOperations
{
    public IEnumerable<Operation> All =>
    [
        Operation.Change("POST", AppPaths.All, AppPaths.Managing, AddAsync),
        Operation.Read(AppPaths.One, AppPaths.Reading, FindAsync),
        Operation.Change("PUT", AppPaths.One, AppPaths.Managing, ReplaceAsync),
        Operation.Change("DELETE", AppPaths.One, AppPaths.Managing, DeleteAsync),
        Operation.Change("POST", AppPaths.One + "/lifecycle/activate", AppPaths.Managing, ActivateAsync),
        Operation.Change("POST", AppPaths.One + "/lifecycle/deactivate", AppPaths.Managing, DeactivateAsync),
    ];

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var app = AppReader.Read(call.Body, call.Org, before: null, store.Now) with
        {
            Status = Lifecycle.Of(call.Flag("activate", otherwise: true)),
        };
        if (await directory.Apps.FindAsync(app.ClientId, call.Ct) is not null
            || await directory.FindAppByIdAsync(app.ClientId, call.Ct) is not null)
            throw OktaError.Invalid("client_id", "client_id: An object with this field already exists in the current organization");

        directory.Apps.AddIfFree(work, app);
        if (app.Kind is AppKind.Service && directory.Org.Settings.PrivilegesClients)
            directory.RoleAssignments.AddIfFree(
                work, RoleAssignment.Of(AssigneeKind.Client, app.ClientId, RoleTypes.SuperAdmin, store.Now));
        return Answer.Ok(await writer.WriteWithSecretAsync(call, app));
    }

    async Task<Answer> FindAsync(ManagementCall call) => Answer.Ok(await writer.WriteAsync(call, await directory.AppAsync(call)));

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var app = AppReader.Read(call.Body, call.Org, before.Document, store.Now);
        directory.Apps.Change(work, before, app);
        var tellsSecret = call.Body.ObjectOrNothing("credentials").ObjectOrNothing("oauthClient").Has("client_secret");
        return Answer.Ok(await (tellsSecret ? writer.WriteWithSecretAsync(call, app) : writer.WriteAsync(call, app)));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        if (before.Document.Status is Lifecycle.Active)
            throw new OktaError(
                StatusCodes.Status403Forbidden, OktaErrorCodes.AppDeletionForbidden, "Delete application forbidden.",
                "The application must be deactivated before deletion.");

        directory.Apps.Delete(work, before);
        await traces.ForgetAsync(work, before.Document, call.Ct);
        if (await directory.AppLogos.FindToChangeAsync(before.Document.ClientId, call.Ct) is { } logo)
            directory.AppLogos.Delete(work, logo);
        // Whoever is made anew under the same client id begins without.
        foreach (var role in directory.Org.RolesOf(AssigneeKind.Client, before.Document.ClientId))
            if (await directory.RoleAssignments.FindToChangeAsync(role.Key, call.Ct) is { } assigned)
                directory.RoleAssignments.Delete(work, assigned);
        return Answer.NoContent();
    }

    Task<Answer> ActivateAsync(ManagementCall call, Work work) => PutAsync(call, work, Lifecycle.Active);

    Task<Answer> DeactivateAsync(ManagementCall call, Work work) => PutAsync(call, work, Lifecycle.Inactive);

    /// <summary>Saying so again changes nothing.</summary>
    async Task<Answer> PutAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var before = await directory.AppToChangeAsync(call);
        if (before.Document.Status != status)
            directory.Apps.Change(work, before, before.Document with { Status = status, LastUpdatedAt = store.Now });
        return Answer.EmptyObject();
    }
}
