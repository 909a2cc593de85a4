namespace Postern.Cli;

/// <summary>
/// Where tokens are kept: a folder that nobody else may enter, in it a sealed file for each key, and beside it the file of its lock. What
/// is broken, open to others or another's is told, and left aside.
/// </summary>
sealed class TokenFolder(string path, Terminal io)
{
    const string Ending = ".tokens";
    const string EndingOfRefusals = ".refused";

    readonly HashSet<string> _told = [];
    readonly SealKey _key = new(Path.Combine(path, "key"), io);

    /// <summary>Null where this user's programs have no place for data.</summary>
    public static TokenFolder? Of(Terminal io) =>
        io.DataFolder() is { Length: > 0 } data ? new(Path.Combine(data, "postern", "tokens"), io) : null;

    public string Shown => io.Files.Shown(path);

    /// <summary>Null where there is none that can be used.</summary>
    public async Task<KeptToken?> ReadAsync(TokenKey key, CancellationToken ct)
    {
        // What opens under a name was sealed under it, and the name is all of the key: there is nothing left to compare.
        var name = key.Name;
        return File.Exists(FileOf(name)) ? await ReadAsync(name, ct) : null;
    }

    /// <summary>All that can be read; each that cannot is told.</summary>
    public async Task<IReadOnlyList<KeptToken>> AllAsync(CancellationToken ct)
    {
        List<KeptToken> all = [];
        foreach (var name in Names)
        {
            if (await ReadAsync(name, ct) is { } kept)
                all.Add(kept);
        }

        return all;
    }

    public bool IsEmpty => !Names.Any();

    /// <summary>A remark where it cannot be written: whoever wanted the token has it all the same.</summary>
    public Task WriteAsync(KeptToken kept, CancellationToken ct) =>
        WriteAsync(FileOf(kept.Key.Name), kept.Key.Name, kept.ToBytes(), ct);

    /// <summary>What was refused when these were asked for last; null where nothing was.</summary>
    public async Task<Refusal?> ReadRefusalAsync(TokenKey key, CancellationToken ct)
    {
        var file = RefusalOf(key);
        return File.Exists(file) ? await ReadAsync(file, Path.GetFileName(file), bytes => Refusal.Read(bytes), ct) : null;
    }

    public Task WriteRefusalAsync(TokenKey key, Refusal refusal, CancellationToken ct) =>
        WriteAsync(RefusalOf(key), Path.GetFileName(RefusalOf(key)), refusal.ToBytes(io), ct);

    /// <summary>There are tokens.</summary>
    public void RemoveRefusal(TokenKey key)
    {
        try
        {
            File.Delete(RefusalOf(key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell($"What was refused is still kept: {e.Message}");
        }
    }

    string RefusalOf(TokenKey key) => Path.Combine(path, key.Name + EndingOfRefusals);

    async Task WriteAsync(string file, string name, byte[] clear, CancellationToken ct)
    {
        try
        {
            OwnFile.Write(file, (await _key.ReadOrMakeAsync(ct)).Close(clear, name));
        }
        catch (NotKeptHereException e)
        {
            Tell(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell($"The tokens are not kept: {e.Message}");
        }
    }

    /// <summary>Whether something may be kept here; a remark says why not.</summary>
    public bool IsUsable()
    {
        try
        {
            OwnFile.MakeFolder(path);
            if (!OwnFile.IsOpen(path))
                return true;

            Tell($"Tokens are not kept: others may enter {path}. chmod 700 {path} makes it yours alone.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell($"Tokens are not kept: {e.Message}");
        }

        return false;
    }

    /// <summary>The lock of one key.</summary>
    public string LockOf(TokenKey key) => Path.Combine(path, $"{key.Name}.lock");

    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public void Remove(TokenKey key) => File.Delete(FileOf(key.Name));

    /// <summary>For what is no good any more; false where it stays, which is told.</summary>
    public bool TryRemove(TokenKey key)
    {
        try
        {
            Remove(key);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell($"The kept tokens of {key.Owner} cannot be forgotten, and would be handed out again: {e.Message}");
            return false;
        }
    }

    /// <summary>Everything, the key and what is broken too. How many sets of tokens that were.</summary>
    public int Clean()
    {
        if (!Directory.Exists(path))
            return 0;

        var count = Names.Count();
        // The locks stay: whoever signs in just now holds one of them.
        foreach (var file in Directory.EnumerateFiles(path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).ToList())
            File.Delete(file);
        return count;
    }

    IEnumerable<string> Names => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, $"*{Ending}").Select(file => Path.GetFileNameWithoutExtension(file)).Order().ToList()
        : [];

    string FileOf(string name) => Path.Combine(path, name + Ending);

    Task<KeptToken?> ReadAsync(string name, CancellationToken ct) => ReadAsync(FileOf(name), name, bytes => KeptToken.Read(bytes), ct);

    async Task<T?> ReadAsync<T>(string file, string name, Func<byte[], T?> read, CancellationToken ct)
        where T : class
    {
        try
        {
            if (OwnFile.IsOpen(path) || OwnFile.IsOpen(file))
            {
                LeaveAside($"others may read or change {(OwnFile.IsOpen(path) ? path : file)}");
                return null;
            }

            var bytes = BytesOf(file);
            if (Seal.IsOfAnotherVersion(bytes))
                LeaveAside($"{file} was written by another version of postern");
            else if (_key.IsMade && (await _key.ReadAsync(ct)).Open(bytes, name) is { } clear && read(clear) is { } kept)
                return kept;
            else
                LeaveAside($"{file} is damaged, or was sealed with another key");
        }
        catch (NotKeptHereException e)
        {
            Tell(e.Message);
        }
        catch (FileNotFoundException)
        {
            // Somebody has just removed it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LeaveAside(e.Message);
        }

        return null;
    }

    // At once, and not on another thread: starting one takes longer than reading.
    static byte[] BytesOf(string file) => File.ReadAllBytes(file);

    void LeaveAside(string why) => Tell($"Kept tokens are left aside: {why.TrimEnd('.')}.");

    // What is looked at twice is told once.
    void Tell(string what)
    {
        if (_told.Add(what))
            io.Warn(what);
    }
}
