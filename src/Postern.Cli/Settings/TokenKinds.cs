using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The words that say which of several tokens, and the flag <c>--token</c> that takes them alone.</summary>
static class TokenKinds
{
    public static Option<string> Option()
    {
        var option = new Option<string>("--token") { Description = "Which token", DefaultValueFactory = _ => "access" };
        option.OnlyOneOf("access", "id", "refresh");
        return option;
    }

    public static string Read(ParseResult parse, Option<string> option) => TypeOf(parse.GetRequiredValue(option)) ?? Parameters.AccessToken;

    /// <summary>The token's name on the wire; null where the word is none of them.</summary>
    public static string? TypeOf(string word) => word switch
    {
        "access" or Parameters.AccessToken => Parameters.AccessToken,
        "id" or Parameters.IdToken => Parameters.IdToken,
        "refresh" or Parameters.RefreshToken => Parameters.RefreshToken,
        "device" or Parameters.DeviceSecret => Parameters.DeviceSecret,
        _ => null,
    };
}
