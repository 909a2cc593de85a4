using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say how tokens are printed.</summary>
sealed class TokenOutputFlags : IFlags
{
    readonly Option<string> _format = Format();
    readonly Option<string> _token = TokenKinds.Option();

    public static Option<string> Format()
    {
        var format = new Option<string>("--output", "-o")
        {
            HelpName = "FORMAT",
            Description =
                "json: all tokens; raw: one token; header: an Authorization header; env: export lines; claims: one token's claims; " +
                "kubernetes: an ExecCredential",
            DefaultValueFactory = JsonFlag.Or("json"),
        };
        format.OnlyOneOf("json", "raw", "header", "env", "claims", "kubernetes");
        return format;
    }

    public void AddTo(Command command) => command.AddAll(_format, _token);

    public TokenOutput Read(ParseResult parse) => new(parse.GetRequiredValue(_format), TokenKinds.Read(parse, _token));
}
