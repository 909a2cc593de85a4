using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg;

/// <summary>
/// Signing keys for the orgs of a process: some made ahead, and those of orgs that are gone for those that come. Where each test starts an
/// org, most of a suite's time would go into making keys. No two orgs that live have a key in common. Safe to share.
/// </summary>
/// <remarks>
/// What a gone org signed may be good at a later one of the same URL: docs/adr/0004. Each key is a secret in memory.
/// </remarks>
public sealed class SigningKeyPool
{
    /// <summary>The switch of a process whose orgs all want one (docs/adr/0004).</summary>
    const string Switch = "Postern.LocalOrg.ReuseSigningKeys";

    /// <summary>More orgs than this at one time are rare.</summary>
    const int Most = 64;

    readonly Lock _gate = new();
    readonly Queue<string> _ready = [];
    readonly Queue<TaskCompletionSource<string>> _waiting = [];
    int _beingMade;
    int _made;

    /// <summary>Null where the process has not asked for it.</summary>
    internal static SigningKeyPool? OfProcess { get; } = AppContext.TryGetSwitch(Switch, out var isWanted) && isWanted ? new() : null;

    /// <summary>How many have been made here since it began.</summary>
    internal int Made => Volatile.Read(ref _made);

    internal int Ready
    {
        get
        {
            lock (_gate)
                return _ready.Count;
        }
    }

    /// <summary>Begins to make as many as are missing until so many lie ready; nobody waits for them here.</summary>
    public void Prepare(int keys)
    {
        lock (_gate)
            BeginUntil(Math.Min(keys, Most) - _ready.Count);
    }

    /// <summary>In PKCS #8: the one that has lain here longest, or else the next that is finished, whoever had it begun.</summary>
    internal async Task<string> TakeAsync(CancellationToken ct)
    {
        TaskCompletionSource<string> turn;
        lock (_gate)
        {
            if (_ready.TryDequeue(out var ready))
                return ready;

            _waiting.Enqueue(turn = new(TaskCreationOptions.RunContinuationsAsynchronously));
            BeginUntil(_waiting.Count(waiting => !waiting.Task.IsCompleted));
        }

        await using var leaving = ct.Register(() => turn.TrySetCanceled(ct));
        return await turn.Task;
    }

    /// <summary>To who waits longest, or for later.</summary>
    internal void Add(string pkcs8)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var turn))
                if (turn.TrySetResult(pkcs8))
                    return;
            if (_ready.Count < Most)
                _ready.Enqueue(pkcs8);
        }
    }

    void BeginUntil(int wanted)
    {
        for (; _beingMade < wanted; _beingMade++)
            _ = Task.Run(MakeAsync);
    }

    async Task MakeAsync()
    {
        try
        {
            var key = await SigningKeys.MakeAsync(CancellationToken.None);
            Interlocked.Increment(ref _made);
            lock (_gate)
            {
                _beingMade--;
                Add(key);
            }
        }
        catch (Exception failed)
        {
            Fail(failed);
        }
    }

    /// <summary>One who waits is told; the others wait for what was begun for them.</summary>
    void Fail(Exception failed)
    {
        lock (_gate)
        {
            _beingMade--;
            while (_waiting.TryDequeue(out var turn))
                if (turn.TrySetException(failed))
                    return;
        }
    }
}
