using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flag that says which scopes are asked for.</summary>
sealed class ScopeFlags(string whenAbsent) : IFlags
{
    readonly Option<string[]> _scopes = new("--scopes", "--scope")
    {
        HelpName = "SCOPES",
        Description = $"Separated by space or comma, or repeated [default: {whenAbsent}]",
    };

    public void AddTo(Command command) => command.Add(_scopes);

    public IReadOnlyList<string> Read(ParseResult parse) =>
        [.. (parse.GetValue(_scopes) ?? []).SelectMany(text => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).Distinct()];
}
