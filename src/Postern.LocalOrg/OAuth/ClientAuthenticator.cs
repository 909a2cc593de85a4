using System.Diagnostics.CodeAnalysis;
using System.Text;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Finds out which client is calling, and whether it really is: oidc.md 8.</summary>
sealed class ClientAuthenticator(OrgDirectory directory, ClientAssertionValidator assertions)
{
    /// <summary>What is said of a client that there is not.</summary>
    public const string Unknown = "Invalid value for 'client_id' parameter.";

    const string Failed = "Client authentication failed. Either the client or the client credentials are invalid.";

    public async Task<App> AuthenticateAsync(ClientForm form, Work work, CancellationToken ct)
    {
        var isBasic = form.Authorization is not null;
        var isPost = form[Parameters.ClientSecret] is not null;
        var isAssertion = form[Parameters.ClientAssertion] is not null || form[Parameters.ClientAssertionType] is not null;
        if ((isBasic ? 1 : 0) + (isPost ? 1 : 0) + (isAssertion ? 1 : 0) > 1)
            throw new OAuthError(OAuthErrors.InvalidRequest,
                "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, " +
                "credentials in the post body, or a client_assertion in the post body.",
                401);

        if (isAssertion)
            return await assertions.ValidateAsync(form, work, ct);

        var (clientId, secret) = isBasic ? ReadBasic(form) : (form[Parameters.ClientId], form[Parameters.ClientSecret]);
        if (clientId is null)
            throw OAuthError.InvalidClient("No client credentials found.");

        var client = await directory.FindAppAsync(clientId, ct);
        if (client is not null)
            form.Http.NoteClient(client.ClientId);
        if (isBasic && secret is null && client?.TokenEndpointAuthMethod is not ClientAuthMethods.None)
            throw NoCredentials();

        CheckSecret(client ?? throw OAuthError.InvalidClient(Unknown), secret);
        return client;
    }

    // UNCONFIRMED (oidc.md 8): apps configured for one of basic and post are widely reported to accept the other.
    static void CheckSecret(App client, string? secret)
    {
        if (client.TokenEndpointAuthMethod is ClientAuthMethods.None)
        {
            if (secret is not null)
                throw OAuthError.InvalidClient(Failed);
            return;
        }

        if (client.TokenEndpointAuthMethod is not (ClientAuthMethods.ClientSecretBasic or ClientAuthMethods.ClientSecretPost)
            || secret is null)
            throw OAuthError.InvalidClient(Failed);
        if (!client.HasSecret(secret))
            throw OAuthError.InvalidClient("The client secret supplied for a confidential client is invalid.");
    }

    static (string? ClientId, string? Secret) ReadBasic(ClientForm form)
    {
        if (!TryDecodeBasic(form.Authorization!, out var decoded) || decoded.StartsWith(':'))
            throw NoCredentials();

        // RFC 6749 section 2.3.1: both are form-encoded before they are joined. Of a public client okta-auth-js sends the id alone, without
        // a colon.
        var parts = decoded.Split(':', 2);
        var clientId = Decode(parts[0]);
        var secret = parts is [_, { Length: > 0 } given] ? Decode(given) : null;
        return form[Parameters.ClientId] is { } inBody && inBody != clientId ? throw OAuthError.InvalidClient(Failed) : (clientId, secret);
    }

    static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    static OAuthError NoCredentials() => OAuthError.InvalidClient("Found Authentication header but was not valid client credentials.");

    static bool TryDecodeBasic(string header, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return false;

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length))
            return false;

        decoded = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }
}
