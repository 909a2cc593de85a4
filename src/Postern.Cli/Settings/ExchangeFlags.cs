using System.CommandLine;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The argument and the flags that say which token is exchanged, who acts, and for what (RFC 8693).</summary>
sealed class ExchangeFlags : IFlags
{
    readonly TokenInputFlags _subject = new(Parameters.AccessToken, "--subject-token");
    readonly Option<string?> _subjectType = new("--subject-token-type")
    {
        HelpName = "URN",
        Description = "Its type, where that is another than its name says",
    };
    readonly Option<string?> _actor = new("--actor-token")
    {
        HelpName = "access|id|device|REF",
        Description = "The token of the one who acts: of the input, or where to read it",
    };
    readonly Option<string?> _actorType = new("--actor-token-type")
    {
        HelpName = "URN",
        Description = "Its type, where that is another than its name says",
    };
    readonly Option<string[]> _audience = new("--audience")
    {
        HelpName = "AUD",
        Description = "Whom the new token is for; may be repeated",
        DefaultValueFactory = _ => [],
    };
    readonly Option<string?> _requested = new("--requested-token-type")
    {
        HelpName = "URN",
        Description = "What is wanted [default: an access token]",
    };

    public void AddTo(Command command)
    {
        _subject.AddTo(command);
        command.AddAll(_subjectType, _actor, _actorType, _audience, _requested);
    }

    public ExchangeChoice Read(ParseResult parse) => new()
    {
        Subject = _subject.Read(parse),
        SubjectType = parse.GetValue(_subjectType),
        Actor = parse.GetValue(_actor),
        ActorType = parse.GetValue(_actorType),
        Audiences = parse.GetValue(_audience) ?? [],
        RequestedType = parse.GetValue(_requested),
    };
}

/// <summary>What the flags said about the exchange.</summary>
sealed record ExchangeChoice
{
    public required TokenReference Subject { get; init; }
    public string? SubjectType { get; init; }
    public string? Actor { get; init; }
    public string? ActorType { get; init; }
    public IReadOnlyList<string> Audiences { get; init; } = [];
    public string? RequestedType { get; init; }

    public async Task<(GivenToken Token, TokenExchangeRequest Request)> ReadAsync(Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var subject = await Subject.ReadAsync(io, secrets, ct);
        var actor = Actor is null ? null : await ReadActorAsync(Actor, subject, secrets, ct);
        var request = new TokenExchangeRequest
        {
            SubjectToken = subject.Value,
            SubjectTokenType = SubjectType ?? UrnOf(subject.Type),
            ActorToken = actor?.Value,
            ActorTokenType = actor is null ? null : ActorType ?? UrnOf(actor.Type),
            Audiences = Audiences,
            RequestedTokenType = RequestedType,
        };
        return (subject, request);
    }

    static async Task<GivenToken> ReadActorAsync(string actor, GivenToken subject, SecretReader secrets, CancellationToken ct)
    {
        if (TokenKinds.TypeOf(actor) is not { } type)
            return GivenToken.Read(
                await secrets.ReadAsync(actor, "--actor-token", "Actor token", ct), null, Parameters.AccessToken, "--actor-token");

        return subject.Beside.Text(type) is { } token
            ? GivenToken.Bare(token, type)
            : throw new UsageException(
                $"There is no {type} in the input.",
                type is Parameters.DeviceSecret
                    ? "To get one, device_sso must be among the --scopes that the tokens are asked for with."
                    : "Give it as a REF with --actor-token.");
    }

    static string UrnOf(string? type) => type switch
    {
        Parameters.IdToken => TokenTypes.IdTokenUrn,
        Parameters.RefreshToken => TokenTypes.RefreshTokenUrn,
        Parameters.DeviceSecret => TokenTypes.DeviceSecretUrn,
        _ => TokenTypes.AccessTokenUrn,
    };
}
