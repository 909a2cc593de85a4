using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>What all processes of an org count together, by name and period.</summary>
sealed class CounterStore(OrgStore store)
{
    /// <summary>No period is longer: after that nobody asks for it again.</summary>
    const long LongestPeriodSeconds = 60;

    /// <summary>This one included. Where two processes do not agree on the second that begins a period, the later one holds.</summary>
    public async Task<int> CountAsync(string name, long period, CancellationToken ct) =>
        (await store.Database.FirstAsync(
            """
            insert into counters (hash, period, used, expires_at) values (@hash, @period, 1, @expiresAt)
            on conflict (hash) do update set
                used = case when counters.period >= @period then counters.used + 1 else 1 end,
                period = case when counters.period > @period then counters.period else @period end,
                expires_at = @expiresAt
            returning used
            """,
            [("@hash", Secrets.Hash(name)), ("@period", period), ("@expiresAt", store.Now + LongestPeriodSeconds)],
            row => new Count(row.GetInt32(0)),
            ct))!.Used;

    public Task CountBackAsync(string name, CancellationToken ct) =>
        store.Database.ExecuteAsync(
            "update counters set used = used - 1 where hash = @hash and used > 0", [("@hash", Secrets.Hash(name))], ct);

    sealed record Count(int Used);
}
