namespace Postern.LocalOrg.Storage;

/// <summary>The few numbers that all processes of an org must agree on at every request, read in one statement: how far its clock was moved on. docs/adr/0010.</summary>
sealed class SharedState(Database database)
{
    const string Read = "select value from shared_state where name = 'clock_ahead'";

    /// <summary>Added where it lies, not written over: of two processes that move the clock at once, both do.</summary>
    const string Add =
        """
        insert into shared_state (name, value) values ('clock_ahead', @by)
        on conflict (name) do update set value = shared_state.value + @by where shared_state.value + @by <= @most
        returning value
        """;

    readonly Lock _gate = new();
    Task _reading = Task.CompletedTask;
    Task? _following;
    long _clockAhead;

    public TimeSpan ClockAhead => new(Interlocked.Read(ref _clockAhead));

    /// <summary>For the start, where nothing is known yet.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        if (await database.FirstAsync(Read, [], row => new Number(row.GetInt64(0)), ct) is { } clock)
            Know(clock.Value);
    }

    /// <summary>
    /// What any process wrote before this was called is known when it is done. One read serves everybody who came before it began, so that however many
    /// requests there are, one runs and one waits.
    /// </summary>
    public Task RefreshAsync()
    {
        if (database.IsOurs)
            return Task.CompletedTask;

        lock (_gate)
        {
            if (_following is not null)
                return _following;
            return _reading.IsCompleted ? _reading = LoadAsync(CancellationToken.None) : _following = FollowAsync(_reading);
        }
    }

    /// <summary>False where it would be more than <paramref name="most"/> in all; then nothing has changed.</summary>
    public bool Advance(TimeSpan by, TimeSpan most) => Know(database.First(Add, Parameters(by, most), row => new Number(row.GetInt64(0))));

    /// <inheritdoc cref="Advance"/>
    public async Task<bool> AdvanceAsync(TimeSpan by, TimeSpan most, CancellationToken ct) =>
        Know(await database.FirstAsync(Add, Parameters(by, most), row => new Number(row.GetInt64(0)), ct));

    async Task FollowAsync(Task before)
    {
        // Whether that one failed is its callers' to know. Never at once: the caller holds the gate and has not noted this yet.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task mine;
        lock (_gate)
        {
            _following = null;
            mine = _reading = LoadAsync(CancellationToken.None);
        }

        await mine;
    }

    bool Know(Number? clock)
    {
        if (clock is null)
            return false;

        Know(clock.Value);
        return true;
    }

    /// <summary>The clock never goes back, so that of an answer that was long on its way nothing is believed.</summary>
    void Know(long clockAhead)
    {
        lock (_gate)
            Interlocked.Exchange(ref _clockAhead, Math.Max(_clockAhead, clockAhead));
    }

    static (string, object?)[] Parameters(TimeSpan by, TimeSpan most) => [("@by", by.Ticks), ("@most", most.Ticks)];

    sealed record Number(long Value);
}
