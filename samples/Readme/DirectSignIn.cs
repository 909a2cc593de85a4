using Postern.Client;

namespace Samples;

/// <summary>Direct authentication, as the page on the client shows it; docs/client.md quotes the lines of the methods.</summary>
static class DirectSignIn
{
    public static async Task<string?> AccessTokenAsync(OktaClient okta, string password, string seed)
    {
        var answers = new AuthnAnswers { Totp = Totp.FromSecret(seed) };
        var tokens = await okta.DirectAuthenticationFlow.GetTokensAsync("max@example.com", password, answers);
        return tokens.AccessToken;
    }

    public static async Task<DirectAuthentication> ByPushAsync(OktaClient okta, string password)
    {
        var state = await okta.DirectAuthenticationFlow.BeginAsync("max@example.com", password);
        if (state is DirectAuthentication.MfaRequired required)
            state = await (await required.ChallengeAsync(OobChannel.Push)).WaitAsync();
        return state;
    }
}
