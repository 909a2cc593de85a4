using System.Buffers.Text;
using System.Globalization;
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
        KeyThumbprint = Wants(ResponseTypes.Code) ? client.DPoPKey?.Thumbprint : null;
    }

    public string ClientId { get; }

    public string RedirectUri { get; }

    public IReadOnlyList<string> Scopes { get; }

    public IReadOnlyList<string> Wanted { get; }

    public string State { get; } = RandomValue();

    public string Nonce { get; } = RandomValue();

    public string? CodeVerifier { get; }

    /// <summary>The DPoP key that the code is bound to: RFC 9449 section 10. Tokens of the front channel are bound to none.</summary>
    public string? KeyThumbprint { get; }

    public string ResponseType => string.Join(' ', Wanted);

    public string? ExpectedUserId => _options.ExpectedUserId;

    public TimeSpan? MaxAge => _options.MaxAge;

    public IReadOnlyList<string> Resources => _options.Resources;

    /// <summary>Secret; null where a browser brings its own session.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Secret: of a session that stands in a session token's place; empty where there is none.</summary>
    public string Cookies { get; init; } = "";

    public bool Wants(string responseType) => Wanted.Contains(responseType);

    /// <summary>Whether to deposit the request first: RFC 9126.</summary>
    public bool IsPushed(AuthorizationServerMetadata server) => _options.UsePushedRequest || server.RequirePushedAuthorizationRequests;

    public FormParameters ToParameters()
    {
        var parameters = new FormParameters
        {
            { Parameters.ClientId, ClientId },
            { Parameters.ResponseType, ResponseType },
            { Parameters.ResponseMode, _options.ResponseMode ?? DefaultMode },
            { Parameters.Scope, string.Join(' ', Scopes) },
            { Parameters.RedirectUri, RedirectUri },
            { Parameters.State, State },
            { Parameters.Nonce, Nonce },
            { Parameters.SessionToken, SessionToken },
            { Parameters.Prompt, _options.Prompt },
            { Parameters.MaxAge, MaxAge?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) },
            { Parameters.CodeChallenge, CodeVerifier is { } verifier ? ChallengeOf(verifier) : null },
            { Parameters.CodeChallengeMethod, CodeVerifier is null ? null : CodeChallengeMethods.S256 },

            // UNCONFIRMED (oidc.md 17): whether Okta looks at it. A server that does not know it ignores it: RFC 6749 section 3.1.
            { Parameters.DpopJkt, KeyThumbprint },
            { Parameters.Resource, Resources },
        };
        return parameters.AddExtras(_options.ExtraParameters);
    }

    // Tokens stay out of a URL.
    string DefaultMode => Wanted is [ResponseTypes.Code] ? ResponseModes.Query : ResponseModes.FormPost;

    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    // On Unix a path alone passes for an absolute file: URI.
    public static string RequiredRedirectUri(string? redirectUri) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && uri is { IsFile: false, Fragment: "" }
        ? redirectUri!
        : throw new ArgumentException(
            "No redirect URI is set, or it is not absolute, or it has a fragment. Copy one of the app's sign-in redirect URIs, byte for " +
            "byte.");

    static string[] WordsOf(string responseType)
    {
        var words = responseType.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length > 0 && words.All(KnownResponseTypes.Contains) && words.Distinct().Count() == words.Length
            ? words
            : throw new ArgumentException(
                $"The response type '{responseType}' is not one. Combine code, id_token and token, separated by spaces.");
    }

    // 32 bytes give 43 characters, of an alphabet that state, nonce and verifier all allow: RFC 7636 section 4.1.
    public static string RandomValue() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
