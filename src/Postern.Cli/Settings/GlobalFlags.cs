using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags every command has: how much is said on stderr, and how colourfully.</summary>
sealed class GlobalFlags : IFlags
{
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
    readonly Option<bool> _noColor = new("--no-color")
    {
        Recursive = true,
        Description = "No colours; NO_COLOR in the environment does the same",
    };

    public void AddTo(Command root) => root.AddAll(_verbose, _quiet, _noColor);

    public Terminal Apply(ParseResult parse, Terminal io) => io with
    {
        Verbose = parse.GetValue(_verbose),
        Quiet = parse.GetValue(_quiet),
        Plain = parse.GetValue(_noColor),
    };
}
