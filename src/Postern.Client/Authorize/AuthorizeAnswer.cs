using System.Globalization;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>The parameters of an authorization response, whichever way they came; checked before anything is handed out.</summary>
sealed class AuthorizeAnswer
{
    const string Subject = "authorize response";

    static readonly string[] Known =
    [
        Parameters.AccessToken, Parameters.Code, Parameters.Error, Parameters.ErrorDescription, Parameters.ExpiresIn,
        Parameters.IdToken, Parameters.Scope, Parameters.State, Parameters.TokenType, Claims.Issuer,
    ];

    readonly Dictionary<string, string> _fields = [];

    public AuthorizeAnswer(IEnumerable<KeyValuePair<string, string>> fields)
    {
        foreach (var (name, value) in fields.Where(field => Known.Contains(field.Key)))
        {
            // RFC 6749 section 3.1: once at most. Of two codes, one is somebody else's.
            if (!_fields.TryAdd(name, value))
                throw Failed(
                    "duplicate",
                    $"The answer names '{name}' twice.",
                    "Something between here and the org has added to the answer: begin again without it.");
        }
    }

    public bool IsEmpty => _fields.Count == 0;

    public AuthorizeResponse ToResponse(AuthorizeRequest request, OktaClient client, AnswerOrigin origin)
    {
        CheckState(request);
        CheckIssuer(client, origin.Server);
        ThrowIfRefused(origin);
        return new()
        {
            Issuer = client.Issuer,
            RedirectUri = request.RedirectUri,
            ResponseType = request.ResponseType,
            State = request.State,
            Nonce = request.Nonce,
            Scopes = request.Scopes,
            Resources = request.Resources,
            CodeVerifier = request.CodeVerifier,
            ExpectedUserId = request.ExpectedUserId,
            MaxAge = request.MaxAge,
            Code = Wanted(request, ResponseTypes.Code, Parameters.Code),
            IdToken = Wanted(request, ResponseTypes.IdToken, Parameters.IdToken),
            AccessToken = Wanted(request, ResponseTypes.Token, Parameters.AccessToken),
            TokenType = request.Wants(ResponseTypes.Token) ? Optional(Parameters.TokenType) : null,
            GrantedScope = request.Wants(ResponseTypes.Token) ? Optional(Parameters.Scope) : null,
            AccessTokenExpiresAt = request.Wants(ResponseTypes.Token) ? origin.AskedAt + Lifetime() : null,
        };
    }

    void CheckState(AuthorizeRequest request)
    {
        var state = Optional(Parameters.State);
        // Okta may have refused the very state
        var isToThisRequest = state is null ? Optional(Parameters.Error) is not null : TokenRules.AreSame(state, request.State);
        if (!isToThisRequest)
            throw Failed(
                Parameters.State,
                "The answer does not repeat the state of this request.",
                "It answers another request, or somebody replaced it: begin again.");
    }

    void ThrowIfRefused(AnswerOrigin origin)
    {
        if (Optional(Parameters.Error) is not { } error)
            return;

        var advice = Hints.ForOAuth(Stage.Authorize, error, Optional(Parameters.ErrorDescription));
        throw new OAuthException(Stage.Authorize, error, Optional(Parameters.ErrorDescription), advice.Hint)
        {
            Reason = advice.Reason,
            RequestId = origin.RequestId,
        };
    }

    // RFC 9207: Okta sends none; where one is sent, or promised, it tells a mix-up of servers, whose refusal is not to be believed either.
    void CheckIssuer(OktaClient client, AuthorizationServerMetadata server)
    {
        var issuer = Optional(Claims.Issuer);
        if (issuer is null
            ? server.AuthorizationResponseIssParameterSupported && Optional(Parameters.Error) is null
            : !client.Address.IsIssuer(issuer))
            throw Failed(
                Claims.Issuer,
                $"The answer is from {issuer ?? "nobody"}, and {client.Issuer} was asked.",
                "Two authorization servers were mixed up: see which of them the answer came from.",
                client.Issuer,
                issuer);
    }

    string? Wanted(AuthorizeRequest request, string responseType, string parameter)
    {
        if (!request.Wants(responseType))
            return null;

        return Optional(parameter) is { Length: > 0 } value
            ? value
            : throw Failed(
                "presence",
                $"The answer holds no {parameter}, which response_type '{request.ResponseType}' asks for.",
                "See what answers in the org's place.");
    }

    TimeSpan Lifetime() => Optional(Parameters.ExpiresIn) switch
    {
        null =>
            throw Failed(
                "presence", "The answer holds an access token and does not say when it expires.", "See what answers in the org's place."),
        var told when long.TryParse(told, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            && Seconds.IsLifetime(seconds) =>
            TimeSpan.FromSeconds(seconds),
        var told =>
            throw Failed(
                Parameters.ExpiresIn,
                $"The answer says expires_in: {told}, which no lifetime is.",
                "See what answers in the org's place.",
                null,
                told),
    };

    string? Optional(string parameter) => _fields.GetValueOrDefault(parameter);

    static TokenValidationException Failed(string check, string message, string hint, string? expected = null, string? actual = null) =>
        new(Subject, check, message, hint) { Expected = expected, Actual = actual };
}

/// <summary>Whom the answer comes from, and when they were asked.</summary>
sealed record AnswerOrigin(AuthorizationServerMetadata Server, DateTimeOffset AskedAt)
{
    public string? RequestId { get; init; }
}
