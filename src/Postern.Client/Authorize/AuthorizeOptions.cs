using Postern.Protocol;

namespace Postern.Client;

/// <summary>What one authorization request asks for; the defaults suit a code with PKCE.</summary>
public sealed record AuthorizeOptions
{
    /// <summary>Any combination of <c>code</c>, <c>id_token</c> and <c>token</c>, separated by spaces. Default <c>code</c>.</summary>
    public string ResponseType { get; init; } = ResponseTypes.Code;

    /// <summary>Null chooses: <c>query</c> for a code alone, <c>form_post</c> where tokens come back, to keep them out of a URL.</summary>
    public string? ResponseMode { get; init; }

    /// <summary>Default <c>none</c>: Okta answers with an error where it would show a page. Null sends none.</summary>
    public string? Prompt { get; init; } = Prompts.None;

    /// <summary>
    /// How long ago the user may have signed in, in whole seconds; the ID token's <c>auth_time</c> is held to it. Null asks for nothing.
    /// </summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether a code is bound to this client by PKCE with S256. Default true.</summary>
    public bool UsePkce { get; init; } = true;

    /// <summary>
    /// Whether the request is deposited at the server first, so that the URL says nothing: RFC 9126. Default false; done in any case where
    /// the server's metadata demands it.
    /// </summary>
    public bool UsePushedRequest { get; init; }

    /// <summary>Null takes <see cref="OktaClientOptions.Scopes"/>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>
    /// The APIs that the access token is for, as absolute URIs: RFC 8707. Named again where the code is redeemed. Okta has audiences
    /// instead.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The <c>sub</c> that the ID token must have: a live session cookie can make Okta answer for somebody else.</summary>
    public string? ExpectedUserId { get; init; }

    /// <summary>More parameters, such as <c>login_hint</c>; none that the client sets itself.</summary>
    public IReadOnlyDictionary<string, string> ExtraParameters { get; init; } = new Dictionary<string, string>();
}
