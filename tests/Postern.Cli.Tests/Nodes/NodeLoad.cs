using System.Collections.Concurrent;

namespace Postern.Cli.Tests.Nodes;

/// <summary>
/// Some who sign in and get tokens, one after the other, until they are told to stop: what they heard that they did not want, and what they
/// were given. None of them asks twice for what failed: it begins anew.
/// </summary>
sealed class NodeLoad : IAsyncDisposable
{
    const int Callers = 2;

    readonly CancellationTokenSource _stop = new();
    readonly Task _running;
    int _done;

    NodeLoad(ThreeNodes nodes) =>
        _running = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(nodes), CancellationToken.None)));

    /// <summary>What was heard instead of what was wanted, in order.</summary>
    public ConcurrentQueue<Caller.Heard> Unwanted { get; } = [];

    /// <summary>Codes that were given, and of which it is not known whether they have been redeemed.</summary>
    public ConcurrentQueue<string> Undecided { get; } = [];

    public ConcurrentQueue<string> RefreshTokens { get; } = [];

    public int Done => Volatile.Read(ref _done);

    public static async Task<NodeLoad> StartAsync(ThreeNodes nodes)
    {
        var load = new NodeLoad(nodes);
        await load.UntilAsync(Callers);
        return load;
    }

    /// <summary>So many more are through.</summary>
    public Task UntilAsync(int more)
    {
        var from = Done;
        return Patience.UntilAsync(
            $"{more} more sign-ins", async () =>
            {
                await Task.Delay(20, CancellationToken.None);
                return _running.IsCompleted || Done >= from + more;
            }, () => string.Join('\n', Unwanted));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.InTimeAsync("the end of the load");
        _stop.Dispose();
    }

    async Task CallAsync(ThreeNodes nodes)
    {
        using var caller = new Caller(nodes.Client());
        while (!_stop.IsCancellationRequested)
        {
            if (await TryAsync(caller))
                Interlocked.Increment(ref _done);
            // A load, and no measurement: the tests have two cores.
            await Task.Delay(100, CancellationToken.None);
        }
    }

    async Task<bool> TryAsync(Caller caller)
    {
        var authn = await caller.AuthenticateAsync();
        if (authn.Status != 200)
            return Refuse(authn);

        var authorized = await caller.AuthorizeAsync($"sessionToken={authn.Text("sessionToken")}");
        if (authorized.Redirected("code") is not { } code)
            return Refuse(authorized);

        var tokens = await caller.RedeemAsync(code);
        if (tokens.Status != 200)
        {
            Undecided.Enqueue(code);
            return Refuse(tokens);
        }

        RefreshTokens.Enqueue(tokens.Text("refresh_token"));
        return true;
    }

    bool Refuse(Caller.Heard heard)
    {
        Unwanted.Enqueue(heard);
        return false;
    }
}
