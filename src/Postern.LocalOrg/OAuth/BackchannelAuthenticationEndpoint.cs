using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// <c>{as}/v1/bc/authorize</c>: asks a user on their phone, which here is the outbox (OpenID Connect CIBA section 7, direct-auth.md 7).
/// </summary>
sealed class BackchannelAuthenticationEndpoint(
    ClientRequests requests,
    RequestObjects objects,
    BackchannelUsers users,
    OrgStore store,
    FactorStore factorStore,
    InteractionStore interactionStore,
    Outbox outbox)
{
    const int LongestLifetimeSeconds = 300; // direct-auth.md 7
    const int LongestMessage = 200; // UNCONFIRMED: CIBA section 7.1 wants it short

    public async Task HandleAsync(HttpContext context)
    {
        await store.InOneWorkAsync(work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);
    }

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        var request = await requests.ReadAsync(context, Paths.BackchannelAuthorize, work);
        if (request.Client.TokenEndpointAuthMethod is ClientAuthMethods.None)
            throw OAuthError.ConfidentialClientRequired();
        request.CheckMayUse(GrantTypes.Ciba);

        var parameters = await ReadAsync(request, ct);
        AskedScopes scopes = new(
            RequestedScopes.Read(request.Server, parameters[Parameters.Scope]), AreDefaults: parameters[Parameters.Scope] is null);
        RequestedScopes.CheckNotShared(scopes.Names);
        RequestedScopes.CheckOpenId(scopes.Names, wantsIdToken: true);
        var lifetime = ReadLifetime(parameters);
        var message = ReadMessage(parameters);
        var user = await users.FindAsync(request, parameters, ct);

        var authReqId = Ask(request, user, scopes, lifetime, message);
        work.Answer(() => context.Response.WriteJsonAsync(
            new() { AuthReqId = authReqId, ExpiresIn = lifetime, Interval = Polling.IntervalSeconds },
            OAuthJson.Wire.BackchannelAuthenticationBody));
    }

    /// <summary>
    /// What a signed request says wins, as at the authorization endpoint. UNCONFIRMED (direct-auth.md 7): Okta has a signing algorithm of
    /// its own for these.
    /// </summary>
    async Task<AuthorizeParameters> ReadAsync(ClientRequest request, CancellationToken ct)
    {
        var parameters = AuthorizeParameters.From(request.Form);
        if (parameters[Parameters.Request] is not { } signed)
            return parameters;

        return request.Client.RequestObjectSigningAlgorithm is null
            ? throw new OAuthError(OAuthErrors.RequestNotSupported, "The authorize request object is not supported by this client.")
            : parameters.Overruled(await objects.OpenAsync(signed, request.Client, request.Server, request.Work, ct));
    }

    /// <summary>
    /// CIBA calls it <c>requested_expiry</c>, as Okta's error does; Okta's guide calls it <c>request_expiry</c>. Either is taken; what is
    /// longer than Okta allows is cut.
    /// </summary>
    static int ReadLifetime(AuthorizeParameters parameters)
    {
        if ((parameters[Parameters.RequestedExpiry] ?? parameters["request_expiry"]) is not { } text)
            return LongestLifetimeSeconds;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? Math.Min(seconds, LongestLifetimeSeconds)
            : throw OAuthError.InvalidRequest("Invalid value for 'requested_expiry' parameter. It should be within range 0 - 2^31-1.");
    }

    static string? ReadMessage(AuthorizeParameters parameters) =>
        parameters[Parameters.BindingMessage] is { } message && (message.Length > LongestMessage || message.Any(char.IsControl))
            // UNCONFIRMED: the text
            ? throw new OAuthError(
                OAuthErrors.InvalidBindingMessage, $"The 'binding_message' must be at most {LongestMessage} printable characters.")
            : parameters[Parameters.BindingMessage];

    string Ask(ClientRequest request, User user, AskedScopes scopes, int lifetime, string? message)
    {
        var expiresAt = store.Time.GetUtcNow().AddSeconds(lifetime);
        var text = $"{request.Client.Name} asks you to sign in.{(message is null ? "" : $" Binding message: {message}")}";
        var pushId = outbox.Send(request.Work, "push", $"{user.FirstName}'s phone", user.Login, text, code: null);
        factorStore.AddPush(request.Work, pushId, correctAnswer: null, expiresAt);
        var authReqId = "ft" + Secrets.New();
        interactionStore.AddPolledGrant(
            request.Work, GrantTypes.Ciba, authReqId, userCode: null,
            new()
            {
                AuthorizationServerId = request.Server.Id,
                ClientId = request.Client.ClientId,
                Scopes = scopes.Names,
                HasDefaultScopes = scopes.AreDefaults,
                EndsAt = expiresAt.ToUnixTimeSeconds(),
                PushId = pushId,
                UserId = user.Id,
                Methods = ["swk"], // direct-auth.md 12: of a push to a custom app
            });
        return authReqId;
    }
}

/// <summary>CIBA section 7.3.</summary>
sealed record BackchannelAuthenticationBody
{
    public required string AuthReqId { get; init; }
    public required int ExpiresIn { get; init; }
    public required int Interval { get; init; }

    public override string ToString() => $"Backchannel authentication request, good for {ExpiresIn} s";
}
