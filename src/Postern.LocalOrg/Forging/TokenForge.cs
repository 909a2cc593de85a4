using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Forging;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg;

/// <summary>
/// Makes tokens without anybody signing in: good ones, and ones that are wrong in exactly one way. The org does not remember them, and
/// asks no policy for its consent. Safe to use from several threads.
/// </summary>
public sealed class TokenForge
{
    /// <summary>Below the org's URL: where a token with <see cref="TokenFlaw.KeyUrl"/> says that its key lies.</summary>
    internal const string StrangersKeysPath = "/_postern/tokens/strangers-keys";

    readonly OrderedGrants _grants;
    readonly TokenIssuer _issuer;
    readonly SigningKeys _keys;
    readonly OrgUrls _urls;
    readonly TimeProvider _time;

    internal TokenForge(OrderedGrants grants, TokenIssuer issuer, SigningKeys keys, OrgUrls urls, TimeProvider time) =>
        (_grants, _issuer, _keys, _urls, _time) = (grants, issuer, keys, urls, time);

    /// <summary>The token that is ordered; a good one for the first user of the seed, where nothing is.</summary>
    /// <exception cref="ArgumentException">It names what the org does not have. The message says what it has.</exception>
    public async Task<ForgedToken> ForgeAsync(TokenOrder? order = null, CancellationToken ct = default)
    {
        order ??= new();
        Check(order);
        var tokens = FlawedTokens.Make(order.Flaw, await MaterialAsync(order, ct));
        return new() { Token = tokens[0], Flaw = order.Flaw, Variants = [.. tokens.Skip(1)] };
    }

    /// <summary>The public half of the key that strangers sign with, as a key set.</summary>
    internal async Task<JsonObject> StrangersKeysAsync() =>
        new() { ["keys"] = new JsonArray(FlawedTokens.JwkOf(await _keys.StrangersAsync())) };

    static void Check(TokenOrder order)
    {
        if (order is { Kind: TokenOrderKind.IdToken, Flaw: TokenFlaw.IdToken or TokenFlaw.WithoutScope })
            throw new TokenOrderException($"An ID token cannot be {TokenFlaws.Of(order.Flaw.Value).Name}: order an access token.");
        if (order.Lifetime is { } lifetime && Math.Abs(lifetime.TotalDays) > 36_500)
            throw new TokenOrderException("A token lives no longer than a hundred years.");
    }

    async Task<Material> MaterialAsync(TokenOrder order, CancellationToken ct)
    {
        var isIdToken = order.Kind is TokenOrderKind.IdToken || order.Flaw is TokenFlaw.IdToken;
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var grant = await _grants.FindAsync(order, needsUser: isIdToken, now, ct);
        var server = grant.Server.Id;
        var material = new Material
        {
            Claims = isIdToken ? await IdentityAsync(grant) : await AccessAsync(grant),
            Key = isIdToken ? await _keys.ActiveAsync(server) : await _keys.AccessTokenKeyAsync(server),
            // The org's own two sign nothing for each other.
            OtherServersKey = server is null && isIdToken ? await _keys.AccessTokenKeyAsync(null) : await _keys.ActiveAsync(null),
            StrangersKey = await _keys.StrangersAsync(),
            StrangersKeysUrl = _urls.Public + StrangersKeysPath,
            Now = now,
        };
        return InTime(material, order.Lifetime).With(claims => Change(claims, order.Claims));
    }

    async Task<JsonObject> AccessAsync(TokenGrant grant)
    {
        using var claims = await _issuer.AccessClaimsAsync(grant, TokenIssuer.NewAccessTokenId());
        return Parsed(claims);
    }

    async Task<JsonObject> IdentityAsync(TokenGrant grant)
    {
        using var claims = await _issuer.IdentityClaimsAsync(grant, accessToken: null, code: null);
        return Parsed(claims);
    }

    static JsonObject Parsed(ClaimSet claims) => JsonNode.Parse(claims.Finish())!.AsObject();

    static Material InTime(Material material, TimeSpan? wanted)
    {
        if (wanted is not { } lifetime)
            return material;

        var expiresAt = material.Now + (long)lifetime.TotalSeconds;
        // What has expired was issued before that.
        return material.At(expiresAt > material.Now ? material.Now : expiresAt - TokenIssuer.IdTokenSeconds, expiresAt);
    }

    static void Change(JsonObject claims, JsonObject? changes)
    {
        foreach (var (name, value) in changes ?? [])
            if (value is null)
                claims.Remove(name);
            else
                claims[name] = value.DeepClone();
    }
}
