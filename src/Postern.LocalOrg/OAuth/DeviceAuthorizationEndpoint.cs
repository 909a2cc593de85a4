using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary><c>{as}/v1/device/authorize</c>: gives a device a code to poll with, and its user one to type (RFC 8628 section 3, oidc.md 16).</summary>
sealed class DeviceAuthorizationEndpoint(ClientRequests requests, OrgStore store, OrgUrls urls)
{
    /// <summary>That a client may have shown at one time, and nobody has typed yet. UNCONFIRMED (oidc.md 22): how many.</summary>
    const int MostUserCodes = 1000;

    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600); // oidc.md 21

    public async Task HandleAsync(HttpContext context)
    {
        if (BrowserCalls.AnswerPreflight(context))
            return;

        var request = await requests.ReadAsync(context, Paths.DeviceAuthorize);
        request.CheckMayUse(GrantTypes.DeviceCode);
        var scopes = request.ReadScopes();
        RequestedScopes.CheckOpenId(scopes, wantsIdToken: false);

        // Counted and not reserved: requests that come at once may take the client a few above.
        if (await store.AwaitsAsync(MostUserCodes, request.Client.ClientId, context.RequestAborted))
            throw new OAuthError(OAuthErrors.TooManyUserCodes, "Too many user codes generated. Please try again later.", StatusCodes.Status429TooManyRequests);

        var (deviceCode, userCode) = await KeepAsync(request, scopes, context.RequestAborted);
        DeviceAuthorizationBody body = new()
        {
            DeviceCode = deviceCode, UserCode = userCode, VerificationUri = urls.Public + Paths.Activate,
            VerificationUriComplete = $"{urls.Public}{Paths.Activate}?user_code={userCode}", ExpiresIn = (int)Lifetime.TotalSeconds, Interval = Polling.IntervalSeconds,
        };
        await context.Response.WriteJsonAsync(body, OAuthJson.Wire.DeviceAuthorizationBody);
    }

    async Task<(string DeviceCode, string UserCode)> KeepAsync(ClientRequest request, string[] scopes, CancellationToken ct)
    {
        var deviceCode = NewDeviceCode();
        PolledGrant grant = new()
        {
            AuthorizationServerId = request.Server.Id, ClientId = request.Client.ClientId, Scopes = scopes, HasDefaultScopes = request.NamesNoScopes, EndsAt = (store.Time.GetUtcNow() + Lifetime).ToUnixTimeSeconds(),
        };
        while (true)
        {
            // Another device may be showing the same one just now: once in billions.
            var userCode = UserCodes.New();
            if (await store.AddPolledGrantAsync(GrantTypes.DeviceCode, deviceCode, userCode, grant, ct))
                return (deviceCode, userCode);
        }
    }

    /// <summary>In the shape of a UUID, as Okta's, with 128 random bits.</summary>
    static string NewDeviceCode()
    {
        Span<byte> random = stackalloc byte[16];
        RandomBytes.Fill(random);
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
