using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say how tokens are printed.</summary>
sealed class TokenOutputFlags : IFlags
{
    readonly Option<string> _format = new("--output", "-o")
    {
        HelpName = "FORMAT",
        Description = "json: all tokens; raw: one token; header: an Authorization header; env: export lines; claims: one token's claims",
        DefaultValueFactory = _ => "json",
    };

    readonly Option<string> _token = TokenKinds.Option();

    public void AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong("json", "raw", "header", "env", "claims");
        command.AddAll(_format, _token);
    }

    public TokenOutput Read(ParseResult parse) => new(parse.GetRequiredValue(_format), TokenKinds.Read(parse, _token));
}
