using System.CommandLine.Parsing;

namespace Postern.Cli;

/// <summary>The flag <c>--json</c>, which says what <c>--output json</c> says, for every command and its errors.</summary>
static class JsonFlag
{
    public const string Name = "--json";

    /// <summary>The format where <c>--output</c> says none.</summary>
    public static Func<ArgumentResult, string> Or(string format) => result => IsGiven(result) ? "json" : format;

    public static void RefuseOther(OptionResult result)
    {
        if (result.Tokens is [{ Value: not "json" } other] && IsGiven(result))
            result.AddError($"{result.Option.Name} {other.Value} and {Name} contradict each other.");
    }

    // Help asks for the format too, where nothing has been parsed.
    static bool IsGiven(SymbolResult result) => result.Parent is not null && result.GetResult(Name) is OptionResult { Implicit: false };
}
