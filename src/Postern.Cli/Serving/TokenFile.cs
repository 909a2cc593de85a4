using Postern.Protocol;

namespace Postern.Cli;

/// <summary>A file that holds a profile's token as long as the broker runs: renewed before it expires, and never half written.</summary>
sealed record TokenFile(string Profile, string Path)
{
    static readonly TimeSpan Before = TimeSpan.FromMinutes(2);
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    public static TokenFile? Read(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } profile, { Length: > 0 } path] ? new(profile, System.IO.Path.GetFullPath(path)) : null;

    /// <summary>Until it is told to stop; what fails is told, and tried again where it was not refused.</summary>
    public async Task KeepAsync(Broker broker, Terminal io, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var rest = await WriteAsync(broker, io, ct);
            await Task.Delay(rest, io.Time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<TimeSpan> WriteAsync(Broker broker, Terminal io, CancellationToken ct)
    {
        try
        {
            var tokens = (await broker.GetAsync(Profile, Before, ct)).Kept.Tokens;
            OwnFile.Write(Path, new TokenOutput("raw", Parameters.AccessToken).Chosen(tokens));
            var rest = tokens.ExpiresAt - io.Time.GetUtcNow() - Before;
            return rest > Shortest ? rest : Shortest;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception e)
        {
            var failure = Errors.Explain(e, new(new HashSet<string>()), ct);
            // Each refusal counts towards a lockout.
            var isRefused = failure.ExitCode is ExitCodes.AuthenticationRefused;
            var until = isRefused ? ", and no other is got until this is started anew" : "";
            io.Warn($"{Path} keeps the token it has{until}: {io.Secrets.Words(failure.Message)}");
            return isRefused ? Timeout.InfiniteTimeSpan : AfterFailure;
        }
    }
}
