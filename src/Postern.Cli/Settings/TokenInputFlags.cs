using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The argument and the flag that say which token is meant: one of what an earlier command printed, or one from anywhere.</summary>
sealed class TokenInputFlags(string preferred, string flag = TokenReference.UsualFlag) : IFlags
{
    readonly Argument<string?> _input = Input();
    readonly Option<string?> _token = new(flag)
    {
        HelpName = "access|id|refresh|device|REF",
        Description = $"Which of the input's tokens [default: {preferred.Replace("_token", "", StringComparison.Ordinal)}], or where to read the token instead: env:NAME, file:PATH or -",
    };

    public static Argument<string?> Input() => new("INPUT")
    {
        Description = "What 'postern token' or another command with tokens printed, or a bare token: - (standard input, the default in a pipe), env:NAME or file:PATH",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command)
    {
        command.Add(_input);
        command.Add(_token);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_input) is not null && result.GetValue(_token) is { } token && TokenKinds.TypeOf(token) is null)
                result.AddError($"INPUT and {flag} both say where the token is: give one of them, or choose with {flag} access, id, refresh or device.");
        });
    }

    public TokenReference Read(ParseResult parse)
    {
        var (input, token) = (parse.GetValue(_input), parse.GetValue(_token));
        var type = token is null ? null : TokenKinds.TypeOf(token);
        return new(type is null ? token ?? input : input, type, preferred) { Flag = flag };
    }
}

/// <summary>Where a token is to be read from, if anybody said so, and which of several.</summary>
sealed record TokenReference(string? Reference, string? Type, string Preferred)
{
    public const string UsualFlag = "--token";

    public string Flag { get; init; } = UsualFlag;

    public async Task<GivenToken> ReadAsync(Terminal io, SecretReader secrets, CancellationToken ct)
    {
        if (Reference is null && io.InputIsTerminal)
            throw UsageException.Missing(Preferred.Replace('_', ' '), $"{Flag} {SecretReader.HelpName}, or pipe in what 'postern token' printed");

        var text = await secrets.ReadAsync(Reference ?? "-", Flag, "Token", ct);
        return text.TrimStart().StartsWith('{') ? Choose(JsonInput.Parse(text, "The input")) : GivenToken.Bare(text, Type);
    }

    GivenToken Choose(JsonObject json)
    {
        var type = Type ?? Preferred;
        return json.Text(type) is { Length: > 0 } token
            ? GivenToken.From(json, token, type)
            : throw new UsageException($"There is no {type} in the input.", Hint(json, type));
    }

    string Hint(JsonObject json, string type)
    {
        var others = json.Select(member => member.Key).Where(name => name.EndsWith("_token", StringComparison.Ordinal) || name is Parameters.DeviceSecret).ToList();
        if (type is Parameters.RefreshToken)
            return "To get one, offline_access must be among the --scopes that the tokens are asked for with, and the app must be allowed refresh tokens.";

        return others.Count is 0 ? "Pass on what the command before it printed, unchanged; if that failed, its error is above." : $"It has {string.Join(", ", others)}; choose with {Flag}.";
    }
}
