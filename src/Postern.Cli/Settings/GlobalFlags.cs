using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags every command has: how much is said on stderr and how colourfully, and whose settings count.</summary>
sealed class GlobalFlags : IFlags
{
    readonly Option<bool> _all = new(HelpWithExamples.All)
    {
        Recursive = true,
        Hidden = true,
        Description = "With --help: show every flag",
    };
    readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Recursive = true,
        Description = "Narrate each request and response on stderr; secrets appear as fingerprints",
    };
    readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Recursive = true,
        Description = "No remarks and warnings on stderr; errors still appear",
    };
    readonly Option<bool> _silent = new("--silent")
    {
        Recursive = true,
        Description = "Nothing on stderr at all, and no questions: the exit code says what went wrong",
    };
    readonly Option<bool> _json = new(JsonFlag.Name)
    {
        Recursive = true,
        Description = "As --output json; errors are JSON too",
    };
    readonly Option<bool> _noColor = new("--no-color")
    {
        Recursive = true,
        Description = "No colours; NO_COLOR in the environment does the same",
    };

    readonly Option<string?> _profile = new("--profile")
    {
        Recursive = true,
        HelpName = "NAME",
        Description = "Take settings from this profile of ~/.okta/postern.yaml [default: POSTERN_PROFILE's, or the file's default]",
    };
    readonly Option<string?> _ledger = new("--ledger")
    {
        Recursive = true,
        HelpName = "FILE",
        Description = $"Write down what is made, so that 'postern cleanup' can end it [default: {Ledger.Variable}'s, or nowhere]",
    };
    readonly Option<double?> _deadline = FlagValues.SecondsOrNone("--deadline", 60, 0.001, HttpFlags.Day);

    public void AddTo(Command root)
    {
        _deadline.Recursive = true;
        _deadline.Description = "End the whole, whatever it waits for, after so long [default: never]";
        root.AddAll(_all, _profile, _ledger, _deadline, _json, _verbose, _quiet, _silent, _noColor);
    }

    /// <summary>How long all of it may last; null for as long as it takes.</summary>
    public TimeSpan? Deadline(ParseResult parse) =>
        parse.GetResult(_deadline) is { Implicit: false } && parse.GetValue(_deadline) is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    public bool WantsAll(ParseResult parse) => parse.GetValue(_all);

    // One that is given twice is an error, which is told later.
    string? Profile(ParseResult parse) => parse.GetResult(_profile) is { Tokens: [var named] } ? named.Value : null;

    string? LedgerFile(ParseResult parse, Terminal io) =>
        parse.GetResult(_ledger) is { Tokens: [{ Value: var file }] } ? file : io.Environment(Ledger.Variable);

    public Terminal Apply(ParseResult parse, Terminal io) => parse.GetValue(_silent) ? Told(parse, io).Silenced() : Told(parse, io);

    Terminal Told(ParseResult parse, Terminal io) => io with
    {
        // What a command was told that runs another one holds for that one too.
        Verbose = io.Verbose || parse.GetValue(_verbose),
        Quiet = io.Quiet || parse.GetValue(_quiet),
        Plain = io.Plain || parse.GetValue(_noColor),
        Files = Profile(parse) is null && io.Files != SettingsFiles.None
            ? io.Files
            : new(io.Folders, Profile(parse), io.Environment, new(io.DataFolder)),
        Ledger = LedgerFile(parse, io) is { Length: > 0 } file ? new(file) : io.Ledger,
    };
}
