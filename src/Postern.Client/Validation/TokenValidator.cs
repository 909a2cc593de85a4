using Postern.Protocol;

namespace Postern.Client;

/// <summary>Applies the rules to what was received; the first that fails is thrown, and nothing is handed out.</summary>
sealed class TokenValidator(OktaClient client)
{
    public async Task<Jwt> ValidateIdTokenAsync(string idToken, TokenExpectations expected, CancellationToken ct)
    {
        var token = Jwt.Read(idToken, Parameters.IdToken);
        await ApplyAsync(
            new TokenRules(client, token, expected with { ClientId = client.Options.ClientId, IsFresh = true }).IdToken,
            ct).ConfigureAwait(false);
        return token;
    }

    public async Task ValidateAccessTokenAsync(string accessToken, TokenExpectations expected, CancellationToken ct)
    {
        if (client.Address.IsOrgServer)
        {
            // Okta: its structure may change and its key is not published. Where it can be read and names a key, that must be ours.
            if (expected.KeyThumbprint is not null && Jwt.TryRead(accessToken, Parameters.AccessToken) is { KeyThumbprint: not null } bound)
                _ = new TokenRules(client, bound, expected).CheckBinding();
            return;
        }

        var token = Jwt.Read(accessToken, Parameters.AccessToken);
        await ApplyAsync(
            new TokenRules(client, token, expected with { ClientId = client.Options.ClientId, IsOktas = true, IsFresh = true }).AccessToken,
            ct).ConfigureAwait(false);
    }

    public async Task<Jwt> ValidateUserInfoAsync(string userInfo, CancellationToken ct)
    {
        var token = Jwt.Read(userInfo, "userinfo");
        await ApplyAsync(
            new TokenRules(client, token, new() { ClientId = client.Options.ClientId, IsFresh = true }).UserInfo, ct).ConfigureAwait(false);
        return token;
    }

    static async Task ApplyAsync(IReadOnlyList<TokenRule> rules, CancellationToken ct)
    {
        foreach (var rule in rules)
            _ = await rule.ApplyAsync(ct).ConfigureAwait(false);
    }
}
