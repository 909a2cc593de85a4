using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The argument and the flags that say where a refresh token is, and how the new tokens are printed.</summary>
sealed class RefreshFlags : IFlags
{
    readonly Argument<string?> _input = TokenInputFlags.Input();
    readonly Option<string[]> _token = new("--token")
    {
        HelpName = "REF|access|id|refresh",
        Description =
            "Where to read the refresh token instead: env:NAME, file:PATH or -; and which of the new tokens to print [default: access]",
    };

    readonly Option<string> _format = TokenOutputFlags.Format();

    public void AddTo(Command command)
    {
        command.Add(_input);
        command.AddAll(_token, _format);
        command.Validators.Add(result =>
        {
            // Looks at the words and not at values: a flag without its value has none, and the library reports that.
            var references = (result.GetResult(_token)?.Tokens ?? []).Count(token => IsReference(token.Value)) +
                (result.GetResult(_input)?.Tokens.Count ?? 0);
            if (references > 1)
                result.AddError("INPUT and --token both say where the refresh token is: give one of them.");
        });
    }

    public TokenReference Input(ParseResult parse)
    {
        var flag = (parse.GetValue(_token) ?? []).FirstOrDefault(IsReference);
        return new(flag ?? parse.GetValue(_input), Parameters.RefreshToken, Parameters.RefreshToken) { IsPositional = flag is null };
    }

    public TokenOutput Output(ParseResult parse) =>
        new(
            parse.GetRequiredValue(_format),
            (parse.GetValue(_token) ?? []).Select(TokenKinds.TypeOf).FirstOrDefault(type => type is not null) ?? Parameters.AccessToken);

    static bool IsReference(string token) => TokenKinds.TypeOf(token) is null;
}
