using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>A kind of which an admin looks at each, switches it on and off and deletes it, in the same way as of any other.</summary>
/// <param name="Stored">Where they lie.</param>
/// <param name="Id">What paths call the id of one.</param>
/// <param name="Type">What errors call one.</param>
sealed record SwitchedKind<T>(Collection<T> Stored, string Id, string Type)
    where T : class
{
    /// <summary>In wire order.</summary>
    public required Func<ManagementCall, T, JsonObject> Write { get; init; }

    /// <summary>With another status, changed by whoever calls.</summary>
    public required Func<ManagementCall, T, Lifecycle, T> Switch { get; init; }

    /// <summary>Refuses to delete one that cannot be. Default: all can.</summary>
    public Action<T>? CheckDeletion { get; init; }

    public IEnumerable<Operation> Operations(string one, string reading, string managing) =>
    [
        Operation.Read(one, reading, async call => Answer.Ok(Write(call, (await FindAsync(call)).Document))),
        Operation.Change("DELETE", one, managing, DeleteAsync),
        Operation.Change("POST", one + "/lifecycle/activate", managing, (call, work) => SwitchAsync(call, work, Lifecycle.Active)),
        Operation.Change("POST", one + "/lifecycle/deactivate", managing, (call, work) => SwitchAsync(call, work, Lifecycle.Inactive)),
    ];

    /// <exception cref="OktaError">There is none.</exception>
    public async Task<Kept<T>> FindAsync(ManagementCall call) =>
        await Stored.FindToChangeAsync(call[Id], call.Ct) ?? throw OktaError.NotFound(call[Id], Type);

    public Answer Change(ManagementCall call, Work work, Kept<T> before, T after)
    {
        Stored.Change(work, before, after);
        return Answer.Ok(Write(call, after));
    }

    async Task<Answer> SwitchAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var before = await FindAsync(call);
        return Change(call, work, before, Switch(call, before.Document, status));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await FindAsync(call);
        CheckDeletion?.Invoke(before.Document);
        Stored.Delete(work, before);
        return Answer.NoContent();
    }
}
