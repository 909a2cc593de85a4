using Postern.Protocol;

namespace Postern.Client;

/// <summary>The token endpoint, <c>POST {as}/v1/token</c>: a grant for tokens.</summary>
static class TokenEndpoint
{
    /// <summary>Nothing of the answer has been validated.</summary>
    public static async Task<TokenSet> AskAsync(
        OktaClient client, FormParameters form, IReadOnlyList<string> requestedScopes, CancellationToken ct)
    {
        var server = await client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var answer = await FormPost.SendProvenAsync(client, Stage.Token, server.TokenEndpoint, form, ct).ConfigureAwait(false);
        return Read(client, answer, requestedScopes);
    }

    static TokenSet Read(OktaClient client, HttpAnswer answer, IReadOnlyList<string> requestedScopes)
    {
        var response = Answer.Read(
            answer, OAuthJson.Default.TokenResponse, "The token endpoint's answer lacks access_token or token_type, or is malformed.");
        Answer.RequireFilled(answer, (Parameters.AccessToken, response.AccessToken));
        CheckType(client, response, answer);

        return new()
        {
            AccessToken = response.AccessToken,
            TokenType = response.TokenType,
            IdToken = Filled(response.IdToken),
            RefreshToken = Filled(response.RefreshToken),
            DeviceSecret = Filled(response.DeviceSecret),
            IssuedTokenType = response.IssuedTokenType,
            // RFC 6749 section 5.1: absent means as asked
            Scopes = response.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? requestedScopes,
            ExpiresAt = ExpiryOf(response, answer),
        };
    }

    static string? Filled(string? token) => string.IsNullOrWhiteSpace(token) ? null : token;

    // RFC 9449 section 5: a server that does not bind ignores the proof, and whoever asked for a bound token must not use a stealable one
    // unawares.
    static void CheckType(OktaClient client, TokenResponse response, HttpAnswer answer)
    {
        if (response.IssuedTokenType is not null && Is(TokenTypes.NotApplicable))
            return;

        var wanted = client.Options.DPoPKey is null ? TokenTypes.Bearer : TokenTypes.Dpop;
        if (!Is(wanted))
            throw Refusal.NotAsExpected(answer, $"The access token is of type '{response.TokenType}', and {wanted} was asked for.");

        bool Is(string type) => response.TokenType.Equals(type, StringComparison.OrdinalIgnoreCase);
    }

    // RFC 6749 section 5.1: expires_in is only recommended; a JWT says it too.
    static DateTimeOffset ExpiryOf(TokenResponse response, HttpAnswer answer)
    {
        if (response.ExpiresIn is { } seconds)
            return answer.SentAt + Seconds.Lifetime(answer, Parameters.ExpiresIn, seconds);

        return Jwt.TryRead(response.AccessToken, Parameters.AccessToken)?.Time(Claims.ExpiresAt)
            ?? throw Refusal.NotAsExpected(answer, "The token endpoint's answer does not say when the access token expires.");
    }
}

/// <summary>RFC 6749 section 5.1; never printed.</summary>
sealed class TokenResponse
{
    public required string AccessToken { get; init; }

    public required string TokenType { get; init; }

    public long? ExpiresIn { get; init; }

    public string? Scope { get; init; }

    public string? RefreshToken { get; init; }

    public string? IdToken { get; init; }

    public string? DeviceSecret { get; init; }

    public string? IssuedTokenType { get; init; }
}
