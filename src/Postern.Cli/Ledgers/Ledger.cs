using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>
/// A file of what was made and not ended yet, a line for each, its owner's alone; any number of processes write to it. What has been ended
/// is a line too, until the file is written anew.
/// </summary>
sealed class Ledger(string path)
{
    public const string Variable = "POSTERN_LEDGER";

    const string Ended = "ended";

    public string Path => path;

    /// <summary>Better told before something is made than after.</summary>
    /// <exception cref="UsageException">It cannot be written, or is not its owner's alone.</exception>
    public void RequireUsable()
    {
        try
        {
            using (Open())
            {
                // Only whether it can be.
            }

            if (OwnFile.IsOpen(path))
                throw new UsageException(
                    $"--ledger {path}: others may read it, and what it takes to end tokens is in it.",
                    $"See who has: then chmod 600 {path}");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"--ledger {path} cannot be written: {unwritable.Message}", "Name a file in a folder of yours.", unwritable);
        }
    }

    /// <exception cref="OutputLostException">It cannot be kept.</exception>
    public Task AddAsync(LedgerEntry entry, CancellationToken ct) => AppendAsync(entry.ToJson(), ct);

    /// <inheritdoc cref="AddAsync" path="/exception"/>
    public Task EndAsync(LedgerEntry entry, CancellationToken ct) => AppendAsync(new() { [Ended] = entry.Id }, ct);

    /// <summary>What has not been ended, in the order in which it was made.</summary>
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public async Task<IReadOnlyList<LedgerEntry>> ReadAsync(CancellationToken ct)
    {
        try
        {
            return Entries(await File.ReadAllLinesAsync(path, ct));
        }
        catch (FileNotFoundException)
        {
            throw new UsageException(
                $"There is no ledger {path}.",
                $"--ledger FILE or {Variable} has one kept; nothing was made with this one, or all is ended.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The ledger {path} cannot be read: {unreadable.Message}", "Check the path and its permissions.");
        }
    }

    /// <summary>Written anew with what is left; no file where nothing is.</summary>
    public async Task CompactAsync(CancellationToken ct)
    {
        using var turn = await OwnFile.TakeTurnAsync(System.IO.Path.GetFullPath(path), ct);
        if (!File.Exists(path))
            return; // another cleanup has ended all of it

        var left = Entries(await File.ReadAllLinesAsync(path, ct));
        if (left.Count is 0)
            File.Delete(path);
        else
            OwnFile.Write(path, string.Concat(left.Select(entry => $"{entry.ToJson().ToText(JsonLayout.OneLine)}\n")));
    }

    async Task AppendAsync(JsonObject line, CancellationToken ct)
    {
        try
        {
            using var turn = await OwnFile.TakeTurnAsync(System.IO.Path.GetFullPath(path), ct);
            using var file = Open();
            file.Write(Encoding.UTF8.GetBytes($"{(EndsTorn(file) ? "\n" : "")}{line.ToText(JsonLayout.OneLine)}\n"));
        }
        catch (IOException full)
        {
            throw new OutputLostException(full);
        }
    }

    // Whoever was killed while writing has left part of a line, which must not take the next one with it. Leaves off at the end.
    static bool EndsTorn(FileStream file)
    {
        if (!file.CanSeek || file.Length == 0)
            return false;

        file.Position = file.Length - 1;
        return file.ReadByte() != '\n';
    }

    FileStream Open()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    // A line that was not written whole names nothing that anybody has.
    static List<LedgerEntry> Entries(IEnumerable<string> lines)
    {
        var all = lines.Select(Members).OfType<JsonObject>().ToList();
        var ended = all.Select(line => line.Text(Ended)).OfType<string>().ToHashSet();
        return [.. all.Select(LedgerEntry.Read).OfType<LedgerEntry>().Where(entry => !ended.Contains(entry.Id))];
    }

    static JsonObject? Members(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
