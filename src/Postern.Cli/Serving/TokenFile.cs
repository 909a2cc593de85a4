using Postern.Protocol;

namespace Postern.Cli;

/// <summary>A file that holds a profile's token as long as the broker runs: renewed before it expires, and never half written.</summary>
sealed record TokenFile(string Profile, string Path)
{
    static readonly TimeSpan Before = TimeSpan.FromMinutes(2);
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    public static TokenFile? Read(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } profile, { Length: > 0 } path] ? new(profile, System.IO.Path.GetFullPath(path)) : null;

    /// <summary>Until it is told to stop; what fails is told once, and tried again when it may be.</summary>
    public async Task KeepAsync(Broker broker, Terminal io, CancellationToken ct)
    {
        Failure? told = null;
        while (!ct.IsCancellationRequested)
        {
            var (rest, failure) = await WriteAsync(broker, io, ct);
            if (failure is not null && failure.ExitCode != told?.ExitCode)
                io.Warn($"{Path} keeps the token it has: {io.Secrets.Words(failure.Message)}");
            told = failure;
            await RestAsync(rest, io.Time, ct);
        }
    }

    // Step by step, and by the clock on the wall: a machine that was asleep wakes up to a token that has expired meanwhile.
    static async Task RestAsync(TimeSpan rest, TimeProvider time, CancellationToken ct)
    {
        var until = time.GetUtcNow() + rest;
        while (rest > TimeSpan.Zero && !ct.IsCancellationRequested)
        {
            var step = rest < Step ? rest : Step;
            await Task.Delay(step, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var (slept, left) = (rest - step, until - time.GetUtcNow());
            rest = slept < left ? slept : left;
        }
    }

    /// <summary>How long there is nothing to do, and what went wrong.</summary>
    async Task<(TimeSpan Pause, Failure? Failure)> WriteAsync(Broker broker, Terminal io, CancellationToken ct)
    {
        try
        {
            var tokens = (await broker.GetAsync(Profile, Before, ct)).Kept.Tokens;
            OwnFile.Write(Path, new TokenOutput("raw", Parameters.AccessToken).Chosen(tokens));
            var rest = tokens.ExpiresAt - io.Time.GetUtcNow() - Before;
            return (rest > Shortest ? rest : Shortest, null);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return (TimeSpan.Zero, null);
        }
        catch (Exception e)
        {
            var failure = Errors.Explain(e, new(new HashSet<string>()), ct);
            return (failure.RetryAfter ?? AfterFailure, failure);
        }
    }
}
