using Postern.Protocol;

namespace Postern.Client;

/// <summary>What every grant has in common: sent to the token endpoint, and validated before anything is handed out.</summary>
static class Grant
{
    /// <summary>Adds scopes, resources and extras to the grant's own parameters, in this order.</summary>
    public static FormParameters With(FormParameters form, GrantOptions options, IReadOnlyList<string> scopes)
    {
        _ = form.AddScopes(scopes);
        form.Add(Parameters.Resource, options.Resources);
        return form.AddExtras(options.ExtraParameters);
    }

    public static async Task<TokenSet> RedeemAsync(
        OktaClient client, FormParameters form, IReadOnlyList<string> scopes, TokenExpectations expected, CancellationToken ct)
    {
        var tokens = await TokenEndpoint.AskAsync(client, form, scopes, ct).ConfigureAwait(false);
        await ValidateAsync(client, tokens, expected, ct).ConfigureAwait(false);
        return tokens;
    }

    /// <summary>Of a grant that says who signed in: where openid was asked for, an ID token must tell, and is held to the rules.</summary>
    public static async Task<TokenSet> RedeemSignInAsync(
        OktaClient client, FormParameters form, IReadOnlyList<string> scopes, TokenExpectations expected, CancellationToken ct)
    {
        var tokens = await RedeemAsync(client, form, scopes, expected, ct).ConfigureAwait(false);
        RequireIdToken(tokens, scopes);
        return tokens;
    }

    public static void RequireIdToken(TokenSet tokens, IReadOnlyList<string> scopes)
    {
        if (tokens.IdToken is null && scopes.Contains(Scopes.OpenId))
            throw new TokenValidationException(
                Parameters.IdToken,
                "presence",
                "The scope openid was asked for, and the token endpoint gave no ID token.",
                "See whether the authorization server grants openid to this app and user.");
    }

    static async Task ValidateAsync(OktaClient client, TokenSet tokens, TokenExpectations expected, CancellationToken ct)
    {
        if (!tokens.HoldsAccessToken)
            return; // RFC 8693 section 2.2.1: some other token, meant for whoever it is to be shown to

        var idToken = tokens.IdToken is { } id
            ? await client.Tokens.ValidateIdTokenAsync(id, expected with { AccessToken = tokens.AccessToken }, ct).ConfigureAwait(false)
            : null;
        await client.Tokens.ValidateAccessTokenAsync(
            tokens.AccessToken!,
            new() { UserId = idToken?.String(Claims.Subject) ?? expected.UserId, KeyThumbprint = client.Options.DPoPKey?.Thumbprint },
            ct).ConfigureAwait(false);
    }
}
