using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/requests</c>: what the org was asked and what it answered, filtered, awaited and counted.</summary>
sealed class RequestsControl(RequestRecord record) : IControlTheme
{
    const int LongestWait = 300;

    public void Map(ControlTable table)
    {
        table.Map("/requests", ["GET", "POST", "DELETE"], RequestsAsync);
        table.Get("/requests/counts", CountsAsync);
        table.Get("/requests/{id}", RequestAsync);
    }

    async Task RequestsAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        if (HttpMethods.IsPost(context.Request.Method))
        {
            await SwitchAsync(context);
            return;
        }

        if (HttpMethods.IsDelete(context.Request.Method))
            await record.ClearAsync(ct);
        var found = await FindAsync(FilterOf(context.Request.Query), context.Request.Query, ct);
        await context.Response.WriteJsonAsync(
            new() { IsRecording = record.IsOn, Requests = found }, ControlJson.Default.RequestsBody);
    }

    async Task SwitchAsync(HttpContext context)
    {
        var request = await ControlBody.ReadAsync(context, ControlJson.Default.RecordRequest);
        if (request.Record is not { } isOn)
            throw ControlProblem.Wrong("Say whether requests are recorded from now on, as {\"record\": true} or {\"record\": false}.");

        var wasOn = record.IsOn;
        await (isOn ? record.StartAsync(context.RequestAborted) : record.StopAsync(context.RequestAborted));
        await context.Response.WriteJsonAsync(new() { IsRecording = isOn, WasRecording = wasOn }, ControlJson.Default.RecordBody);
    }

    /// <summary>At once those there are; where there are none and the caller waits, the first that comes, or none in the end.</summary>
    async Task<IReadOnlyList<RecordedRequest>> FindAsync(RequestFilter filter, IQueryCollection query, CancellationToken ct)
    {
        var seconds = Number(query, "waitSeconds", LongestWait) ?? 0;
        var found = await record.AllAsync(filter, ct);
        if (found.Count > 0 || seconds == 0)
            return found;
        if (!record.IsOn)
            throw new ControlProblem(
                409, "Conflict", "Nothing is recorded, so that nothing can come: POST {\"record\": true} to /_postern/requests first.");

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            await record.WaitForAsync(filter, end.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return [];
        }

        return await record.AllAsync(filter, ct);
    }

    async Task CountsAsync(HttpContext context) => await context.Response.WriteJsonAsync(
        new() { Counts = await record.CountAsync(FilterOf(context.Request.Query), context.RequestAborted) },
        ControlJson.Default.CountsBody);

    async Task RequestAsync(HttpContext context)
    {
        var found = await record.FindAsync(context.Request.RouteValues["id"] as string ?? "", context.RequestAborted)
            ?? throw ControlProblem.NotFound("No request of this id is on record.");
        await context.Response.WriteJsonAsync(
            new() { IsRecording = record.IsOn, Requests = [found] }, ControlJson.Default.RequestsBody);
    }

    static RequestFilter FilterOf(IQueryCollection query) => new()
    {
        Endpoint = Text(query, "endpoint"),
        ClientId = Text(query, "clientId"),
        User = Text(query, "user"),
        Outcome = Text(query, "outcome"),
        Status = (int?)Number(query, "status", 999),
        After = Number(query, "after", long.MaxValue) ?? 0,
        Since = Text(query, "since") is not { } since ? null
            : DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant
            : throw ControlProblem.Wrong("since: give an instant by the org's clock, such as 2026-02-03T10:15:30Z."),
    };

    static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } value] ? value : null;

    static long? Number(IQueryCollection query, string name, long most) =>
        Text(query, name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : throw ControlProblem.Wrong($"{name}: give a whole number up to {most}.");
}

/// <summary>Whether requests are recorded from now on.</summary>
sealed record RecordRequest
{
    public bool? Record { get; init; }
}

/// <summary>Whether they are, and were before.</summary>
sealed record RecordBody
{
    public required bool IsRecording { get; init; }
    public required bool WasRecording { get; init; }
}

/// <summary>Requests on record, the oldest first.</summary>
sealed record RequestsBody
{
    public required bool IsRecording { get; init; }
    public required IReadOnlyList<RecordedRequest> Requests { get; init; }
}

/// <summary>What requests came to, and how many.</summary>
sealed record CountsBody
{
    public required IReadOnlyList<RequestCount> Counts { get; init; }
}
