using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What a seed's authorization server becomes in the directory.</summary>
static class SeededServer
{
    public static CustomAuthorizationServer Of(SeedAuthorizationServer server, long now) => Identified.Whole(new CustomAuthorizationServer
    {
        Id = server.Id,
        Name = server.Name,
        Description = server.Description,
        Status = Lifecycle.Of(server.IsActive),
        CreatedAt = now,
        LastUpdatedAt = now,
        ChangedScopes = server.ReservedScopes.Count == 0 ? null : [.. server.ReservedScopes.Select(Of)],
        ChangedClaims = server.StandardClaims.Count == 0 ? null : [.. server.StandardClaims.Select(Of)],
        Audience = server.Audience,
        IssuerMode = server.IssuerMode,
        Scopes = [.. server.Scopes.Select(Of)],
        Claims = [.. server.Claims.Select(Of)],
        RotatesKeys = server.RotatesKeys,
        Policies = [.. server.Policies.Select(policy => Of(policy, now))],
        TrustedServerIds = server.TrustedServerIds,
        ResourceKeys = server.ResourceKeys.Count == 0 ? null : [.. server.ResourceKeys.Select(key => Of(key, server.Id, now))],
    });

    static ClientKey Of(SeedResourceKey key, string serverId, long now) => new()
    {
        Id = key.Id is "" ? IdOf(serverId, key.Jwk) : key.Id, Jwk = SeededApp.Stored(key.Jwk)!.Value,
        Status = Lifecycle.Of(key.IsActive), CreatedAt = now, LastUpdatedAt = now,
    };

    public static string IdOf(string serverId, JsonObject jwk) => OktaIds.Of(OktaIds.ResourceKey, serverId, jwk["kid"]?.ToString() ?? "");

    public static GroupPattern? Of(SeedGroupFilter? groups) => groups is null ? null : new() { Match = groups.Match, Value = groups.Value };

    static OAuth2Scope Of(SeedScope scope) => new()
    {
        Name = scope.Name,
        DisplayName = scope.DisplayName,
        Description = scope.Description,
        Consent = scope.Consent,
        IsDefault = scope.IsDefault,
        IsPublished = scope.IsPublished,
        IsOptional = scope.IsOptional,
    };

    static ChangedClaim Of(SeedStandardClaim claim) => new()
    {
        Name = claim.Name,
        IsActive = claim.IsActive,
        IsAlways = claim.AlwaysInclude,
        Scopes = claim.Scopes,
    };

    static OAuth2Claim Of(SeedClaim claim) => new()
    {
        Name = claim.Name,
        Type = claim.Type,
        Expression = claim.Expression,
        Groups = Of(claim.Groups),
        AlwaysInclude = claim.AlwaysInclude,
        Scopes = claim.Scopes,
        IsActive = claim.IsActive,
    };

    static AccessPolicy Of(SeedAccessPolicy policy, long now) => new()
    {
        Name = policy.Name,
        IsActive = policy.IsActive,
        CreatedAt = now,
        LastUpdatedAt = now,
        ClientIds = policy.ClientIds,
        Rules = [.. policy.Rules.Select(rule => Of(rule, now))],
    };

    static AccessRule Of(SeedAccessRule rule, long now) => new()
    {
        Name = rule.Name,
        IsActive = rule.IsActive,
        CreatedAt = now,
        LastUpdatedAt = now,
        GrantTypes = rule.GrantTypes,
        UserIds = rule.UserIds,
        GroupIds = rule.GroupIds,
        ExcludedUserIds = rule.ExcludedUserIds,
        ExcludedGroupIds = rule.ExcludedGroupIds,
        Scopes = rule.Scopes,
        AccessTokenLifetime = rule.AccessTokenLifetime,
        RefreshTokenLifetime = rule.RefreshTokenLifetime,
        RefreshTokenWindow = rule.RefreshTokenWindow,
        InlineHookId = rule.InlineHook,
    };
}
