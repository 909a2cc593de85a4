using System.Net.Http.Headers;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Hooks;

/// <summary>
/// Calls services of somebody else's: three seconds each time, twice at most, and no redirect is followed, which could lead to where no
/// admin ever pointed (management.md 16).
/// </summary>
sealed class HookCaller(TimeProvider time) : IDisposable
{
    const int MostBytes = 256 * 1024;
    const int Attempts = 2;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    readonly Lazy<HttpClient> _http = new(Connect);

    /// <summary>Null where nothing came that can be used: not in time, too much, or nobody is there.</summary>
    public Task<HookAnswer?> PostAsync(HookChannel channel, byte[] body, CancellationToken ct) => CallAsync(
        () =>
        {
            HttpRequestMessage request = new(HttpMethod.Post, channel.Uri) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return WithHeaders(request, channel);
        },
        ct);

    public Task<HookAnswer?> GetAsync(HookChannel channel, (string Name, string Value) header, CancellationToken ct) => CallAsync(
        () =>
        {
            var request = WithHeaders(new(HttpMethod.Get, channel.Uri), channel);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            return request;
        },
        ct);

    public void Dispose()
    {
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    static HttpClient Connect() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes,
    };

    static HttpRequestMessage WithHeaders(HttpRequestMessage request, HookChannel channel)
    {
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        foreach (var (key, value) in channel.Headers)
            request.Headers.TryAddWithoutValidation(key, value);
        if (channel.Secret is var (name, secret))
            request.Headers.TryAddWithoutValidation(name, secret);
        return request;
    }

    /// <summary>What answers with an error of its own is asked once more, as is what does not answer.</summary>
    async Task<HookAnswer?> CallAsync(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        HookAnswer? answer = null;
        for (var i = 0; i < Attempts && answer is null or { Status: >= 500 }; i++)
            answer = await AttemptAsync(make, ct) ?? answer;
        return answer;
    }

    async Task<HookAnswer?> AttemptAsync(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        // By the org's time: one that stands still waits for a busy machine.
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            using var request = make();
            using var response = await _http.Value.SendAsync(request, either.Token);
            return new((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (Exception failed) when (
            failed is HttpRequestException or InvalidOperationException or UriFormatException or NotSupportedException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>What a service answered.</summary>
sealed record HookAnswer(int Status, byte[] Body)
{
    public override string ToString() => $"HTTP {Status}";
}
