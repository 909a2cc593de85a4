using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>What a fault script is made of: what goes wrong, and which requests are struck.</summary>
sealed class FaultFlags : IFlags
{
    static readonly string[] Kinds =
    [
        "latency", "status", "rate-limited", "connection-reset", "answer-lost", "half-body", "malformed-json", "stale-keys", "key-rotation",
        "clock-skew", "safe-mode",
    ];

    readonly Argument<string?> _kind = new("FAULT")
    {
        Description = $"What goes wrong: {string.Join(", ", Kinds)}",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly Option<string?> _file = new("--file") { HelpName = "FILE", Description = "JSON: a script, or an array of them" };
    readonly Option<string?> _id = new("--id") { HelpName = "ID", Description = "Takes the place of one of the same id [default: made]" };
    readonly Option<string?> _endpoint = new("--endpoint")
    {
        HelpName = "PATH",
        Description = "Its path, * for part of it and ** for several, or the end of it, such as token [default: any]",
    };
    readonly Option<string?> _method = new("--method") { HelpName = "METHOD", Description = "Of the request [default: any]" };
    readonly Option<string?> _client = new("--client-id") { HelpName = "ID", Description = "The client that asks [default: any]" };
    readonly Option<string?> _user = new("--user") { HelpName = "LOGIN", Description = "The user that it is about [default: any]" };
    readonly Option<string?> _calls = new("--calls")
    {
        HelpName = "N|N-M|N-",
        Description = "Which of the calls that match, counted from 1 [default: all]",
    };
    readonly Option<string?> _chance = Number("--chance", "SHARE", "How likely it is, such as 0.1 [default: sure]");
    readonly Option<string?> _seed = Number(
        "--seed", "NUMBER", "Which calls chance strikes: the same seed, the same calls [default: made]");
    readonly Option<string?> _seconds = Number(
        "--seconds", "SECONDS", "Of latency, how late; of clock-skew, how far ahead, or behind below zero");
    readonly Option<string?> _status = Number("--status", "STATUS", "Of status: what is answered");
    readonly Option<string?> _body = new("--body")
    {
        HelpName = "TEXT",
        Description = "Of status: its body [default: as the endpoint's errors]",
    };
    readonly Option<string?> _type = new("--content-type") { HelpName = "TYPE", Description = "Of the body [default: application/json]" };

    public void AddTo(Command command)
    {
        command.Add(_kind);
        _kind.CompletionSources.Add(Kinds);
        command.AddAll(
            _file, _id, _endpoint, _method, _client, _user, _calls, _chance, _seed, _seconds, _status, _body, _type);
    }

    public FaultChoice Read(ParseResult parse)
    {
        var kind = parse.GetValue(_kind);
        if (kind is not null && !Kinds.Contains(kind))
            throw new UsageException($"There is no fault {kind}.", $"There are {string.Join(", ", Kinds)}.");
        return new(kind, parse.GetValue(_file), Script(parse));
    }

    JsonObject Script(ParseResult parse)
    {
        var script = new JsonObject();
        script.AddPresent("id", parse.GetValue(_id));
        script.AddPresent("endpoint", parse.GetValue(_endpoint));
        script.AddPresent("method", parse.GetValue(_method));
        script.AddPresent("clientId", parse.GetValue(_client));
        script.AddPresent("user", parse.GetValue(_user));
        AddCalls(script, parse.GetValue(_calls));
        AddNumber(script, "chance", parse.GetValue(_chance), "--chance");
        AddNumber(script, "seed", parse.GetValue(_seed), "--seed");
        AddNumber(script, "seconds", parse.GetValue(_seconds), "--seconds");
        AddNumber(script, "status", parse.GetValue(_status), "--status");
        script.AddPresent("body", parse.GetValue(_body));
        script.AddPresent("contentType", parse.GetValue(_type));
        return script;
    }

    static void AddCalls(JsonObject script, string? calls)
    {
        if (calls is null)
            return;

        var (from, to) = calls.Split('-') switch
        {
            [var only] => (only, only),
            [var first, var last] => (first, last),
            _ => ("", "x"),
        };
        if (!long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var least))
            throw NoCalls(calls);
        script["fromCall"] = least;
        if (to.Length > 0)
            script["toCall"] =
                long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : throw NoCalls(calls);
    }

    static UsageException NoCalls(string calls) =>
        new($"--calls {calls} is none.", "Give the number of a call, as 3, or the first and the last, as 1-3 or 2-.");

    static void AddNumber(JsonObject script, string member, string? text, string flag)
    {
        if (text is null)
            return;
        if (!decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw new UsageException($"{flag} wants a number.", $"{text} is none; its point is a point in every country.");
        script[member] = number;
    }

    static Option<string?> Number(string name, string help, string description) => new(name) { HelpName = help, Description = description };
}

/// <summary>One script by flags, or those of a file.</summary>
sealed record FaultChoice(string? Kind, string? File, JsonObject Flags)
{
    public async Task<JsonNode> BodyAsync(CancellationToken ct)
    {
        if ((Kind, File) is (null, null))
            throw new UsageException("No fault is named.", "Give one, such as latency, or a file of them with --file.");
        if (File is not null && (Kind is not null || Flags.Count > 0))
            throw new UsageException("--file and a fault by flags contradict each other.", "Say it in the file, or add both one by one.");
        if (File is not null)
            return await ReadAsync(File, ct);

        // half-body → halfBody
        Flags["fault"] = JsonNamingPolicy.CamelCase.ConvertName(
            string.Concat(Kind!.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
        return Flags;
    }

    static async Task<JsonNode> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            return JsonNode.Parse(await System.IO.File.ReadAllTextAsync(file, ct)) ?? new JsonArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--file {file} cannot be read: {e.Message}", "Check the path and its permissions.");
        }
        catch (JsonException e)
        {
            throw new UsageException(
                $"--file {file} is not JSON, at line {e.LineNumber + 1}.", "It wants a fault script, or an array of them.");
        }
    }
}
