using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>One authorization request, with the random values that its answer and tokens are checked against; holds secrets.</summary>
sealed class AuthorizeRequest
{
    static readonly string[] KnownResponseTypes = [ResponseTypes.Code, ResponseTypes.IdToken, ResponseTypes.Token];

    readonly AuthorizeOptions _options;

    /// <summary>Throws <see cref="ArgumentException"/> for what Okta could only refuse, before anything is spent on it.</summary>
    public AuthorizeRequest(OktaClientOptions client, AuthorizeOptions options)
    {
        _options = options;
        ClientId = client.ClientId;
        RedirectUri = RequiredRedirectUri(client.RedirectUri);
        Scopes = options.Scopes ?? client.Scopes;
        Wanted = WordsOf(options.ResponseType);
        CodeVerifier = options.UsePkce && Wants(ResponseTypes.Code) ? RandomValue() : null;
    }

    public string ClientId { get; }

    public string RedirectUri { get; }

    public IReadOnlyList<string> Scopes { get; }

    public IReadOnlyList<string> Wanted { get; }

    public string State { get; } = RandomValue();

    public string Nonce { get; } = RandomValue();

    public string? CodeVerifier { get; }

    public string ResponseType => string.Join(' ', Wanted);

    public string? ExpectedUserId => _options.ExpectedUserId;

    public bool Wants(string responseType) => Wanted.Contains(responseType);

    public string UrlAt(string endpoint, string sessionToken)
    {
        var url = new StringBuilder(endpoint).Append(endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?');
        foreach (var (name, value) in WithExtras(Parameters(sessionToken)))
            _ = url.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        return url.ToString(0, url.Length - 1);
    }

    Dictionary<string, string> Parameters(string sessionToken)
    {
        var parameters = new Dictionary<string, string>
        {
            [Protocol.Parameters.ClientId] = ClientId,
            [Protocol.Parameters.ResponseType] = ResponseType,
            [Protocol.Parameters.ResponseMode] = _options.ResponseMode ?? (Wanted is [ResponseTypes.Code] ? ResponseModes.Query : ResponseModes.FormPost),
            [Protocol.Parameters.Scope] = string.Join(' ', Scopes),
            [Protocol.Parameters.RedirectUri] = RedirectUri,
            [Protocol.Parameters.State] = State,
            [Protocol.Parameters.Nonce] = Nonce,
            [Protocol.Parameters.SessionToken] = sessionToken,
        };
        if (_options.Prompt is { } prompt)
            parameters[Protocol.Parameters.Prompt] = prompt;
        if (CodeVerifier is { } verifier)
        {
            parameters[Protocol.Parameters.CodeChallenge] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
            parameters[Protocol.Parameters.CodeChallengeMethod] = CodeChallengeMethods.S256;
        }

        return parameters;
    }

    Dictionary<string, string> WithExtras(Dictionary<string, string> parameters)
    {
        foreach (var (name, value) in _options.ExtraParameters)
        {
            if (!parameters.TryAdd(name, value))
                throw new ArgumentException($"The parameter '{name}' is set by the client itself. Use the option of that name, and leave it out of the extra parameters.");
        }

        return parameters;
    }

    // On Unix a path alone passes for an absolute file: URI.
    static string RequiredRedirectUri(string? redirectUri) => Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && uri is { IsFile: false, Fragment: "" }
        ? redirectUri!
        : throw new ArgumentException("No redirect URI is set, or it is not absolute, or it has a fragment. Copy one of the app's sign-in redirect URIs, byte for byte.");

    static string[] WordsOf(string responseType)
    {
        var words = responseType.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length > 0 && words.All(KnownResponseTypes.Contains) && words.Distinct().Count() == words.Length
            ? words
            : throw new ArgumentException($"The response type '{responseType}' is not one. Combine code, id_token and token, separated by spaces.");
    }

    // 32 bytes give 43 characters, of an alphabet that state, nonce and verifier all allow: RFC 7636 section 4.1.
    static string RandomValue() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
