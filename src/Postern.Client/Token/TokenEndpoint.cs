using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary><c>POST {as}/v1/token</c>: redeems a code.</summary>
static class TokenEndpoint
{
    public static async Task<TokenSet> RedeemAsync(OktaClient client, AuthorizationServerMetadata server, AuthorizeResponse response, CancellationToken ct)
    {
        var request = new TokenRequest(server.TokenEndpoint, client.Options.ClientId, client.Options.Time.GetUtcNow())
        {
            Form =
            {
                [Parameters.GrantType] = GrantTypes.AuthorizationCode,
                [Parameters.Code] = response.Code!,
                [Parameters.RedirectUri] = response.RedirectUri,
            },
        };
        if (response.CodeVerifier is { } verifier)
            request.Form[Parameters.CodeVerifier] = verifier;

        await client.Options.ClientAuthentication(request, ct).ConfigureAwait(false);
        var answer = await client.Http.SendAsync(Stage.Token, () => Post(request), RetryRule.RateLimitOnly, ct).ConfigureAwait(false);
        return answer.Status == 200 ? Read(answer, response.Scopes) : throw Refusal.Read(answer);
    }

    static HttpRequestMessage Post(TokenRequest request) => new(HttpMethod.Post, request.Endpoint)
    {
        Content = new FormUrlEncodedContent(request.Form),
        Headers = { Accept = { new("application/json") }, Authorization = request.Authorization },
    };

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
