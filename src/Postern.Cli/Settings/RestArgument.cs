using System.CommandLine;
using System.CommandLine.Parsing;

namespace Postern.Cli;

/// <summary>
/// All that stands behind <c>--</c>: another program's command line, of which nothing is ours to judge. Without <c>--</c> its flags would
/// be taken for ours.
/// </summary>
sealed class RestArgument : Argument<string[]>
{
    public RestArgument(string name)
        : base(name)
    {
        Arity = ArgumentArity.ZeroOrMore;
        HelpName = "-- COMMAND";
    }

    /// <summary>None where nothing stands behind <c>--</c>, or something before it that belongs to no flag.</summary>
    public IReadOnlyList<string> Read(ParseResult parse)
    {
        string[] rest = [.. parse.Tokens.SkipWhile(token => token.Type is not TokenType.DoubleDash).Skip(1).Select(token => token.Value)];
        return (parse.GetValue(this) ?? []).Length == rest.Length ? rest : [];
    }
}
