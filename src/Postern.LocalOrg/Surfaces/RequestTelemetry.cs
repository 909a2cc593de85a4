using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// A trace's span and a measurement for each request, named as OpenTelemetry's semantic conventions name them, for whoever listens to the
/// source and the meter <c>Postern.LocalOrg</c>. They hold what the log holds, and no secret either.
/// </summary>
sealed class RequestTelemetry : IRequestWatcher
{
    const string Name = "Postern.LocalOrg";

    static readonly string Version = typeof(RequestTelemetry).Assembly.GetName().Version!.ToString(3);
    static readonly ActivitySource Source = new(Name, Version);
    static readonly Meter Meter = new(Name, Version);
    static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>(
        "http.server.active_requests", "{request}", "Requests that are being answered.");
    static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "http.server.request.duration",
        "s",
        "How long requests took.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10] });

    public bool IsWatching => Source.HasListeners() || Duration.Enabled || Active.Enabled;

    public void Begin(SeenRequest request)
    {
        request.IsMeasured = IsWatching;
        if (!request.IsMeasured)
            return;

        Active.Add(1, Method(request));
        // An application that the org is mounted in may have a span of its own for the request.
        request.Span = Activity.Current is null
            ? Source.StartActivity(NameOf(request), ActivityKind.Server, ParentOf(request.Http.Request))
            : Source.StartActivity(NameOf(request));
    }

    public void End(SeenRequest request)
    {
        if (!request.IsMeasured)
            return;

        Active.Add(-1, Method(request));
        TagList tags = new() { Method(request), new("http.route", request.Endpoint), Status(request), Outcome(request) };
        if (ErrorType(request) is { } error)
            tags.Add("error.type", error);
        Duration.Record(request.Took.TotalSeconds, tags);
        if (request.Span is not { } span)
            return;

        foreach (var tag in tags)
            span.SetTag(tag.Key, tag.Value);
        span.SetTag("url.scheme", request.Http.Request.Scheme);
        span.SetTag("okta.request_id", request.Id);
        SetPresent(span, "enduser.id", request.UserId);
        SetPresent(span, "okta.client_id", request.ClientId);
        SetPresent(span, "postern.error", request.Error);
        SetPresent(span, "postern.reason", request.Reason);
        if (request.Http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
        span.Stop();
    }

    static string NameOf(SeenRequest request) => $"{RequestLine.Method(request.Http.Request.Method)} {request.Endpoint}";

    /// <summary>W3C Trace Context: whose request this is a part of.</summary>
    static ActivityContext ParentOf(HttpRequest request) =>
        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var parent)
            ? parent
            : default;

    static KeyValuePair<string, object?> Method(SeenRequest request) =>
        new("http.request.method", RequestLine.Method(request.Http.Request.Method) is var method && method is "OTHER" ? "_OTHER" : method);

    static KeyValuePair<string, object?> Status(SeenRequest request) =>
        new("http.response.status_code", request.Http.Response.StatusCode);

    static KeyValuePair<string, object?> Outcome(SeenRequest request) =>
        new("postern.outcome", request.OutcomeName);

    /// <summary>Of what is the server's fault alone, as the conventions want it.</summary>
    static string? ErrorType(SeenRequest request) =>
        request.Http.Response.StatusCode is >= 500 and var status ? request.Error ?? $"{status}" : null;

    static void SetPresent(Activity span, string name, string? value)
    {
        if (value is not null)
            span.SetTag(name, value);
    }
}
