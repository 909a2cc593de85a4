using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary><c>postern exam</c>: whether an API refuses every token that is broken.</summary>
static class ExamCommand
{
    const string Examples = """
        postern exam http://localhost:5000/orders
        postern exam http://localhost:5000/orders --user ada@example.com --scopes orders:read --auth-server aus1posternOrders005
        postern exam http://localhost:5000/orders --method POST --body '{"item":"tea"}' --header 'X-Tenant: one'
        postern exam http://localhost:5000/nothing-here --good-status 404
        postern exam http://localhost:5000/orders --client-id 0oa1posternService05 --output junit > exam.xml
        """;

    public static Command Create()
    {
        var (control, tokens, call) = (new RunningOrgFlags(), new ExamTokenFlags(), new ExamCallFlags());
        var output = new Option<string>("--output", "-o")
        {
            Description = "text: a line for each question; json, junit: for programs",
            DefaultValueFactory = JsonFlag.Or("text"),
        };
        output.OnlyOneOf("text", "json", "junit");
        var command = new Verb(
            "exam",
            "Sends an API, in any language, a good token of a running local org, none, and every kind of broken one, and says which it " +
            "wrongly took. Exit code 9 where it is at fault. What the call does is done once for the good token, and again whenever it " +
            "is " +
            "taken.")
        {
            Examples = Examples,
        };
        command.AddAll(call, tokens, control);
        command.Add(output);
        command.Runs<ExamOptions>(
            parse => new(control.Read(parse), tokens.Read(parse), call.Read(parse, tokens.NamesScopes(parse)), parse.GetValue(output)!),
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ExamOptions options, Terminal io, CancellationToken ct)
    {
        var request = await options.Call.ReadAsync(io, ct);
        var quiet = io with { ShowsAnswers = false };
        using var org = await options.Control.ConnectAsync(quiet, ct);
        using var api = options.Control.Http.Open(request.Url, quiet);
        var line = new StepLine(io, TokenFlaws.All.Count + (request.NeedsScopes ? 1 : 0));
        var report = await line.WhileAsync(new ApiExam(api, request, ForgeAsync).RunAsync(ct));
        ExamOutput.Write(io, report, options.Output);
        return report.IsPassed ? ExitCodes.Ok : throw new ExamFailedException(report);

        Task<ForgedToken> ForgeAsync(TokenFlaw? flaw, CancellationToken stop)
        {
            line.Begin(flaw is { } wrong ? TokenFlaws.Of(wrong).Name : "a good token, and none");
            return options.Tokens.OrderAsync(org, flaw, stop);
        }
    }
}

/// <summary>What <c>postern exam</c> was asked for.</summary>
sealed record ExamOptions(RunningOrgChoice Control, ExamTokens Tokens, ExamCall Call, string Output);
