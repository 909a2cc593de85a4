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
    readonly Dictionary<int, MintRecord> _records = [];

    MintJournal(FileStream file, string path) => (_file, _path) = (file, path);

    /// <summary>By number; of several the last.</summary>
    public IReadOnlyCollection<MintRecord> Records
    {
        get
        {
            lock (_gate)
                return [.. _records.Values.OrderBy(record => record.Number)];
        }
    }

    /// <exception cref="UsageException">It is another run's, or cannot be written.</exception>
    public static MintJournal Open(string output, string plan)
    {
        var path = $"{output}.part";
        if (!File.Exists(path) && File.Exists(output))
            throw new UsageException(
                $"--to {output}: that file exists.", "Its tokens may be of use to somebody: remove it, or name another.");
        if (File.Exists(path) && OwnFile.IsOpen(path))
            throw new UsageException($"{path} holds tokens, and others may read it.", $"See who has: then chmod 600 {path}, or remove it.");

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
            _records[record.Number] = record;
            Write(record.ToJson());
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
                "It stands beside the file that --to names. Another run may have it: a second one goes on once that has ended.");
        }
    }

    void Begin(string plan)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        // What was being written when the run was killed is no line, and nobody has its token.
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        _file.SetLength(whole);
        _file.Position = whole;
        if (whole is 0)
            Write(new JsonObject { ["format"] = Format, ["plan"] = plan });
        else
            Read(Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries), plan);
    }

    void Read(string[] lines, string plan)
    {
        try
        {
            var head = JsonNode.Parse(lines[0]) as JsonObject;
            if (head?.Text("format") is not Format || head.Text("plan") != plan)
                throw new UsageException(
                    $"{_path} belongs to another run: of other users, another app, org, scopes or --count.",
                    "Give what that run was given and it goes on; or remove that file, or name another with --to.");

            foreach (var record in lines.Skip(1).Select(line => MintRecord.Read(JsonNode.Parse(line)!.AsObject())))
                _records[record.Number] = record;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new UsageException($"{_path} is damaged, and cannot be gone on with.", "Remove it, or name another file with --to.");
        }
    }

    void Write(JsonObject line)
    {
        try
        {
            _file.Write(Encoding.UTF8.GetBytes($"{line.ToText(JsonLayout.OneLine)}\n"));
        }
        catch (IOException full)
        {
            throw new OutputLostException(full);
        }
    }
}
