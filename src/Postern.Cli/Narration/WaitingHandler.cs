using System.Globalization;

namespace Postern.Cli;

/// <summary>
/// Shows, to whoever sits at a terminal, what is being asked where the whole or one answer has lasted more than a second, and when an org's
/// limit resets that is waited for.
/// </summary>
sealed class WaitingHandler(HttpMessageHandler sender, Terminal io) : DelegatingHandler(sender)
{
    const string Frames = @"|/-\";

    static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    readonly long _began = io.Time.GetTimestamp();
    int _frame;
    bool _isShown;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var path = request.RequestUri!.AbsolutePath;
        Unshow();
        if (io.Time.GetElapsedTime(_began) >= Second && !IsPolled(path))
            Show($"{request.Method} {path}");
        var response = await WhileShownAsync(base.SendAsync(request, ct), $"{request.Method} {path}");
        if ((int)response.StatusCode is 429 && HeardLimit.Of("", response, io.Time.GetUtcNow()) is { } limit)
        {
            var now = io.Time.GetUtcNow().ToUnixTimeMilliseconds();
            Show($"the org's limit is reached, and resets in {Words.Duration(TimeSpan.FromMilliseconds(limit.ResetsOn(now) - now))}");
        }

        return response;
    }

    // Who asks for a person's decision again and again has a line of their own.
    static bool IsPolled(string path) =>
        path.EndsWith("/v1/token", StringComparison.Ordinal) || path.Contains("/factors/", StringComparison.Ordinal);

    async Task<HttpResponseMessage> WhileShownAsync(Task<HttpResponseMessage> sending, string what)
    {
        var began = io.Time.GetTimestamp();
        while (!sending.IsCompleted)
        {
            await Task.WhenAny(sending, Task.Delay(Frame, io.Time, CancellationToken.None));
            var waited = io.Time.GetElapsedTime(began);
            if (!sending.IsCompleted && waited >= Second)
                Show($"{what}, {waited.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s");
        }

        Unshow();
        return await sending;
    }

    void Show(string what)
    {
        _isShown = true;
        io.Show($"{Frames[_frame++ % Frames.Length]} {what}");
    }

    void Unshow()
    {
        if (_isShown)
            io.Unshow();
        _isShown = false;
    }
}
