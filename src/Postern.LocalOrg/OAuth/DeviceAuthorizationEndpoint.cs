using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// <c>{as}/v1/device/authorize</c>: gives a device a code to poll with, and its user one to type (RFC 8628 section 3, oidc.md 16).
/// </summary>
sealed class DeviceAuthorizationEndpoint(ClientRequests requests, OrgStore store, InteractionStore interactionStore, OrgUrls urls)
{
    /// <summary>That a client may have shown at one time, and nobody has typed yet. UNCONFIRMED (oidc.md 22): how many.</summary>
    const int MostUserCodes = 1000;

    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600); // oidc.md 21

    public async Task HandleAsync(HttpContext context)
    {
        await store.InOneWorkAsync(work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);
    }

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        var request = await requests.ReadAsync(context, Paths.DeviceAuthorize, work);
        request.CheckMayUse(GrantTypes.DeviceCode);
        var scopes = request.ReadScopes();
        RequestedScopes.CheckOpenId(scopes, wantsIdToken: false);

        // Counted and not reserved: requests that come at once may take the client a few above.
        if (await interactionStore.AwaitsAsync(MostUserCodes, request.Client.ClientId, ct))
            throw new OAuthError(
                OAuthErrors.TooManyUserCodes,
                "Too many user codes generated. Please try again later.",
                StatusCodes.Status429TooManyRequests);

        var (deviceCode, userCode) = Keep(request, scopes);
        DeviceAuthorizationBody body = new()
        {
            DeviceCode = deviceCode, UserCode = userCode, VerificationUri = urls.Public + Paths.Activate,
            VerificationUriComplete = $"{urls.Public}{Paths.Activate}?user_code={userCode}",
            ExpiresIn = (int)Lifetime.TotalSeconds,
            Interval = Polling.IntervalSeconds,
        };
        work.Answer(() => context.Response.WriteJsonAsync(body, OAuthJson.Wire.DeviceAuthorizationBody));
    }

    (string DeviceCode, string UserCode) Keep(ClientRequest request, string[] scopes)
    {
        var deviceCode = NewDeviceCode();
        PolledGrant grant = new()
        {
            AuthorizationServerId = request.Server.Id,
            ClientId = request.Client.ClientId,
            Scopes = scopes,
            HasDefaultScopes = request.NamesNoScopes,
            EndsAt = (store.Time.GetUtcNow() + Lifetime).ToUnixTimeSeconds(),
        };
        // Another device may be showing the same one just now, once in billions: then all of this is done again.
        var userCode = UserCodes.New();
        interactionStore.AddPolledGrant(request.Work, GrantTypes.DeviceCode, deviceCode, userCode, grant);
        return (deviceCode, userCode);
    }

    /// <summary>In the shape of a UUID, as Okta's, with 128 random bits.</summary>
    static string NewDeviceCode()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return new Guid(random).ToString();
    }
}

/// <summary>RFC 8628 section 3.2.</summary>
sealed record DeviceAuthorizationBody
{
    public required string DeviceCode { get; init; }
    public required string UserCode { get; init; }
    public required string VerificationUri { get; init; }
    public required string VerificationUriComplete { get; init; }
    public required int ExpiresIn { get; init; }
    public required int Interval { get; init; }

    public override string ToString() => $"Device authorization, good for {ExpiresIn} s";
}
