namespace Postern.Client;

/// <summary>
/// Who is to be asked on another device, and what for: OpenID Connect CIBA Core 1.0 section 7.1. Exactly one of the three hints names the
/// user.
/// </summary>
public sealed record BackchannelRequest
{
    /// <summary>Such as the user's login.</summary>
    public string? LoginHint { get; init; }

    /// <summary>Secret: a token that names the user.</summary>
    public string? LoginHintToken { get; init; }

    /// <summary>Secret: an ID token of the user's.</summary>
    public string? IdTokenHint { get; init; }

    /// <summary>What both devices show, so that the person knows what is being agreed to.</summary>
    public string? BindingMessage { get; init; }

    /// <summary>Secret: a code that only the user knows, where the server wants one.</summary>
    public string? UserCode { get; init; }

    /// <summary>How long the person may take; null leaves it to the server.</summary>
    public TimeSpan? RequestedExpiry { get; init; }

    /// <summary>Null takes <see cref="OktaClientOptions.Scopes"/>; <c>openid</c> must be among them.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>As absolute URIs: RFC 8707.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>More parameters, such as <c>acr_values</c>; none that has a property here.</summary>
    public IReadOnlyDictionary<string, string> ExtraParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What is no secret.</summary>
    public override string ToString() => $"BackchannelRequest {{ LoginHint = {LoginHint}, BindingMessage = {BindingMessage} }}";
}

/// <summary>A request that the person is looking at: OpenID Connect CIBA Core 1.0 section 7.3.</summary>
public sealed record BackchannelAuthentication
{
    /// <summary>Secret: what the token endpoint is asked with.</summary>
    public required string AuthReqId { get; init; }

    /// <summary>By our clock; after it nobody can decide any more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long to wait before each question. 5 s where the server names none.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The scopes asked for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The id as a fingerprint.</summary>
    public override string ToString() =>
        $"BackchannelAuthentication {{ AuthReqId = {Fingerprint.Of(AuthReqId)}, ExpiresAt = {ExpiresAt:O} }}";
}
