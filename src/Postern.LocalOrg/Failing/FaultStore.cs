using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Failing;

/// <summary>Fault scripts, and what has been counted of each.</summary>
sealed class FaultStore(OrgStore store)
{
    static readonly Kind Scripts = new("fault_scripts");

    readonly Collection<FaultScript> _scripts = new(
        store, new("fault_scripts", Scripts), FaultsJson.Default.FaultScript, script => script.Id!);

    public FaultCounts Counts { get; } = new(store);

    public Stamp Stamp => store.Memory.StampOf(Scripts);

    public ValueTask<IReadOnlyList<FaultScript>> AllAsync(CancellationToken ct) => _scripts.AllAsync(ct);

    /// <summary>In the place of one of the same id, whose counts go with it.</summary>
    public Task PutAsync(IReadOnlyList<FaultScript> scripts, CancellationToken ct) => store.InOneWorkAsync(
        work =>
        {
            foreach (var script in scripts)
            {
                Remove(work, script.Id!);
                _scripts.Add(work, script);
            }

            return Task.CompletedTask;
        },
        ct);

    public async Task<bool> RemoveAsync(string id, CancellationToken ct)
    {
        var isThere = (await _scripts.AllAsync(ct)).Any(script => script.Id == id);
        await store.InOneWorkAsync(
            work =>
            {
                Remove(work, id);
                return Task.CompletedTask;
            },
            ct);
        return isThere;
    }

    public Task ClearAsync(CancellationToken ct) => store.InOneWorkAsync(
        work =>
        {
            Counts.Forget(work);
            work.Write("delete from fault_scripts", [], kind: Scripts);
            return Task.CompletedTask;
        },
        ct);

    void Remove(Work work, string id)
    {
        Counts.Forget(work, id);
        work.Write("delete from fault_scripts where id = @id", [("@id", id)], kind: Scripts);
    }
}
