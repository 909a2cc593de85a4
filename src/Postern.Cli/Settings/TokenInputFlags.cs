using System.CommandLine;

namespace Postern.Cli;

/// <summary>
/// The argument and the flag that say which token is meant: one of what an earlier command printed, or one from anywhere.
/// </summary>
sealed class TokenInputFlags(string preferred, string flag = TokenReference.UsualFlag) : IFlags
{
    readonly Argument<string?> _input = Input();
    readonly Option<string?> _token = new(flag)
    {
        HelpName = "access|id|refresh|device|REF",
        Description =
            $"Which of the input's tokens [default: {preferred.Replace("_token", "", StringComparison.Ordinal)}], or where to read the " +
            "token instead: env:NAME, file:PATH or -",
    };

    public const string ArgumentName = "INPUT";

    public static Argument<string?> Input() => new(ArgumentName)
    {
        Description =
            "What 'postern token' or another command with tokens printed, or a bare token: - (standard input, the default in a pipe), " +
            "env:NAME or file:PATH",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command)
    {
        command.Add(_input);
        command.Add(_token);
        command.Validators.Add(result =>
        {
            // Looks at the words and not at values: a flag without its value has none, and the library reports that.
            if (result.GetResult(_input) is { Tokens.Count: > 0 }
                && result.GetResult(_token) is { Tokens: [{ Value: var token }] }
                && TokenKinds.TypeOf(token) is null)
                result.AddError(
                    $"INPUT and {flag} both say where the token is: give one of them, or choose with {flag} access, id, refresh or " +
                    "device.");
        });
    }

    public TokenReference Read(ParseResult parse)
    {
        var (input, token) = (parse.GetValue(_input), parse.GetValue(_token));
        var type = token is null ? null : TokenKinds.TypeOf(token);
        var isFlag = type is null && token is not null;
        return new(isFlag ? token : input, type, preferred) { Flag = flag, IsPositional = !isFlag };
    }
}

/// <summary>Where a token is to be read from, if anybody said so, and which of several.</summary>
sealed record TokenReference(string? Reference, string? Type, string Preferred)
{
    public const string UsualFlag = "--token";

    public string Flag { get; init; } = UsualFlag;

    /// <summary>Whether the reference stood by itself, without the flag.</summary>
    public bool IsPositional { get; init; }

    public async Task<GivenToken> ReadAsync(Terminal io, SecretReader secrets, CancellationToken ct)
    {
        if (Reference is null && io.InputIsTerminal)
            throw UsageException.Missing(
                Preferred.Replace('_', ' '), $"{Flag} {SecretReader.HelpName}, or pipe in what 'postern token' printed");

        var token = GivenToken.Read(await ReadTextAsync(secrets, ct), Type, Preferred, Flag);
        io.Secrets.Remember(token.Value);
        return token;
    }

    /// <summary>Where nothing says from where, and somebody sits there.</summary>
    public void InviteToPaste(Terminal io)
    {
        if (Reference is null or "-" && io.InputIsTerminal)
            io.Say("Paste a token, then Enter and Ctrl-D.");
    }

    public Task<string> ReadTextAsync(SecretReader secrets, CancellationToken ct) => secrets.ReadAsync(Reference ?? "-", Name, "Token", ct);

    // As the person who gave it would name it.
    string Name => (Reference, IsPositional) switch
    {
        (null, _) => SecretReader.TheInput,
        (_, true) => TokenInputFlags.ArgumentName,
        _ => Flag,
    };
}
