namespace Postern.Client;

/// <summary>What a token request asks for besides its grant.</summary>
public sealed record GrantOptions
{
    /// <summary>Null takes the flow's own default.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The APIs that the access token is for, as absolute URIs: RFC 8707. Okta has audiences instead. Default: none.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>More parameters, such as <c>acr_values</c>; none that the client sets itself.</summary>
    public IReadOnlyDictionary<string, string> ExtraParameters { get; init; } = new Dictionary<string, string>();
}
