using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary><c>GET {as}/v1/userinfo</c>: OpenID Connect Core 1.0 section 5.3.</summary>
static class UserInfoEndpoint
{
    const string SignedType = "application/jwt";

    public static async Task<UserInfo> AskAsync(
        OktaClient client, string accessToken, DPoPKey? key, string? expectedSubject, CancellationToken ct)
    {
        var server = await client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var endpoint = Discovery.Require(server, server.UserInfoEndpoint, "userinfo_endpoint");
        var answer = await (key is not null
            ? DPoPSender.SendAsync(
                client, key, _ => new(Request(endpoint, TokenTypes.Dpop, accessToken)), Stage.UserInfo, RetryRule.Reads, ct)
            : client.Http.SendAsync(
                Stage.UserInfo, () => Request(endpoint, TokenTypes.Bearer, accessToken), RetryRule.Reads, ct)).ConfigureAwait(false);
        var user = await ReadAsync(client, answer, ct).ConfigureAwait(false);

        // Section 5.3.2: an answer about another user must not be used.
        if (expectedSubject is not null && user.Subject != expectedSubject)
            throw new TokenValidationException(
                "userinfo",
                Claims.Subject,
                $"The userinfo endpoint tells of the user {user.Subject}, and the ID token is {expectedSubject}'s.",
                "Use the access token that came with the ID token.")
            {
                Expected = expectedSubject,
                Actual = user.Subject,
            };

        return user;
    }

    // Which of the two comes is the app's registration (userinfo_signed_response_alg), not this header.
    static HttpRequestMessage Request(string endpoint, string scheme, string accessToken) => new(HttpMethod.Get, endpoint)
    {
        Headers = { Accept = { new("application/json"), new(SignedType, 0.9) }, Authorization = new(scheme, accessToken) },
    };

    static async Task<UserInfo> ReadAsync(OktaClient client, HttpAnswer answer, CancellationToken ct)
    {
        if (answer is { Status: 200, MediaType: SignedType })
        {
            var signed = await client.Tokens.ValidateUserInfoAsync(answer.Body, ct).ConfigureAwait(false);
            return new() { Subject = signed.String(Claims.Subject)!, Claims = signed.Claims };
        }

        var user = Answer.Read(answer, OAuthJson.Default.UserInfoResponse, "The userinfo endpoint's answer lacks sub, or is malformed.");
        return new() { Subject = user.Subject, Claims = JsonElement.Parse(answer.Body) };
    }
}
