using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Postern.Cli;

/// <summary>
/// Lets sign-ins begin as fast as an org's limits allow, and no faster: for all processes of this user on this machine, by a small file
/// that one of them has at a time. In it are times and counts alone, logins as hashes.
/// </summary>
/// <param name="file">Null where it is for this process alone.</param>
/// <param name="ceilings">What one may ask at most in a minute, by bucket, where somebody has said so.</param>
/// <param name="time">Ours.</param>
sealed class Governor(string? file, IReadOnlyDictionary<string, int> ceilings, TimeProvider time) : IDisposable
{
    // Another process may be done any moment.
    static readonly TimeSpan OthersPatience = TimeSpan.FromMilliseconds(500);

    readonly SemaphoreSlim _gate = new(1);
    string? _file = file;
    readonly ConcurrentQueue<HeardLimit> _heard = new();
    readonly string _process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    string _own = "";
    long _leases;

    /// <summary>How many requests of each kind one sign-in makes: what it is by default, until one has shown it.</summary>
    public IReadOnlyDictionary<string, int> Recipe { get; set; } =
        new Dictionary<string, int> { [Budgets.Authn] = 1, [Budgets.Authorize] = 1, [Budgets.Token] = 1 };

    /// <summary>Told once where the file cannot be used any more, and the limits are this process's alone from then on.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>What an answer said; it counts from the next sign-in on.</summary>
    public void Hear(HeardLimit heard) => _heard.Enqueue(heard);

    /// <summary>The first of these users whose sign-in may begin now, or how long none may.</summary>
    /// <param name="users">In the order in which they want to.</param>
    /// <param name="extra">What a user's sign-in takes besides, by bucket: an answer to a second factor.</param>
    /// <param name="ct">Ends the waiting for the file.</param>
    public Task<Turn> TakeTurnAsync(IEnumerable<MintUser> users, Func<MintUser, int> extra, CancellationToken ct) =>
        WithStateAsync((state, now) => Choose(state, users, extra, now), ct);

    public Task EndAsync(string lease) =>
        WithStateAsync(
            (state, now) =>
            {
                state.GiveBack(lease, now);
                return true;
            },
            CancellationToken.None);

    public void Dispose() => _gate.Dispose();

    Turn Choose(LimitState state, IEnumerable<MintUser> users, Func<MintUser, int> extra, long now)
    {
        long? shortest = null;
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<int, long?> limits = [];
        foreach (var (index, user) in users.Index())
        {
            var more = extra(user);
            if (!limits.TryGetValue(more, out var limit))
                limits[more] = limit = state.WaitFor(Takes(more), ceilings, now);
            if (limit is null && !seen.Add(user.Login))
                continue;

            var name = limit is null ? Hash(user.Login) : "";
            if ((limit ?? state.WaitFor(name, now)) is { } wait)
            {
                shortest = Math.Min(shortest ?? long.MaxValue, wait);
                // Where there is no room for what every sign-in takes, there is none for anybody, however many there are.
                if (limit is not null && more is 0)
                    break;
                continue;
            }

            var lease = new Lease($"{_process}-{++_leases}", _process, name, now + Lease.Longest, Takes(more));
            state.Take(lease);
            return new(index, lease.Id, TimeSpan.Zero);
        }

        var patience = TimeSpan.FromMilliseconds(shortest ?? 0);
        return new(-1, "", state.HasOthers(_process) && patience > OthersPatience ? OthersPatience : patience);
    }

    Dictionary<string, int> Takes(int extra)
    {
        var takes = new Dictionary<string, int>(Recipe);
        if (extra > 0 && takes.ContainsKey(Budgets.Authn))
            takes[Budgets.Authn] += extra;
        return takes;
    }

    async Task<T> WithStateAsync<T>(Func<LimitState, long, T> change, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            using var turn = await FileTurnAsync(ct);
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            var state = LimitState.Read(turn?.Note ?? _own);
            while (_heard.TryDequeue(out var heard))
                state.Bucket(heard.Bucket).Hear(heard, now);
            var result = change(state, now);
            _own = state.Write();
            Tell(turn);
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    // Null where it is for this process alone: from the start, or by now.
    async Task<FileLock?> FileTurnAsync(CancellationToken ct)
    {
        try
        {
            return _file is null ? null : await FileLock.TakeAsync(_file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GoAlone(e);
            return null;
        }
    }

    void Tell(FileLock? turn)
    {
        try
        {
            turn?.Note = _own;
        }
        catch (IOException e)
        {
            GoAlone(e);
        }
    }

    // A full disk, most often: what this process knows and has taken it knows by itself.
    void GoAlone(Exception why)
    {
        Warn(
            $"{_file} cannot be used any more ({why.Message.Split(" : '")[0].TrimEnd('.')}): other runs of this machine and this one do " +
            "not know from now on what they take of the org's limits.");
        _file = null;
    }

    static string Hash(string login) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(login.ToUpperInvariant())))[..16];
}

/// <summary>Whose sign-in may begin, by its place among those who want to, or how long none may.</summary>
sealed record Turn(int Index, string Lease, TimeSpan Wait)
{
    public bool IsGranted => Index >= 0;
}
