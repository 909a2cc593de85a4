using System.Globalization;
using System.Security.Cryptography;
using Postern.LocalOrg.Failing;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>
/// What goes wrong in the org on purpose. Every process of it obeys from its next request on; nothing of this costs anything while there is
/// no script.
/// </summary>
public sealed class FaultScripts
{
    readonly FaultStore _store;
    readonly Whole<FaultsOnDuty> _onDuty;
    readonly TimeProvider _time;
    int _made;

    internal FaultScripts(OrgStore store)
    {
        (_store, _time) = (new(store), store.Time);
        _onDuty = new(_store.Stamp, ReadAsync);
    }

    /// <summary>Those that this process knows of.</summary>
    internal FaultsOnDuty OnDuty => _onDuty.Value;

    internal IWhole Kept => _onDuty;

    internal FaultStore Store => _store;

    /// <summary>Adds one, or puts it in the place of the one that has its id; its counts begin anew.</summary>
    /// <returns>As it is obeyed: with the id and the seed that were made for it.</returns>
    /// <exception cref="ArgumentException">It makes no sense; the message tells all that is wrong with it.</exception>
    public async Task<FaultScript> AddAsync(FaultScript script, CancellationToken ct = default) => (await AddAsync([script], ct))[0];

    /// <summary>All of them or none.</summary>
    /// <inheritdoc cref="AddAsync(FaultScript, CancellationToken)"/>
    public async Task<IReadOnlyList<FaultScript>> AddAsync(IReadOnlyList<FaultScript> scripts, CancellationToken ct = default)
    {
        var wrong = FaultRules.CheckAll(scripts);
        if (wrong.Count > 0)
            throw new ArgumentException(string.Join(' ', wrong), nameof(scripts));

        List<FaultScript> complete = [.. scripts.Select(Complete)];
        await _store.PutAsync(complete, ct);
        return complete;
    }

    /// <summary>All that there are, and how they have fared.</summary>
    public async Task<IReadOnlyList<CountedFault>> AllAsync(CancellationToken ct = default)
    {
        List<CountedFault> all = [];
        foreach (var script in await _store.AllAsync(ct))
        {
            var (calls, strikes) = await _store.Counts.OfAsync(script.Id!, ct);
            all.Add(new() { Script = script, Calls = calls, Strikes = strikes });
        }

        return all;
    }

    /// <returns>False where there is none of this id.</returns>
    public Task<bool> RemoveAsync(string id, CancellationToken ct = default) => _store.RemoveAsync(id, ct);

    /// <summary>From now on nothing goes wrong on purpose.</summary>
    public Task ClearAsync(CancellationToken ct = default) => _store.ClearAsync(ct);

    async Task<FaultsOnDuty> ReadAsync(CancellationToken ct) =>
        new((await _store.AllAsync(ct)).Select(script => new FaultOnDuty(script, _store.Counts)));

    FaultScript Complete(FaultScript script) => script with
    {
        Id = script.Id ?? string.Create(
            CultureInfo.InvariantCulture,
            $"f{_time.GetUtcNow().ToUnixTimeMilliseconds():x11}{Interlocked.Increment(ref _made):x3}{Secrets.New(3)}"),
        Seed = script.Seed ?? (script.Chance is null ? null : RandomNumberGenerator.GetInt32(int.MaxValue)),
        Method = script.Method?.ToUpperInvariant(),
    };
}
