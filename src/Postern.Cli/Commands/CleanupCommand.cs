using System.CommandLine;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary><c>postern cleanup</c>: ends the tokens and sessions that a ledger names.</summary>
static class CleanupCommand
{
    const string Examples = """
        postern token … --ledger run.ledger             # or POSTERN_LEDGER=run.ledger for all that follows
        postern cleanup --ledger run.ledger             # revokes the tokens and ends the sessions of all that
        postern cleanup --ledger run.ledger --list      # shows them, secrets as fingerprints
        postern cleanup --client-id 0oa1abcdEFGHijkl2345 --client-secret env:SECRET      # those of one app
        """;

    public static Command Create()
    {
        var (client, credential) = (new ClientFlags("Only what is this app's [default: all]"), new CredentialFlags());
        var list = new Option<bool>("--list") { Description = "End nothing: show what there is" };
        var (http, output) = (new HttpFlags(cassette: null), JsonOutput.OrText("what was ended, and what could not be", "for scripts"));
        var command = new Verb("cleanup", "Ends what a ledger names: revokes its tokens, and ends its sessions.") { Examples = Examples };
        command.AddAll(client, credential);
        command.Add(list);
        command.AddAll(http);
        command.Add(output);
        var flags = new VerbFlags(command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet());
        command.Runs<CleanupOptions>(
            parse => new(client.Read(parse).ClientId, credential.Read(parse), http.Read(parse), flags)
            {
                Lists = parse.GetValue(list), AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(CleanupOptions options, Terminal io, CancellationToken ct)
    {
        var ledger = io.Ledger ?? throw UsageException.Missing("ledger", "--ledger FILE", Ledger.Variable);
        var all = await ledger.ReadAsync(ct);
        var entries = all.Where(entry => options.ClientId is null || entry.ClientId == options.ClientId).ToList();
        if (options.Lists)
            return List(entries, options, io);

        var cleanup = new LedgerCleanup(ledger, options, io);
        await cleanup.RunAsync(entries, ct);
        await ledger.CompactAsync(ct);
        return Tell(cleanup, options, io);
    }

    static int List(List<LedgerEntry> entries, CleanupOptions options, Terminal io)
    {
        if (options.AsJson)
            return JsonOutput.Write(
                io, new JsonObject { ["entries"] = new JsonArray([.. entries.Select(entry => (JsonNode?)entry.Shown())]) });

        foreach (var entry in entries)
            io.Print($"{entry.Describe()}{(entry.EndsByItself(io.Time.GetUtcNow()) ? ": has expired" : "")}");
        return ExitCodes.Ok;
    }

    static int Tell(LedgerCleanup cleanup, CleanupOptions options, Terminal io)
    {
        if (options.AsJson)
            JsonOutput.Write(io, cleanup.ToJson());
        else
            WriteFor(io, cleanup);

        return cleanup.Left is [var (_, first), ..]
            ? throw new NotAllDoneException(
                first.ExitCode, $"{cleanup.Left.Count} could not be ended.",
                "They stay in the ledger: run it again once the reason is gone.")
            : ExitCodes.Ok;
    }

    static void WriteFor(Terminal io, LedgerCleanup cleanup)
    {
        io.Print($"ended {cleanup.Ended}{(cleanup.Expired > 0 ? $", and {cleanup.Expired} had expired" : "")}");
        foreach (var (entry, why) in cleanup.Left)
        {
            io.Print($"left: {entry.Describe()}: {io.Secrets.Words(why.Message)}");
            if (why.Hint is { } hint)
                io.Print($"      {io.Secrets.Words(hint)}");
        }
    }
}

/// <summary>What <c>postern cleanup</c> was asked for.</summary>
sealed record CleanupOptions(string? ClientId, CredentialChoice Credential, HttpChoice Http, VerbFlags Flags)
{
    public bool Lists { get; init; }
    public bool AsJson { get; init; }
}
