using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>
/// What a run has made so far, beside the file that it will write: a line for each token as soon as there is one, so that a run that was
/// killed is gone on with. Its owner's alone, and one run's at a time.
/// </summary>
sealed class MintJournal : IDisposable
{
    const string Format = "postern-mint/1";

    readonly FileStream _file;
    readonly string _path;
    readonly Lock _gate = new();
    readonly Dictionary<int, Kept> _kept = [];
    long _end;

    MintJournal(FileStream file, string path) => (_file, _path) = (file, path);

    /// <summary>By number; of several the last.</summary>
    public IReadOnlyList<MintOutcome> Outcomes => [.. InOrder().Select(kept => kept.Outcome)];

    /// <summary>Those that have tokens, by number, read one after the other: all at once may be more than there is memory.</summary>
    /// <exception cref="UsageException">It has been damaged meanwhile.</exception>
    public IEnumerable<MintRecord> Made()
    {
        foreach (var kept in InOrder().Where(kept => kept.Outcome.Failure is null))
        {
            var line = new byte[kept.Length];
            RandomAccess.Read(_file.SafeFileHandle, line, kept.Offset);
            yield return Read(line);
        }
    }

    /// <summary>What can be seen before anything is made.</summary>
    /// <exception cref="UsageException">There are tokens already, or others may read what is there of them.</exception>
    public static void RequireRoom(string output)
    {
        var path = PathFor(output);
        if (!File.Exists(path) && File.Exists(output))
            throw new UsageException(
                $"--to {output}: that file exists.", "Its tokens may be of use to somebody: remove it, or name another.");
        if (File.Exists(path) && OwnFile.IsOpen(path))
            throw new UsageException($"{path} holds tokens, and others may read it.", $"See who has: then chmod 600 {path}, or remove it.");
    }

    /// <exception cref="UsageException">It is another run's, or cannot be written.</exception>
    public static MintJournal Open(string output, string plan)
    {
        var path = PathFor(output);
        var journal = new MintJournal(OpenFile(path), path);
        try
        {
            journal.Begin(plan);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    public void Add(MintRecord record)
    {
        lock (_gate)
        {
            var offset = _end;
            Write(record.ToJson());
            Keep(record, offset, (int)(_end - offset) - 1);
        }
    }

    /// <summary>Nothing is left to go on with.</summary>
    public void Remove()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    public void Dispose() => _file.Dispose();

    static FileStream OpenFile(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new(path, options);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{path} cannot be written: {unwritable.Message}",
                "It stands beside the file that --to names. Another run may have it: a second one goes on once that has ended.",
                unwritable);
        }
    }

    static string PathFor(string output) => $"{output}.part";

    List<Kept> InOrder()
    {
        lock (_gate)
            return [.. _kept.Values.OrderBy(kept => kept.Outcome.Number)];
    }

    void Begin(string plan)
    {
        foreach (var (offset, line) in JournalLines.Of(_file.SafeFileHandle))
        {
            if (offset is 0)
                RequireOurs(line, plan);
            else
                Keep(Read(line), offset, line.Length);
            _end = offset + line.Length + 1;
        }

        // What was being written when the run was killed is no line, and nobody has its token.
        RandomAccess.SetLength(_file.SafeFileHandle, _end);
        if (_end is 0)
            Write(new JsonObject { ["format"] = Format, ["plan"] = plan });
    }

    void Keep(MintRecord record, long offset, int length) => _kept[record.Number] = new(record.Outcome, offset, length);

    void RequireOurs(byte[] line, string plan)
    {
        var head = Parsed(line, json => json);
        if (head.Text("format") is not Format || head.Text("plan") != plan)
            throw new UsageException(
                $"{_path} belongs to another run: of other users, another app, org, key, scopes or --count.",
                "Give what that run was given and it goes on; or remove that file, or name another with --to.");
    }

    MintRecord Read(byte[] line) => Parsed(line, MintRecord.Read);

    T Parsed<T>(byte[] line, Func<JsonObject, T> read)
    {
        try
        {
            return read(JsonNode.Parse(line)!.AsObject());
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new UsageException($"{_path} is damaged, and cannot be gone on with.", "Remove it, or name another file with --to.");
        }
    }

    void Write(JsonObject line)
    {
        var bytes = Encoding.UTF8.GetBytes($"{line.ToText(JsonLayout.OneLine)}\n");
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, bytes, _end);
            _end += bytes.Length;
        }
        catch (IOException full)
        {
            // Half a line, which the next would be written behind.
            RandomAccess.SetLength(_file.SafeFileHandle, _end);
            throw new OutputLostException(full);
        }
    }

    /// <summary>One that is written down, and where.</summary>
    readonly record struct Kept(MintOutcome Outcome, long Offset, int Length);
}
