namespace Postern.LocalOrg.Storage;

/// <summary>What all processes of an org count together, by name and period.</summary>
sealed partial class OrgStore
{
    /// <summary>No period is longer: after that nobody asks for it again.</summary>
    const long LongestPeriodSeconds = 60;

    /// <summary>This one included. Where two processes do not agree on the second that begins a period, the later one holds.</summary>
    public async Task<int> CountAsync(string name, long period, CancellationToken ct) =>
        (await database.FirstAsync(
            """
            insert into counters (hash, period, used, expires_at) values (@hash, @period, 1, @expiresAt)
            on conflict (hash) do update set
                used = case when counters.period >= @period then counters.used + 1 else 1 end,
                period = case when counters.period > @period then counters.period else @period end,
                expires_at = @expiresAt
            returning used
            """,
            [("@hash", Secrets.Hash(name)), ("@period", period), ("@expiresAt", Now + LongestPeriodSeconds)],
            row => new Count(row.GetInt32(0)),
            ct))!.Used;

    public Task CountBackAsync(string name, CancellationToken ct) =>
        database.ExecuteAsync("update counters set used = used - 1 where hash = @hash and used > 0", [("@hash", Secrets.Hash(name))], ct);

    sealed record Count(int Used);
}
