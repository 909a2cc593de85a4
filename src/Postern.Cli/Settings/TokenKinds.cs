using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The flag <c>--token</c>: which of the tokens.</summary>
static class TokenKinds
{
    public static Option<string> Option()
    {
        var option = new Option<string>("--token") { Description = "Which token", DefaultValueFactory = _ => "access" };
        option.AcceptOnlyFromAmong("access", "id", "refresh");
        return option;
    }

    public static string Read(ParseResult parse, Option<string> option) => parse.GetValue(option) switch
    {
        "id" => Parameters.IdToken,
        "refresh" => Parameters.RefreshToken,
        _ => Parameters.AccessToken,
    };
}
