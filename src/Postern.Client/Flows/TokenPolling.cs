using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Asks the token endpoint until somebody has decided: RFC 8628 sections 3.4 and 3.5, CIBA Core 1.0 sections 10.1 and 11.
/// </summary>
sealed class TokenPolling(OktaClient client, TimeSpan interval, DateTimeOffset expiresAt)
{
    const int FailuresInARow = 3;

    static readonly TimeSpan SlowDownBy = TimeSpan.FromSeconds(5);

    public static async Task<PollResult> AskOnceAsync(Func<CancellationToken, Task<TokenSet>> redeem, CancellationToken ct)
    {
        try
        {
            return new PollResult.Granted(await redeem(ct).ConfigureAwait(false));
        }
        catch (OAuthException refusal) when (refusal.Error == OAuthErrors.AuthorizationPending)
        {
            return new PollResult.Pending();
        }
        catch (OAuthException refusal) when (refusal.Error == OAuthErrors.SlowDown)
        {
            return new PollResult.SlowDown();
        }
    }

    public async Task<TokenSet> RunAsync(Func<CancellationToken, Task<PollResult>> ask, CancellationToken ct)
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
                    Hints.ForOAuth(Stage.Token, OAuthErrors.ExpiredToken, null));

            try
            {
                if (await ask(ct).ConfigureAwait(false) is var result && result is PollResult.Granted granted)
                    return granted.Tokens;

                failures = 0;
                if (result is PollResult.SlowDown)
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
