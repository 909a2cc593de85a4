using System.Buffers.Text;
using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Record;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Explaining;

/// <summary>Explains tokens and requests.</summary>
sealed class Explainer(
    RequestRecord record, OrgDirectory directory, AuthorizationServers servers, RefreshTokens refreshTokens, TokenStore tokens,
    ClaimReasons claims, SignInReasons signIn)
{
    const string NotOnRecord = "The request that it came of is not on record: start the record before, to know more.";

    /// <summary>Null: it is no token of this org's, and no request on record.</summary>
    public async Task<Explanation?> ExplainAsync(string tokenOrRequestId, CancellationToken ct)
    {
        if (await FindRequestAsync(tokenOrRequestId, ct) is { } request)
            return await OfRequestAsync(request, ct);
        if (Payload(tokenOrRequestId) is { } payload)
            return await OfJwtAsync(tokenOrRequestId, payload, ct);
        return await refreshTokens.FindAsync(tokenOrRequestId, ct) is { } found
            ? await OfRefreshTokenAsync(tokenOrRequestId, found.Kept, ct)
            : null;
    }

    /// <summary>By the id in the header, or by that in the error.</summary>
    async Task<RecordedRequest?> FindRequestAsync(string id, CancellationToken ct) =>
        await record.FindAsync(id, ct)
            ?? (id.StartsWith("oae", StringComparison.Ordinal)
                ? (await record.AllAsync(ct: ct)).LastOrDefault(request => request.Answered.GetValueOrDefault("errorId") == id)
                : null);

    async Task<Explanation> OfRequestAsync(RecordedRequest request, CancellationToken ct)
    {
        var asked = new Asked
        {
            Of = "request",
            Request = request,
            HasServer = request.Endpoint.StartsWith("/oauth2/", StringComparison.Ordinal),
            ServerId = ServerIdIn(request.Path),
            ClientId = request.ClientId,
            User = request.User is { } login ? await directory.Users.FindByAsync("login", LoginKey.Of(login), ct) : null,
            Scopes = Split(request.Sent.GetValueOrDefault("scope") ?? request.Answered.GetValueOrDefault("scope")),
        };
        if (request.Sent.TryGetValue("grant_type", out var grantType))
            await KnowGrantAsync(asked, grantType, request, ct);
        else if (request.Sent.TryGetValue("response_type", out var responseType))
            asked.GrantTypes = ResponseGrants.Of(Split(responseType));
        asked.Remarks.Add($"It was answered {request.Status}, {request.Error ?? request.Outcome}{Why(request)}.");
        if (request.Sent.ContainsKey("request_uri") || request.Sent.ContainsKey("request"))
            asked.Remarks.Add("What it asked for was pushed or signed, and is not on record.");
        return await FinishAsync(asked, ct);
    }

    async Task<Explanation?> OfJwtAsync(string token, JsonElement payload, CancellationToken ct)
    {
        var issuer = Text(payload, Claims.Issuer) ?? "";
        var serverId = issuer == servers.Urls.Issuer(null) ? null : issuer.Split("/oauth2/") is [_, var id] ? id : "";
        if (serverId is "" || await servers.TryFindAsync(serverId, ct) is null)
            return null;

        var isAccess = Text(payload, Claims.JwtId)?.StartsWith("AT.", StringComparison.Ordinal) is true;
        var userId = isAccess ? Text(payload, Claims.UserId) : Text(payload, Claims.Subject);
        var asked = new Asked
        {
            Of = isAccess ? "access token" : "ID token",
            HasServer = true,
            ServerId = serverId,
            ClientId = Text(payload, isAccess ? Claims.ClientId : Claims.Audience),
            User = userId is null ? null : await directory.Users.FindAsync(userId, ct),
            Token = payload,
            Request = await CameOfAsync(token, isAccess ? "access_token" : "id_token", ct),
            Scopes = isAccess ? [.. payload.GetProperty(Claims.Scopes).EnumerateArray().Select(scope => scope.GetString()!)] : [],
        };
        await KnowGrantAsync(asked, payload, ct);
        return await FinishAsync(asked, ct);
    }

    async Task<Explanation> OfRefreshTokenAsync(string token, RefreshToken kept, CancellationToken ct)
    {
        var asked = new Asked
        {
            Of = "refresh token",
            HasServer = true,
            ServerId = kept.AuthorizationServerId,
            ClientId = kept.ClientId,
            User = await directory.Users.FindAsync(kept.UserId, ct),
            GrantTypes = [kept.GrantType],
            Scopes = kept.Scopes,
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(kept.ExpiresAt),
            Request = await CameOfAsync(token, "refresh_token", ct),
        };
        if (asked.Request is null)
            asked.Remarks.Add(NotOnRecord);
        return await FinishAsync(asked, ct);
    }

    /// <summary>What a token does not say: its refresh token knows, or the record, or it is assumed and said so.</summary>
    async Task KnowGrantAsync(Asked asked, JsonElement payload, CancellationToken ct)
    {
        var family = Text(payload, Claims.JwtId) is { } id
            && id.LastIndexOf(".oar", StringComparison.Ordinal) is > 0 and var dot
            ? id[(dot + 1)..]
            : null;
        var kept = family is null ? null : await tokens.FindRefreshTokenAsync(family, ct);
        if (family is not null && kept is null)
            asked.Remarks.Add("Its refresh token was revoked or has expired, and it with it.");
        if (payload.TryGetProperty(Claims.ExpiresAt, out var expires))
            asked.ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(expires.GetInt64());

        if (kept is not null)
            asked.GrantTypes = [kept.GrantType];
        else if (asked.Request is { } request && request.Sent.TryGetValue("grant_type", out var grantType))
            await KnowGrantAsync(asked, grantType, request, ct);
        if (asked.Scopes.Count == 0)
            asked.Scopes = Split(asked.Request?.Answered.GetValueOrDefault("scope"));
        if (asked.Request is null)
            asked.Remarks.Add(NotOnRecord);
        if (asked.GrantTypes.Count > 0)
            return;

        asked.GrantTypes = [asked.User is null ? GrantTypes.ClientCredentials : GrantTypes.AuthorizationCode];
        asked.Remarks.Add($"It does not say which grant it came of: {asked.GrantTypes[0]} is assumed.");
    }

    /// <summary>A refresh is judged by the grant that it began with: by that of the request that first gave its refresh token.</summary>
    async Task KnowGrantAsync(Asked asked, string grantType, RecordedRequest request, CancellationToken ct)
    {
        var all = grantType is GrantTypes.RefreshToken ? await record.AllAsync(ct: ct) : [];
        for (var i = 0; grantType is GrantTypes.RefreshToken && i < all.Count; i++)
        {
            if (all.LastOrDefault(each => each.Number < request.Number && IsSameToken(each, request)) is not { } before)
                break;
            (request, grantType) = (before, before.Sent.GetValueOrDefault("grant_type") ?? grantType);
        }

        if (grantType is GrantTypes.RefreshToken)
        {
            grantType = GrantTypes.AuthorizationCode;
            asked.Remarks.Add(
                "It is not on record how its refresh token began, by which a refresh is judged: authorization_code is assumed.");
        }

        asked.GrantTypes = [grantType];
    }

    static bool IsSameToken(RecordedRequest before, RecordedRequest after) =>
        after.Sent.TryGetValue("refresh_token", out var sent) && before.Answered.GetValueOrDefault("refresh_token") == sent;

    async Task<Explanation> FinishAsync(Asked asked, CancellationToken ct)
    {
        var server = asked.HasServer ? await servers.TryFindAsync(asked.ServerId, ct) : null;
        var app = asked.ClientId is null ? null : await directory.Apps.FindAsync(asked.ClientId, ct);
        var mayIssue = server is not null && asked is { ClientId: not null, GrantTypes.Count: > 0 };
        if (asked is { Scopes.Count: 0, Of: "request" } && server is not null)
            (asked.Scopes, asked.AreDefaults) = ([.. server.Scopes.Where(scope => scope.IsDefault).Select(scope => scope.Name)], true);
        if (server is { IsOrg: true })
            asked.Remarks.Add("The org authorization server has no access policies: it gives what the app may ask for.");
        if (app is not null && asked.User is { } user && app.Kind is not AppKind.Service && !app.IsAssignedTo(user))
            asked.Remarks.Add("The user is not assigned to the app.");
        return new()
        {
            Of = asked.Of,
            Request = asked.Request,
            AuthorizationServer = asked.HasServer ? asked.ServerId ?? "org" : null,
            ClientId = asked.ClientId,
            App = app?.Name,
            User = asked.User?.Login,
            GrantType = asked.GrantTypes.Count == 0 ? null : string.Join(' ', asked.GrantTypes),
            Scopes = asked.Scopes,
            ExpiresAt = asked.ExpiresAt,
            AccessPolicies = mayIssue ? AccessReasons.Of(server!, asked.Question) : [],
            SignInPolicies = asked.User is null ? [] : signIn.Of(asked.User, asked.Request?.Address),
            Claims = mayIssue ? await claims.OfAsync(asked.GrantOf(server!), asked.Of, asked.Token) : [],
            Remarks = asked.Remarks,
        };
    }

    async Task<RecordedRequest?> CameOfAsync(string token, string member, CancellationToken ct)
    {
        var fingerprint = Told.Fingerprint(token);
        return (await record.AllAsync(ct: ct)).LastOrDefault(request => request.Answered.GetValueOrDefault(member) == fingerprint);
    }

    static string Why(RecordedRequest request) =>
        (
            request.Answered.GetValueOrDefault("error_description") ?? request.Answered.GetValueOrDefault("errorSummary")
                ?? request.Reason) is { } why
            ? $": {why.TrimEnd('.')}"
            : "";

    static string? ServerIdIn(string path) =>
        path.Split('/') is ["", "oauth2", var id, "v1", ..] ? id : null;

    static string[] Split(string? scopes) => scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

    static JsonElement? Payload(string jwt)
    {
        if (jwt.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
            return null;

        try
        {
            var parsed = JsonDocument.Parse(Base64Url.DecodeFromChars(payload)).RootElement;
            ForeignJson.CheckTexts(parsed);
            return parsed.ValueKind is JsonValueKind.Object ? parsed : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
