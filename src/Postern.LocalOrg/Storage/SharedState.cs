namespace Postern.LocalOrg.Storage;

/// <summary>
/// The few numbers that all processes of an org must agree on at every request, read in one statement: how far its clock was moved on
/// (docs/adr/0010), and
/// the version of each kind that is remembered (<see cref="Memory"/>, docs/adr/0012).
/// </summary>
sealed class SharedState(Database database)
{
    const string Clock = "clock_ahead";
    const string Recording = "recording";

    /// <summary>The schema that the database has, and the oldest whose processes may use it all the same: docs/adr/0015.</summary>
    public const string SchemaVersion = "schema", OldestSchema = "oldest_schema";

    const string Read = "select name, value from shared_state";

    /// <summary>Added where it lies, not written over: of two processes that move the clock at once, both do.</summary>
    const string Add =
        """
        insert into shared_state (name, value) values ('clock_ahead', @by)
        on conflict (name) do update set value = shared_state.value + @by where shared_state.value + @by <= @most
        returning value
        """;

    const string Record =
        "insert into shared_state (name, value) values ('recording', @isOn) on conflict (name) do update set value = @isOn";

    const string Tell =
        """
        insert into shared_state (name, value) values (@name, 1)
        on conflict (name) do update set value = shared_state.value + 1
        """;

    readonly Lock _gate = new();
    readonly List<IWhole> _wholes = [];
    Task _reading = Task.CompletedTask;
    Task? _following;
    long _clockAhead;
    SupersededException? _superseded;
    volatile bool _isRecording;

    /// <summary>Whether somebody has requests recorded.</summary>
    public bool IsRecording => _isRecording;

    public TimeSpan ClockAhead => new(Interlocked.Read(ref _clockAhead));

    /// <summary>Once a newer version has taken the database from this process; until then null.</summary>
    public event Action<SupersededException>? Superseded;

    /// <summary>Whether there is anything to catch up with. Other processes say so only when they are asked.</summary>
    public bool MayBeBehind
    {
        get
        {
            if (!database.IsAlone)
                return true;

            foreach (var whole in _wholes)
                if (whole.IsStale)
                    return true;
            return false;
        }
    }

    /// <summary>The statement that tells the other processes that something of a kind has changed.</summary>
    public static Change Telling(string kind) => new(Tell, [("@name", kind)]);

    /// <summary>Read now, and again by the first request that finds it stale.</summary>
    public Task KeepAsync(IWhole whole, CancellationToken ct)
    {
        _wholes.Add(whole);
        return whole.ReadAsync(ct);
    }

    /// <summary>What is read of the database before anything else is.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        var (schema, oldest) = (0L, 0L);
        foreach (var (name, value) in await database.AllAsync(Read, [], row => new Number(row.GetString(0), row.GetInt64(1)), ct))
            switch (name)
            {
                case Clock:
                    Know(value);
                    break;
                case Recording:
                    _isRecording = value is not 0;
                    break;
                case SchemaVersion:
                    schema = value;
                    break;
                case OldestSchema:
                    oldest = value;
                    break;
                default:
                    database.Memory.Hear(name, value);
                    break;
            }

        CheckSchema(schema, oldest);
        foreach (var whole in _wholes)
            if (whole.IsStale)
                await whole.ReadAsync(ct);
    }

    /// <summary>
    /// What any process wrote before this was called is known when it is done. One read serves everybody who came before it began, so that
    /// however many
    /// requests there are, one runs and one waits.
    /// </summary>
    public Task RefreshAsync() => MayBeBehind ? AskAsync() : Task.CompletedTask;

    /// <summary>The same, whether or not there may be anything new: so that the database answers is known as well.</summary>
    public Task AskAsync()
    {
        lock (_gate)
        {
            if (_following is not null)
                return _following;
            return _reading.IsCompleted ? _reading = LoadAsync(CancellationToken.None) : _following = FollowAsync(_reading);
        }
    }

    /// <summary>False where it would be more than <paramref name="most"/> in all; then nothing has changed.</summary>
    public bool Advance(TimeSpan by, TimeSpan most) =>
        Know(database.First(Add, Parameters(by, most), row => new Number(Clock, row.GetInt64(0))));

    /// <inheritdoc cref="Advance"/>
    public async Task<bool> AdvanceAsync(TimeSpan by, TimeSpan most, CancellationToken ct) =>
        Know(await database.FirstAsync(Add, Parameters(by, most), row => new Number(Clock, row.GetInt64(0)), ct));

    /// <exception cref="SupersededException">The database is not for processes of this version any more.</exception>
    void CheckSchema(long schema, long oldest)
    {
        if (oldest <= Schema.Version)
            return;

        var superseded = new SupersededException(schema, oldest, Schema.Version);
        if (Interlocked.CompareExchange(ref _superseded, superseded, null) is null)
            Superseded?.Invoke(superseded);
        throw superseded;
    }

    public async Task RecordAsync(bool isOn, CancellationToken ct)
    {
        await database.ExecuteAsync(Record, [("@isOn", isOn ? 1L : 0L)], ct);
        _isRecording = isOn;
    }

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

    sealed record Number(string Name, long Value);
}
