using System.Net.Http.Headers;
using System.Text;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Adds what proves the app's identity to a token request; must be safe to call concurrently.</summary>
public delegate ValueTask ClientAuthentication(TokenRequest request, CancellationToken ct);

/// <summary>A token request while it is being built.</summary>
public sealed class TokenRequest(string endpoint, string clientId, DateTimeOffset now)
{
    /// <summary>The token endpoint's URL, which assertions name as their audience.</summary>
    public string Endpoint { get; } = endpoint;

    /// <summary>The app's client id.</summary>
    public string ClientId { get; } = clientId;

    /// <summary>The time to date an assertion with.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The form to be posted; holds secrets.</summary>
    public IDictionary<string, string> Form { get; } = new Dictionary<string, string>();

    /// <summary>The <c>Authorization</c> header to be sent, if any.</summary>
    public AuthenticationHeaderValue? Authorization { get; set; }
}

/// <summary>The ways of client authentication that Okta knows: OpenID Connect Core 1.0 section 9.</summary>
public static class ClientAuth
{
    /// <summary><c>none</c>: the client id alone, for apps that cannot keep a secret; Okta then requires PKCE.</summary>
    public static ClientAuthentication None { get; } = (request, _) =>
    {
        request.Form[Parameters.ClientId] = request.ClientId;
        return ValueTask.CompletedTask;
    };

    /// <summary><c>client_secret_basic</c>: Okta's default for web apps.</summary>
    public static ClientAuthentication SecretBasic(string clientSecret)
    {
        RequireSecret(clientSecret);
        return (request, _) =>
        {
            // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
            var credentials = $"{FormEncode(request.ClientId)}:{FormEncode(clientSecret)}";
            request.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
            return ValueTask.CompletedTask;
        };
    }

    /// <summary><c>client_secret_post</c>: the secret in the form.</summary>
    public static ClientAuthentication SecretPost(string clientSecret)
    {
        RequireSecret(clientSecret);
        return (request, _) =>
        {
            request.Form[Parameters.ClientId] = request.ClientId;
            request.Form[Parameters.ClientSecret] = clientSecret;
            return ValueTask.CompletedTask;
        };
    }

    /// <summary>
    /// <c>client_secret_jwt</c>: an assertion keyed with the secret; <paramref name="algorithm"/> is HS256, HS384 or HS512.
    /// </summary>
    public static ClientAuthentication SecretJwt(string clientSecret, string algorithm = "HS256")
    {
        RequireSecret(clientSecret);
        return Assertion(AssertionKey.FromSecret(clientSecret, algorithm));
    }

    /// <summary>
    /// <c>private_key_jwt</c>: an assertion signed with an RSA or EC key, given as PEM or JWK text; without an algorithm, the key's own,
    /// else RS256 or the curve's.
    /// </summary>
    public static ClientAuthentication PrivateKeyJwt(string pemOrJwk, string? keyId = null, string? algorithm = null) =>
        Assertion(AssertionKey.FromPrivateKey(pemOrJwk, keyId, algorithm));

    static ClientAuthentication Assertion(AssertionKey key) => (request, _) =>
    {
        request.Form[Parameters.ClientId] = request.ClientId;
        request.Form[Parameters.ClientAssertionType] = ClientAuthMethods.JwtBearerAssertion;
        request.Form[Parameters.ClientAssertion] = key.Sign(request);
        return ValueTask.CompletedTask;
    };

    // Form encoding writes a space as "+".
    static string FormEncode(string value) => Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal);

    static void RequireSecret(string clientSecret)
    {
        if (string.IsNullOrEmpty(clientSecret))
            throw new ArgumentException(
                "The client secret is empty. Copy it from the app's General tab, and see that the variable which holds it is set.",
                nameof(clientSecret));
    }
}
