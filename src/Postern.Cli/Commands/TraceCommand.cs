using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern trace</c>: another command's run, as something to send a colleague.</summary>
static class TraceCommand
{
    const string Examples = """
        postern trace -- token --username ada@example.com              # calls of curl, secrets as fingerprints
        postern trace --as mermaid -- token --profile staging          # a sequence diagram
        postern trace --as har --to run.har -- exchange file:code.json # for a browser's developer tools, or Okta's support
        postern trace --as http --with-secrets --to run.http -- token  # can be sent again: for your eyes alone
        """;

    public static Command Create()
    {
        var form = new Option<string>("--as")
        {
            HelpName = "FORM",
            Description = "curl, http (files that editors send), har, postman (a collection) or mermaid (a diagram)",
            DefaultValueFactory = _ => "curl",
        };
        form.OnlyOneOf(TraceOutput.Forms);
        var file = new Option<string?>("--to") { HelpName = "FILE", Description = "Write it here, for you alone [default: stdout]" };
        var secrets = new Option<bool>("--with-secrets")
        {
            Description = "Passwords, codes and tokens as they travelled, so that it can be sent again; wants --to",
        };
        var run = new RestArgument("command") { Description = "The command of postern that is run, and what it is given" };
        var command = new Verb(
            "trace", "Runs another command of postern and prints what it asked and was answered, instead of what it prints itself.")
        {
            Examples = Examples,
        };
        command.AddAll(form, file, secrets);
        command.Add(run);
        command.Runs<TraceOptions>(
            parse => new(parse.GetRequiredValue(form), parse.GetValue(file), parse.GetValue(secrets), run.Read(parse)), RunAsync);
        command.Validators.Add(result =>
        {
            if (result.GetResult(secrets) is { Implicit: false } && result.GetResult(file) is null or { Tokens.Count: 0 })
                result.AddError("--with-secrets wants --to FILE: what is in it is for its owner alone.");
        });
        return command;
    }

    internal static async Task<int> RunAsync(TraceOptions options, Terminal io, CancellationToken ct)
    {
        RefuseNoCommand(options.Command);
        if (options.File is { } named && Path.GetDirectoryName(Path.GetFullPath(named)) is { } folder && !Directory.Exists(folder))
            throw new UsageException($"--to {named}: there is no such folder.", "Make it first, or name another.");

        var run = new TracedRun(io.Time);
        // What it prints is tokens, mostly, and none of them belongs into what is sent to somebody.
        var exitCode = await PosternCommand.RunAsync(
            options.Command, io.Through(run.Around) with { Out = TextWriter.Null, OutputIsTerminal = false }, ct);
        if (run.Exchanges.Count > 0)
            Write(TraceOutput.Write(run.Exchanges, options.Form, options.WithSecrets ? null : io.Secrets), options, io);
        else
            io.Warn($"'postern {options.Command[0]}' asked nobody anything: there is nothing to show.");
        return exitCode;
    }

    static void Write(string trace, TraceOptions options, Terminal io)
    {
        if (options.File is not { } file)
        {
            io.Write(trace);
            return;
        }

        try
        {
            OwnFile.Write(file, $"{trace}\n");
        }
        catch (NotKeptException unwritable) when (!FullDisk.Is(unwritable))
        {
            throw new UsageException(
                $"--to {file} cannot be written: {unwritable.InnerException!.Message}", "Name a file in a folder of yours.");
        }

        io.Say($"{file}: {(options.WithSecrets ? "with secrets in clear, so send it to nobody" : "secrets are fingerprints")}.");
    }

    static void RefuseNoCommand(IReadOnlyList<string> command)
    {
        if (command is [])
            throw new UsageException("There is no command to trace.", "It stands last, behind --: postern trace -- token");
        if (command is ["trace", ..])
            throw new UsageException("A trace of a trace shows nothing.", "Name the command that asks an org.");
    }
}

/// <summary>What <c>postern trace</c> was asked for.</summary>
sealed record TraceOptions(string Form, string? File, bool WithSecrets, IReadOnlyList<string> Command)
{
    public override string ToString() => "trace";
}
