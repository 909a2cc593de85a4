using System.CommandLine;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary><c>postern org log</c>: follows what a running local org is asked, from outside.</summary>
static class OrgLogCommand
{
    /// <summary>The org answers by then, whether or not anything has come.</summary>
    const double LongestWait = 20;

    /// <summary>How long it may go on after nobody reads it any more.</summary>
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    public static Verb Create()
    {
        var (control, filter) = (new RunningOrgFlags(), new RequestFilterFlags());
        var all = new Option<bool>("--all") { Description = "Begin with what is on record already" };
        var once = new Option<bool>("--once") { Description = "Print what is on record, and end" };
        var output = JsonOutput.OrText("a line for each request", "the request as it is on record, a line for each");
        var command = new Verb("log", "Follows what a running local org is asked and answers, until Ctrl-C. No line holds a secret.")
        {
            Examples = """
                postern org log
                postern org log --endpoint token --client-id 0oa1posternWeb000005
                postern org log --once --outcome invalid_grant --output json | jq .id
                """,
        };
        command.AddAll(control, filter);
        command.AddAll(all, once, output);
        command.Runs<LogOptions>(
            parse => new(control.Read(parse), filter.Read(parse))
            {
                FromTheFirst = parse.GetValue(all), Once = parse.GetValue(once), AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(LogOptions options, Terminal io, CancellationToken ct)
    {
        // Who follows waits for what happens there, and says so itself.
        using var org = await options.Control.ConnectAsync(options.Once ? io : io with { ShowsAnswers = false }, ct);
        if (options.Once)
        {
            Print(await org.GetAsync($"requests?{options.Filter}", ct), options, io);
            return ExitCodes.Ok;
        }

        var before = await org.PostAsync("requests", new JsonObject { ["record"] = true }, ct);
        try
        {
            return await FollowAsync(org, options, io, ct);
        }
        finally
        {
            // As it was found: an org that nobody follows any more need not record. Ctrl-C has ended the rest by now.
            if (before["wasRecording"] is JsonValue was && !was.GetValue<bool>())
                await org.PostAsync("requests", new JsonObject { ["record"] = false }, CancellationToken.None);
        }
    }

    static async Task<int> FollowAsync(OrgControl org, LogOptions options, Terminal io, CancellationToken ct)
    {
        var last = options.FromTheFirst ? 0 : LastOf(await org.GetAsync("requests", ct), 0);
        var wait = (int)Math.Min(LongestWait, options.Control.Http.Settled(io).Timeout.TotalSeconds / 2);
        io.Say($"Following {org.OrgUrl}. Ctrl-C ends it.");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var watch = io.Time.CreateTimer(_ => EndUnread(over, io), null, Moment, Moment);
        while (!over.IsCancellationRequested)
        {
            try
            {
                var answer = await org.GetAsync($"requests?{options.Filter}&after={last}&waitSeconds={wait}", over.Token);
                Print(answer, options, io);
                last = LastOf(answer, last);
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                // Being told to stop is how following ends well.
            }
        }

        return ExitCodes.Ok;
    }

    // As behind '| head -1', which has gone when it has its line.
    static void EndUnread(CancellationTokenSource over, Terminal io)
    {
        if (io.OutputIsUnread())
            over.Cancel();
    }

    static void Print(JsonObject answer, LogOptions options, Terminal io)
    {
        foreach (var request in Requests(answer))
            if (options.AsJson)
                io.Write(request.ToText(JsonLayout.OneLine));
            else
                RequestLine.WriteFor(io, request);
    }

    static long LastOf(JsonObject answer, long otherwise) =>
        Requests(answer).LastOrDefault()?["number"]?.GetValue<long>() ?? otherwise;

    static IEnumerable<JsonObject> Requests(JsonObject answer) => (answer["requests"] as JsonArray ?? []).OfType<JsonObject>();
}

/// <summary>What <c>postern org log</c> was asked for.</summary>
sealed record LogOptions(RunningOrgChoice Control, string Filter)
{
    public bool FromTheFirst { get; init; }
    public bool Once { get; init; }
    public bool AsJson { get; init; }
}
