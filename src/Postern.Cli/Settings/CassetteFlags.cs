using System.CommandLine;
using System.CommandLine.Parsing;

namespace Postern.Cli;

/// <summary>The flags that keep what an org answers in a file, or have a file answer in its place.</summary>
sealed class CassetteFlags : IFlags
{
    const string Replay = "--replay";

    readonly Option<string?> _record = new("--record")
    {
        HelpName = "FILE",
        Description = "Keep what the org is asked and answers in this file, without secrets",
    };
    readonly Option<bool> _keepsPeople = new("--record-people")
    {
        Description = "With --record: e-mail addresses and names stay as they are, instead of becoming pseudonyms",
    };
    readonly Option<string?> _replay = new(Replay)
    {
        HelpName = "FILE",
        Description = "Let a file that --record wrote answer in the org's place: no network, and no password or secret is needed",
    };

    public void AddTo(Command command) => command.AddAll(_record, _keepsPeople, _replay);

    public CassetteChoice Read(ParseResult parse)
    {
        CassetteChoice choice = new(parse.GetValue(_record), parse.GetValue(_keepsPeople));
        if (choice.RecordTo is not null && parse.GetValue(_replay) is not null)
            throw new UsageException(
                "--record and --replay are both given.", "What is played back has been recorded already: drop one of them.");
        if (choice is { RecordTo: null, KeepsPeople: true })
            throw new UsageException("--record-people is given without --record.", "Say with --record FILE where to keep them.");
        return choice;
    }

    /// <summary>A run that is played back begins with the cassette: what flags and environment leave open is in it.</summary>
    public static ReadyRun Playing(ParseResult parse, ReadyRun run) =>
        parse.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(option => option.Option.Name == Replay) is
        { Tokens: [{ Value: var file }] }
            ? (io, ct) => run(ReplayedSettings.On(io, Client.Cassette.Read(file)), ct)
            : run;
}

/// <summary>What the flags said about a cassette to be made.</summary>
sealed record CassetteChoice(string? RecordTo, bool KeepsPeople)
{
    public HttpMessageHandler Around(HttpMessageHandler sender, int longestAnswer, Terminal io)
    {
        if (RecordTo is null)
            return sender;

        RequireUsable(RecordTo);
        return new Client.RecordingHandler(
            RecordTo, sender, new() { KeepsPersonalData = KeepsPeople, MaxResponseBytes = longestAnswer, Time = io.Time });
    }

    // Better told before a password has been spent than after.
    static void RequireUsable(string file)
    {
        if (Directory.Exists(file))
            throw new UsageException($"--record {file}: that is a folder.", "Name a file in it, which is made.");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw new UsageException($"--record {file}: there is no such folder.", "Make it first, or name another.");
        if (File.Exists(file) && new FileInfo(file).Length > 0 && !IsCassette(file))
            throw new UsageException(
                $"--record {file}: a file is there that no recording has made, and that one would replace.",
                "Name another, or remove it first.");
    }

    static bool IsCassette(string file)
    {
        try
        {
            _ = Client.Cassette.Read(file);
            return true;
        }
        catch (Client.CassetteException)
        {
            return false;
        }
    }
}
