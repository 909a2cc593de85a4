using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>What the grants that a client polls for have in common: RFC 8628 section 3.5, CIBA section 11.</summary>
sealed class Polling(OrgStore store, FactorStore factorStore, InteractionStore interactionStore, OrgDirectory directory)
{
    public const int IntervalSeconds = 5; // oidc.md 16

    /// <summary>What was granted, once. Whoever polls too soon is told so, but never instead of the user's decision.</summary>
    public async Task<Granted> RedeemAsync(ClientRequest request, string grantType, string code, PollingTexts texts, CancellationToken ct)
    {
        var polled = await interactionStore.PollGrantAsync(grantType, code, IntervalSeconds, ct)
            ?? throw OAuthError.InvalidGrant(texts.Unknown);
        if (polled.ClientId != request.Client.ClientId)
            throw OAuthError.InvalidGrant(
                "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.");
        if (polled.AuthorizationServerId != request.Server.Id)
            throw OAuthError.InvalidRequest("The grant was issued for another authorization server.");

        request.CheckSameResource();
        await CheckDecisionAsync(polled, texts, ct);
        interactionStore.SpendPolledGrant(request.Work, grantType, code);
        return await GrantAsync(request, grantType, polled, ct);
    }

    async Task CheckDecisionAsync(PolledGrant polled, PollingTexts texts, CancellationToken ct)
    {
        if (polled.EndsAt <= store.Time.GetUtcNow().ToUnixTimeSeconds())
            throw new OAuthError(OAuthErrors.ExpiredToken, texts.Expired);

        var decision = polled.PushId is { } pushId ? await factorStore.PushDecisionAsync(pushId, ct) : null;
        if (polled.Status is PolledStatus.Denied || decision is FactorResults.Rejected)
            throw Consents.Denied();
        if (polled.Status is PolledStatus.Approved || decision is FactorResults.Success)
            return;

        throw polled.IsTooSoon
            ? new OAuthError(OAuthErrors.SlowDown, "Slow down the polling frequency. Please try again later.")
            : new OAuthError(OAuthErrors.AuthorizationPending, texts.Pending);
    }

    async Task<Granted> GrantAsync(ClientRequest request, string grantType, PolledGrant redeemed, CancellationToken ct)
    {
        var user = await directory.FindActiveUserAsync(redeemed.UserId!, ct) ?? throw OAuthError.InvalidUserStatus();
        var permission = AccessPolicies.Evaluate(
            request.Server, redeemed.ClientId, user, [grantType], new(redeemed.Scopes, redeemed.HasDefaultScopes));
        TokenGrant grant = new()
        {
            Server = request.Server,
            ClientId = redeemed.ClientId,
            User = user,
            Scopes = permission.Scopes,
            GrantType = grantType,
            Lifetimes = permission.Lifetimes,
            // A push proves the user just now; a page knows since when it knew them.
            AuthenticatedAt = redeemed.PushId is null ? redeemed.AuthenticatedAt : store.Time.GetUtcNow().ToUnixTimeSeconds(),
            Methods = redeemed.Methods,
        };
        return Granted.OfSignIn(grant, request.Client);
    }
}

/// <summary>What a poll is told.</summary>
sealed record PollingTexts(string Pending, string Expired, string Unknown);
