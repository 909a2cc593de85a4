namespace Postern.Cli;

/// <summary>
/// Tells a governor what each answer says of the org's limits, and counts what is asked; never more requests for a code at once than Okta
/// takes of one client.
/// </summary>
sealed class LimitReader(HttpMessageHandler sender, Governor governor, TimeProvider time) : DelegatingHandler(sender)
{
    // why-it-fails.md G02: five at once for one app from one address.
    const int CodesAtOnce = 5;

    readonly SemaphoreSlim _codes = new(CodesAtOnce);
    readonly Dictionary<string, int> _asked = [];
    int _refused;
    int _crowded;

    /// <summary>How many answers were 429.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>How many of these said that too many ran at once.</summary>
    public int Crowded => Volatile.Read(ref _crowded);

    /// <summary>What has been asked so far, by bucket.</summary>
    public Dictionary<string, int> Asked
    {
        get
        {
            lock (_asked)
                return new(_asked);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (Budgets.For(request.RequestUri!) is not { } bucket)
            return await base.SendAsync(request, ct);

        lock (_asked)
            _asked[bucket] = _asked.GetValueOrDefault(bucket) + 1;
        if (bucket is not Budgets.Authorize)
            return await HearAsync(bucket, request, ct);

        await _codes.WaitAsync(ct);
        try
        {
            return await HearAsync(bucket, request, ct);
        }
        finally
        {
            _codes.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _codes.Dispose();
        base.Dispose(disposing);
    }

    async Task<HttpResponseMessage> HearAsync(string bucket, HttpRequestMessage request, CancellationToken ct)
    {
        var response = await base.SendAsync(request, ct);
        var heard = HeardLimit.Of(bucket, response, time.GetUtcNow());
        if ((int)response.StatusCode is 429)
            Interlocked.Increment(ref _refused);
        if (heard is { IsRefusal: true, Limit: 0 })
            Interlocked.Increment(ref _crowded);
        else if (heard is not null)
            governor.Hear(heard);
        return response;
    }
}
