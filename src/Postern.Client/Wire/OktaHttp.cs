using System.Security.Cryptography;
using Polly;
using Polly.Retry;

namespace Postern.Client;

/// <summary>What may be sent again.</summary>
enum RetryRule
{
    /// <summary>
    /// After the rate limit's 429 alone, which Okta answers before it looks at the request: a password, session token or code is never
    /// spent twice, not by .NET's handler either.
    /// </summary>
    RateLimitOnly,

    /// <summary>Never: it only explains what has already failed.</summary>
    Never,

    /// <summary>After 5xx and failures of the network too: the request only reads.</summary>
    Reads,
}

/// <summary>
/// Sends through the caller's <see cref="HttpClient"/>, waits out rate limits, limits what is read, names what failed, and refuses a client
/// that follows redirects.
/// </summary>
sealed class OktaHttp(HttpClient http, OktaClientOptions options)
{
    const int Retries = 3;

    readonly Lazy<ResiliencePipeline<HttpAnswer>> _reads = new(() => Pipeline(options, RetryRule.Reads));
    readonly Lazy<ResiliencePipeline<HttpAnswer>> _rateLimitOnly = new(() => Pipeline(options, RetryRule.RateLimitOnly));

    long _aheadTicks;

    /// <summary>What the servers want repeated in DPoP proofs.</summary>
    public DPoPNonces Nonces { get; } = new();

    /// <summary>How far the clock of whoever answered last is ahead of ours, by its own <c>Date</c>; zero where it said nothing.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref _aheadTicks));

    public Task<HttpAnswer> SendAsync(Stage stage, Func<HttpRequestMessage> create, RetryRule rule, CancellationToken ct) =>
        SendAsync(stage, _ => new(create()), rule, ct);

    /// <summary>The request is made anew for each attempt, so that nothing in it that is good once is sent twice.</summary>
    public async Task<HttpAnswer> SendAsync(
        Stage stage, Func<CancellationToken, ValueTask<HttpRequestMessage>> create, RetryRule rule, CancellationToken ct)
    {
        var pipeline = rule switch
        {
            RetryRule.Reads => _reads.Value,
            RetryRule.RateLimitOnly => _rateLimitOnly.Value,
            _ => ResiliencePipeline<HttpAnswer>.Empty,
        };
        var answer = await pipeline.ExecuteAsync(
            async token => await SendOnceAsync(stage, create, rule, token).ConfigureAwait(false), ct).ConfigureAwait(false);
        return RateLimit.IsReached(answer) ? throw RateLimited(answer) : answer;
    }

    async Task<HttpAnswer> SendOnceAsync(
        Stage stage, Func<CancellationToken, ValueTask<HttpRequestMessage>> create, RetryRule rule, CancellationToken ct)
    {
        using var request = await create(ct).ConfigureAwait(false);
        Prepare(request, rule);
        var (asked, patience) = (request.RequestUri!, http.Timeout);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(ct);
        within.CancelAfter(patience); // HttpClient's own time-out ends with the answer's headers
        try
        {
            return await AnswerAsync(stage, request, asked, within.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException failed)
        {
            throw Told(failed, stage, asked, request.RequestUri);
        }
        catch (OperationCanceledException given) when (
            !ct.IsCancellationRequested && (within.IsCancellationRequested || given.InnerException is TimeoutException))
        {
            throw new TransportException(stage, asked, patience);
        }
    }

    async Task<HttpAnswer> AnswerAsync(Stage stage, HttpRequestMessage request, Uri asked, CancellationToken ct)
    {
        var sentAt = options.Time.GetUtcNow(); // before the round trip: we may think a token expires early, never late
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
        if (response.Headers.Date is { } date)
            Interlocked.Exchange(ref _aheadTicks, (date - options.Time.GetUtcNow()).Ticks);

        return response.RequestMessage?.RequestUri is { } answered && answered != asked
            ? throw RedirectFollowed(answered)
            : await new AnswerReader(stage, asked, options.MaxResponseBytes)
                .ReadAsync(response, sentAt, Nonces.Remember(asked, response.Headers), ct).ConfigureAwait(false);
    }

    void Prepare(HttpRequestMessage request, RetryRule rule)
    {
        if (http.DefaultRequestHeaders.UserAgent.Count == 0)
            request.Headers.UserAgent.Add(new("Postern", "0.1"));

        // .NET's handler sends a request again by itself, three times, where a connection ends before an answer begins: but none whose
        // content it has begun to send, be it empty.
        if (rule == RetryRule.RateLimitOnly || request.Headers.Contains("DPoP"))
            request.Content ??= new ByteArrayContent([]);
    }

    static Exception Told(HttpRequestException failed, Stage stage, Uri asked, Uri? last) => failed.HttpRequestError switch
    {
        _ when last is not null && last != asked => RedirectFollowed(last),
        HttpRequestError.ConfigurationLimitExceeded =>
            AnswerReader.TooLong(stage, asked, "the HttpClient's handler takes", "raise the handler's MaxResponseHeadersLength"),
        _ => new TransportException(stage, asked, failed),
    };

    static ResiliencePipeline<HttpAnswer> Pipeline(OktaClientOptions options, RetryRule rule) =>
        new ResiliencePipelineBuilder<HttpAnswer> { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions<HttpAnswer>
            {
                MaxRetryAttempts = Retries,
                ShouldHandle = args => ValueTask.FromResult(IsWorthRetrying(args.Outcome, rule, options.MaxRateLimitWait)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(DelayBefore(args)),
            })
            .Build();

    static bool IsWorthRetrying(Outcome<HttpAnswer> outcome, RetryRule rule, TimeSpan maxWait) => outcome switch
    {
        { Result: { } answer } when RateLimit.IsReached(answer) => WaitFor(answer) <= maxWait,
        { Result.Status: 501 } => false, // what is not there now will not be there a moment later
        { Result.Status: >= 500 } or { Exception: TransportException { IsTimeout: false } } => rule == RetryRule.Reads,
        _ => false,
    };

    static TimeSpan DelayBefore(RetryDelayGeneratorArguments<HttpAnswer> args) =>
        args.Outcome.Result is { } answer && RateLimit.IsReached(answer)
        ? WaitFor(answer) + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(250)) // not all at the same moment
        : TimeSpan.FromMilliseconds(100 << (2 * args.AttemptNumber));

    // A limit on concurrency names no later moment: the next second will do.
    static TimeSpan WaitFor(HttpAnswer answer) =>
        answer.RateLimitResetsIn is { } wait && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);

    static RateLimitedException RateLimited(HttpAnswer answer)
    {
        var advice = Hints.RateLimited(answer.Stage, answer.RateLimit);
        return new(answer.Stage, WaitFor(answer), advice.Hint, RateLimit.CodeIn(answer))
        {
            Reason = advice.Reason,
            Limit = answer.RateLimit,
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
        };
    }

    static InvalidOperationException RedirectFollowed(Uri to) => new(
        $"The HttpClient followed a redirect to {to.Scheme}://{to.Authority} by itself, and what the redirect carried is lost. Make it " +
        "from OktaClient.CreateHandler(), or set AllowAutoRedirect = false on its handler.");
}
