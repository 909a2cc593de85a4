namespace Postern.LocalOrg.Storage;

/// <summary>
/// What one request writes, carried out together or not at all: what it spends, and what that buys. Until it is committed nothing is
/// written and nothing is
/// said, and no connection is held, however long it takes to sign tokens in the meantime. See <see cref="OrgStore"/>.
/// </summary>
/// <param name="origin">Told with what the work tells.</param>
sealed class Work(Origin origin)
{
    readonly List<Change> _changes = [];
    readonly SortedDictionary<string, Change> _last = new(StringComparer.Ordinal);
    List<(string Line, bool IsAnyway)>? _told;
    Func<Task>? _answer;

    public Origin Origin => origin;

    /// <summary>What has been counted for the request, and what that came to: tried again, it is not counted again.</summary>
    public Dictionary<string, int>? Counted { get; set; }

    public IReadOnlyList<Change> Changes => _last.Count == 0 ? _changes : [.. _changes, .. _last.Values];

    /// <summary>What the <see cref="Journal"/> is to keep of it; of a request that is refused, what was told anyway.</summary>
    public IReadOnlyList<string> Told(bool isRefused) =>
        _told is null ? [] : [.. _told.Where(told => told.IsAnyway || !isRefused).Select(told => told.Line)];

    /// <summary>One line of what is done, kept where it is done.</summary>
    public void Tell(string line) => (_told ??= []).Add((line, IsAnyway: false));

    /// <summary>One line that is kept also where the request is refused.</summary>
    public void TellAnyway(string line) => (_told ??= []).Add((line, IsAnyway: true));

    /// <summary>
    /// Takes what one alone can have. Of a request that is refused this is all that is kept: what was shown to the wrong ones is spent as
    /// well.
    /// </summary>
    public void Spend(string sql, (string, object?)[] parameters, Action? then = null) =>
        _changes.Add(new(sql, parameters) { MustFind = true, IsSpending = true, Then = then });

    /// <summary>Changes what must still be as it was read. What is remembered of its kind is good no more: <see cref="Memory"/>.</summary>
    public void Change(string sql, (string, object?)[] parameters, Kind? kind = null) =>
        _changes.Add(new(sql, parameters) { MustFind = true, Kind = kind });

    /// <summary>Writes whatever is there or not. What is remembered of its kind is good no more: <see cref="Memory"/>.</summary>
    public void Write(string sql, (string, object?)[] parameters, Action? then = null, Kind? kind = null) =>
        _changes.Add(new(sql, parameters) { Then = then, Kind = kind });

    /// <summary>
    /// Writes a row that many works write, after all others and once: works that write several of these do so in one order, so that none
    /// waits for another that waits for it.
    /// </summary>
    public void WriteLast(string key, string sql, (string, object?)[] parameters) => _last[key] = new(sql, parameters);

    /// <summary>Says what came of it, once it is committed: the last one given.</summary>
    public void Answer(Func<Task> say) => _answer = say;

    public Task SayAsync() => _answer?.Invoke() ?? Task.CompletedTask;
}

/// <summary>One statement of a work.</summary>
sealed record Change(string Sql, (string Name, object? Value)[] Parameters)
{
    /// <summary>Whether nothing of the work is done where this finds no row: somebody else was quicker.</summary>
    public bool MustFind { get; init; }

    public bool IsSpending { get; init; }

    /// <summary>Once it is committed.</summary>
    public Action? Then { get; init; }

    /// <summary>Of what it changes, where that is remembered.</summary>
    public Kind? Kind { get; init; }

    public bool IsDone(int rows) => rows > 0 || !MustFind;

    public override string ToString() => Sql;
}
