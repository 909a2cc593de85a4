namespace Postern.Client;

/// <summary>
/// The one-time passwords of a seed, each handed out once, whoever else takes them: waits for the next where one is spent.
/// </summary>
sealed class TotpCodes(OktaClientOptions options, Totp totp, IProgress<TimeSpan>? progress)
{
    long _last;

    public async Task<string> NextAsync(CancellationToken ct)
    {
        _last = await TakeAsync(Math.Max(Totp.StepAt(options.Time.GetUtcNow()), _last + 1), ct).ConfigureAwait(false);
        await WaitAsync(ct).ConfigureAwait(false);
        return totp.CodeOf(_last);
    }

    async Task<long> TakeAsync(long step, CancellationToken ct)
    {
        while (!await options.SpentPasscodes.TryTakeAsync(totp.KeyHash, step, ct).ConfigureAwait(false))
            step++;

        return step;
    }

    async Task WaitAsync(CancellationToken ct)
    {
        var wait = Totp.StartOf(_last) - options.Time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
            return;

        progress?.Report(wait);
        await Task.Delay(wait, options.Time, ct).ConfigureAwait(false);
    }
}
