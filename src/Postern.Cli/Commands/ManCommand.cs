using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern man</c>: the manual pages, made of the help.</summary>
static class ManCommand
{
    const string Examples = """
        postern man | man -l -                          # the page of the command itself
        postern man org start | man -l -
        postern man --to /usr/local/share/man/man1      # all of them, for: man postern-token
        """;

    public static Command Create()
    {
        var words = new Argument<string[]>("COMMAND")
        {
            Description = "Whose page, as 'org start' [default: the command itself]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var folder = new Option<string?>("--to") { HelpName = "FOLDER", Description = "Write every page into this folder" };
        var command = new Verb("man", "Prints the manual page of a command, or writes all of them.") { Examples = Examples };
        command.Add(words);
        command.Add(folder);
        command.Validators.Add(result =>
        {
            if (result.GetResult(words) is { Tokens.Count: > 0 } && result.GetResult(folder) is { Tokens.Count: > 0 })
                result.AddError("--to writes every page: leave COMMAND out, or --to.");
        });
        command.Runs<ManOptions>(parse => new(parse.GetValue(words) ?? [], parse.GetValue(folder)), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ManOptions options, Terminal io, CancellationToken ct)
    {
        if (options.Folder is { } folder)
            await WriteAllAsync(folder, io, ct);
        else
            io.Write(ManualPages.Of(options.Words).Write(ManualPages.Version));
        return ExitCodes.Ok;
    }

    static async Task WriteAllAsync(string folder, Terminal io, CancellationToken ct)
    {
        var pages = ManualPages.All().ToList();
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var page in pages)
                await File.WriteAllTextAsync(Path.Combine(folder, $"{page.Name}.1"), $"{page.Write(ManualPages.Version)}\n", ct);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"--to {folder} cannot be written: {unwritable.Message}", "Name a folder that is yours to write.", unwritable);
        }

        io.Say($"{pages.Count} pages in {folder}");
    }
}

/// <summary>What <c>postern man</c> was asked for.</summary>
sealed record ManOptions(IReadOnlyList<string> Words, string? Folder);
