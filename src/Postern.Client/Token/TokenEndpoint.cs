using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>The token endpoint, <c>POST {as}/v1/token</c>: a grant for tokens.</summary>
static class TokenEndpoint
{
    public static Task<TokenSet> RedeemAsync(OktaClient client, AuthorizeResponse response, CancellationToken ct)
    {
        var form = new FormParameters
        {
            { Parameters.GrantType, GrantTypes.AuthorizationCode },
            { Parameters.Code, response.Code },
            { Parameters.RedirectUri, response.RedirectUri },
            { Parameters.CodeVerifier, response.CodeVerifier },
        };
        return AskAsync(client, form, response.Scopes, ct);
    }

    /// <summary>Nothing of the answer has been validated.</summary>
    public static async Task<TokenSet> AskAsync(OktaClient client, FormParameters form, IReadOnlyList<string> requestedScopes, CancellationToken ct)
    {
        var server = await client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var answer = await FormPost.SendAsync(client, Stage.Token, server.TokenEndpoint, form, RetryRule.RateLimitOnly, ct).ConfigureAwait(false);
        return answer.Status == 200 ? Read(answer, requestedScopes) : throw Refusal.Read(answer);
    }

    static TokenSet Read(HttpAnswer answer, IReadOnlyList<string> requestedScopes)
    {
        var response = Parse(answer);
        if (!response.TokenType.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            throw Refusal.NotAsExpected(answer, $"The access token is of type '{response.TokenType}', and this client uses Bearer alone.");

        return new()
        {
            AccessToken = response.AccessToken,
            TokenType = response.TokenType,
            IdToken = response.IdToken,
            RefreshToken = response.RefreshToken,
            Scopes = response.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? requestedScopes, // RFC 6749 section 5.1: absent means as asked
            ExpiresAt = answer.SentAt.AddSeconds(response.ExpiresIn),
        };
    }

    static TokenResponse Parse(HttpAnswer answer)
    {
        try
        {
            return answer.IsJson && JsonSerializer.Deserialize(answer.Body, OAuthJson.Default.TokenResponse) is { } response ? response : throw Refusal.Read(answer);
        }
        catch (JsonException)
        {
            throw Refusal.NotAsExpected(answer, "The token endpoint's answer lacks access_token, token_type or expires_in, or is malformed.");
        }
    }
}

/// <summary>RFC 6749 section 5.1; never printed.</summary>
sealed class TokenResponse
{
    public required string AccessToken { get; init; }

    public required string TokenType { get; init; }

    public required int ExpiresIn { get; init; }

    public string? Scope { get; init; }

    public string? RefreshToken { get; init; }

    public string? IdToken { get; init; }
}
