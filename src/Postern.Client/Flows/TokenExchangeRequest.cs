using Postern.Protocol;

namespace Postern.Client;

/// <summary>Which token is to become which: RFC 8693 section 2.1.</summary>
public sealed record TokenExchangeRequest
{
    /// <summary>Secret: the token of the one on whose behalf the new token is.</summary>
    public required string SubjectToken { get; init; }

    /// <summary>Default <c>urn:ietf:params:oauth:token-type:access_token</c>.</summary>
    public string SubjectTokenType { get; init; } = TokenTypes.AccessTokenUrn;

    /// <summary>Secret: the token of the one who acts; Okta's device secret for native single sign-on. Default: none.</summary>
    public string? ActorToken { get; init; }

    /// <summary>Needed beside an <see cref="ActorToken"/>, and only there.</summary>
    public string? ActorTokenType { get; init; }

    /// <summary>Null lets the server choose, which is an access token.</summary>
    public string? RequestedTokenType { get; init; }

    /// <summary>The names of the services that the new token is for; Okta wants the target authorization server's audience.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Null sends none.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>As absolute URIs: RFC 8707.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>More parameters; none that has a property here.</summary>
    public IReadOnlyDictionary<string, string> ExtraParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The tokens as fingerprints.</summary>
    public override string ToString() =>
        $"TokenExchangeRequest {{ SubjectToken = {Fingerprint.Of(SubjectToken)}, ActorToken = {Fingerprint.OfOptional(ActorToken)}, " +
        $"Audiences = {string.Join(' ', Audiences)} }}";
}
