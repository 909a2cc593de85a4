using Microsoft.Extensions.Logging;

namespace Postern.Cli;

/// <summary>Says once that telemetry does not arrive, and once that it does again.</summary>
sealed partial class TelemetryDelivery(OrgLog log) : DelegatingHandler(new SocketsHttpHandler())
{
    readonly ILogger _logger = log.CreateLogger("Postern.Cli.Telemetry");
    int _failed;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Noted(request, base.Send(request, cancellationToken));
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            Note(request, failed.Message);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Noted(request, await base.SendAsync(request, cancellationToken));
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            Note(request, failed.Message);
            throw;
        }
    }

    HttpResponseMessage Noted(HttpRequestMessage request, HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            Note(request, $"{(int)answer.StatusCode} {answer.ReasonPhrase}");
        else if (Interlocked.Exchange(ref _failed, 0) == 1)
            Arrives(_logger, Place(request));
        return answer;
    }

    void Note(HttpRequestMessage request, string why)
    {
        if (Interlocked.Exchange(ref _failed, 1) == 0)
            Fails(_logger, Place(request), why);
    }

    static string Place(HttpRequestMessage request) => request.RequestUri!.GetLeftPart(UriPartial.Path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telemetry does not arrive at {Url}: {Why}. It is tried again, and said no more")]
    static partial void Fails(ILogger logger, string url, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telemetry arrives at {Url} again")]
    static partial void Arrives(ILogger logger, string url);
}
