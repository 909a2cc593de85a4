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

    /// <summary>Of Identity Engine besides: direct-auth.md 8.1. Discovery names neither.</summary>
    static readonly IReadOnlyList<OAuth2Scope> SsoScopes =
        [new() { Name = Scopes.AppsSso }, new() { Name = Scopes.InterclientAccess }];

    /// <summary>An org may be moved to the other engine while it runs.</summary>
    readonly Made _ofClassic = new(), _ofIdentityEngine = new();

    public OrgUrls Urls => urls;

    public async Task<AuthorizationServer> FindAsync(string? id, CancellationToken ct) =>
        await TryFindAsync(id, ct) ?? throw OAuthError.UnknownAuthorizationServer();

    public async Task<AuthorizationServer?> TryFindAsync(string? id, CancellationToken ct)
    {
        var engine = directory.Org.Settings.Engine;
        var made = engine is OrgEngine.IdentityEngine ? _ofIdentityEngine : _ofClassic;
        if (id is null)
            return made.Org ??= Org(engine);

        return await directory.FindServerAsync(id, ct) is { } seed
            ? made.Custom.GetValue(seed, each => Custom(each, engine))
            : null;
    }

    AuthorizationServer Org(OrgEngine engine)
    {
        var scopes = engine is OrgEngine.IdentityEngine ? [.. OrgScopes, .. SsoScopes] : OrgScopes;
        var org = Server(null, urls.Public, scopes) with { CustomIssuer = urls.Custom };
        return urls.Custom == urls.Public ? org : org with { UnderCustomUrl = org with { IsUnderCustomUrl = true } };
    }

    AuthorizationServer Custom(CustomAuthorizationServer seed, OrgEngine engine)
    {
        var reserved = seed.SystemScopes.Where(scope => ReservedScopes.IsOf(engine, scope));
        var server = Server(seed.Id, seed.Audience, [.. reserved, .. seed.Scopes]) with
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

    /// <summary>Of each seed once, for as long as the store gives the same one.</summary>
    sealed class Made
    {
        public ConditionalWeakTable<CustomAuthorizationServer, AuthorizationServer> Custom { get; } = [];

        public AuthorizationServer? Org { get; set; }
    }
}
