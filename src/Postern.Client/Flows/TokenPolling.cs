using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Asks the token endpoint until somebody has decided: RFC 8628 sections 3.4 and 3.5, CIBA Core 1.0 sections 10.1 and 11.
/// </summary>
sealed class TokenPolling(OktaClient client, TimeSpan interval, DateTimeOffset expiresAt)
{
    const int FailuresInARow = 3;

    static readonly TimeSpan SlowDownBy = TimeSpan.FromSeconds(5);

    public static async Task<Polled<T>> AskOnceAsync<T>(Func<CancellationToken, Task<T>> redeem, CancellationToken ct)
        where T : class
    {
        try
        {
            return new(await redeem(ct).ConfigureAwait(false), IsTooFast: false);
        }
        catch (OAuthException refusal) when (refusal.Error is OAuthErrors.AuthorizationPending or OAuthErrors.DirectAuthPending)
        {
            return new(null, IsTooFast: false);
        }
        catch (OAuthException refusal) when (refusal.Error == OAuthErrors.SlowDown)
        {
            return new(null, IsTooFast: true);
        }
    }

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<Polled<T>>> ask, CancellationToken ct)
        where T : class
    {
        var (time, wait, failures) = (client.Options.Time, interval, 0);
        while (true)
        {
            await Task.Delay(wait, time, ct).ConfigureAwait(false);
            if (time.GetUtcNow() >= expiresAt)
                throw new OAuthException(
                    Stage.Token,
                    OAuthErrors.ExpiredToken,
                    "Nobody decided before the request expired.",
                    Hints.ForOAuth(Stage.Token, OAuthErrors.ExpiredToken, null).Hint);

            try
            {
                var polled = await ask(ct).ConfigureAwait(false);
                if (polled.Decided is { } decided)
                    return decided;

                failures = 0;
                if (polled.IsTooFast)
                    wait += SlowDownBy; // RFC 8628 section 3.5: for this and all subsequent requests
            }
            catch (Exception e) when (IsPassing(e, ct) && ++failures < FailuresInARow)
            {
                wait *= 2; // the same section: a client must slow down by itself where the connection fails
            }
        }
    }

    static bool IsPassing(Exception e, CancellationToken ct) => e switch
    {
        HttpRequestException or OktaException { StatusCode: >= 500 } => true,
        OperationCanceledException => !ct.IsCancellationRequested, // a time-out of some handler of the caller's
        _ => false,
    };
}

/// <summary>What one question brought; null while somebody is deciding.</summary>
readonly record struct Polled<T>(T? Decided, bool IsTooFast)
    where T : class;
