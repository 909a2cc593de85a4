using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>The authorization servers of the org, its own and the custom ones.</summary>
sealed class AuthorizationServers(OrgDirectory directory, OrgUrls urls)
{
    /// <summary>OpenID Connect's own, which every authorization server has.</summary>
    public static readonly IReadOnlyList<string> OpenIdScopes =
        [Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.Address, Scopes.Phone, Scopes.OfflineAccess];

    static readonly IReadOnlyList<OAuth2Scope> OrgScopes =
    [
        .. OpenIdScopes.Append(Scopes.Groups).Select(name => new OAuth2Scope { Name = name }),
    ];

    /// <summary>Made of each seed once, for as long as the store gives the same one.</summary>
    readonly ConditionalWeakTable<CustomAuthorizationServer, AuthorizationServer> _made = [];
    AuthorizationServer? _org;

    public OrgUrls Urls => urls;

    public async Task<AuthorizationServer> FindAsync(string? id, CancellationToken ct) =>
        await TryFindAsync(id, ct) ?? throw OAuthError.UnknownAuthorizationServer();

    public async Task<AuthorizationServer?> TryFindAsync(string? id, CancellationToken ct)
    {
        if (id is null)
            return _org ??= Org();

        return await directory.FindServerAsync(id, ct) is { } seed ? _made.GetValue(seed, Custom) : null;
    }

    AuthorizationServer Org()
    {
        var org = Server(null, urls.Public, OrgScopes) with { CustomIssuer = urls.Custom };
        return urls.Custom == urls.Public ? org : org with { UnderCustomUrl = org with { IsUnderCustomUrl = true } };
    }

    AuthorizationServer Custom(CustomAuthorizationServer seed)
    {
        var server = Server(seed.Id, seed.Audience, [.. seed.SystemScopes, .. seed.Scopes]) with
        {
            Issuer = urls.Issuer(seed.Id, seed.IssuerMode),
            BaseUrl = urls.Issuer(seed.Id, seed.IssuerMode),
            Claims = CustomClaim.Of(seed),
            ChangedClaims = seed.ChangedClaims,
            Policies = seed.Policies,
            TrustedServerIds = seed.TrustedServerIds,
        };
        return seed.IssuerMode is IssuerMode.Dynamic
            ? server with { UnderCustomUrl = server with { Issuer = urls.CustomIssuer(seed.Id), BaseUrl = urls.CustomIssuer(seed.Id) } }
            : server;
    }

    AuthorizationServer Server(string? id, string audience, IReadOnlyList<OAuth2Scope> scopes) =>
        new() { Id = id, Issuer = urls.Issuer(id), BaseUrl = urls.Base(id), Audience = audience, Scopes = scopes };
}
