using System.Data.Common;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// What is told of what the org does: lines that are kept with the work that they tell of, one row for each work, in the order in which
/// they are committed. How many there may be is bounded.
/// </summary>
sealed class Journal(Database database, TimeProvider time)
{
    const long Most = 20_000;
    const long AtATime = 1_000;

    const string Insert = "insert into journal (published, origin, lines) values (@published, @origin, @lines)";

    /// <summary>Okta keeps its own for so long: api-access-management.md 18.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>Once they are committed, whoever in this process wrote them: origin, when, and the lines.</summary>
    public event Action<JournalEntry>? Written;

    /// <summary>The statement that writes them with everything else; null where nothing is told.</summary>
    public Change? Writing(Origin origin, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return null;

        JournalEntry entry = new(0, time.GetUtcNow(), origin, lines);
        return new(
            Insert,
            [
                ("@published", entry.Published.ToUnixTimeMilliseconds()), ("@origin", origin.ToString()),
                ("@lines", string.Join('\n', lines)),
            ])
        {
            Then = () => Written?.Invoke(entry),
        };
    }

    /// <summary>Of what is written outside any work.</summary>
    public async Task AddAsync(Origin origin, IReadOnlyList<string> lines, CancellationToken ct)
    {
        if (Writing(origin, lines) is not { } writing)
            return;

        await database.ExecuteAsync(writing.Sql, writing.Parameters, ct);
        writing.Then!();
    }

    /// <summary>The next after a number, in the order in which they were committed.</summary>
    public Task<List<JournalEntry>> AfterAsync(long number, int most, CancellationToken ct) => ReadAsync(
        "select number, published, origin, lines from journal where number > @number order by number limit @most", number, most, ct);

    /// <summary>The next before a number, latest first.</summary>
    public Task<List<JournalEntry>> BeforeAsync(long number, int most, CancellationToken ct) => ReadAsync(
        "select number, published, origin, lines from journal where number < @number order by number desc limit @most", number, most, ct);

    /// <summary>The number before the first that was written then or later.</summary>
    public async Task<long> BeforeFirstSinceAsync(DateTimeOffset since, CancellationToken ct) =>
        (await database.FirstAsync(
            "select coalesce(min(number) - 1, (select coalesce(max(number), 0) from journal)) from journal where published >= @since",
            [("@since", since.ToUnixTimeMilliseconds())], row => new Ends(row.GetInt64(0), 0), ct))!.First;

    /// <summary>How many rows went: those that are too old, and of the others the oldest that are too many.</summary>
    public async Task<int> ForgetAsync(CancellationToken ct)
    {
        var ends = await database.FirstAsync(
            "select coalesce(min(number), 0), coalesce(max(number), 0) from journal", [],
            row => new Ends(row.GetInt64(0), row.GetInt64(1)), ct);
        var forgotten = await database.ExecuteAsync(
            "delete from journal where number <= @latest and published < @oldest",
            [
                ("@latest", Math.Min(ends!.Last, ends.First + AtATime)),
                ("@oldest", (time.GetUtcNow() - Longest).ToUnixTimeMilliseconds()),
            ],
            ct);
        // A few at a time: nobody who writes waits for long.
        for (var upTo = ends.First + AtATime; upTo <= ends.Last - Most; upTo += AtATime)
            forgotten += await database.ExecuteAsync("delete from journal where number <= @upTo", [("@upTo", upTo)], ct);
        return forgotten;
    }

    /// <summary>
    /// PostgreSQL counts before it commits: a row that is on its way would be missed by whoever has read past it. So whoever reads waits
    /// for those who write, and has them wait, for as long as one statement.
    /// </summary>
    Task<List<JournalEntry>> ReadAsync(string sql, long number, int most, CancellationToken ct) => database.IsAlone
        ? database.AllAsync(sql, [("@number", number), ("@most", most)], Read, ct)
        : database.ReadAsync(connection => ReadAsync(connection, sql, number, most, ct), ct);

    static async Task<List<JournalEntry>> ReadAsync(DbConnection connection, string sql, long number, int most, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await StateTables.ExecuteAsync(connection, transaction, "lock table journal in share mode", ct);
        var entries = await StateTables.ReadAsync(
            StateTables.Command(connection, transaction, sql, ("@number", number), ("@most", most)), Read, ct);
        await transaction.CommitAsync(ct);
        return entries;
    }

    static JournalEntry Read(DbDataReader row) => new(
        row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), Origin.Parse(row.GetString(2)),
        row.GetString(3).Split('\n'));

    sealed record Ends(long First, long Last);
}

/// <summary>What one work told.</summary>
/// <param name="Number">In the order in which they were committed; 0: just now.</param>
/// <param name="Published">When it was written, to the millisecond.</param>
/// <param name="Origin">Where the work came from.</param>
/// <param name="Lines">None is empty, and none has a line break in it.</param>
sealed record JournalEntry(long Number, DateTimeOffset Published, Origin Origin, IReadOnlyList<string> Lines);
