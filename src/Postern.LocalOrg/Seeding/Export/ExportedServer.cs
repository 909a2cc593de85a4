using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What the directory's authorization server is as a seed's: the other way round from <see cref="SeededServer"/>.</summary>
static class ExportedServer
{
    public static SeedAuthorizationServer Of(CustomAuthorizationServer server, ExportNames names)
    {
        SeedAuthorizationServer seed = new()
        {
            Name = server.Name,
            Description = server.Description,
            IsActive = server.Status is Lifecycle.Active,
            ReservedScopes = [.. (server.ChangedScopes ?? []).Select(Of)],
            StandardClaims = [.. (server.ChangedClaims ?? []).Select(Of)],
            Audience = server.Audience,
            IssuerMode = server.IssuerMode,
            RotatesKeys = server.RotatesKeys,
            Scopes = [.. server.Scopes.Select(Of)],
            Claims = [.. server.Claims.Select(Of)],
            Policies = [.. server.Policies.Select(policy => Of(policy, names))],
            TrustedServerIds = names.Servers(server.TrustedServerIds),
            ResourceKeys = [.. (server.ResourceKeys ?? []).Select(key => Of(key, server.Id))],
        };
        return seed with { Id = ExportedOrg.Unless(SeedIds.IdOf(seed), server.Id) };
    }

    public static SeedGroupFilter? Of(GroupPattern? groups) => groups is null ? null : new() { Match = groups.Match, Value = groups.Value };

    static SeedResourceKey Of(ClientKey key, string serverId)
    {
        var jwk = ExportedOrg.Profile(key.Jwk)!;
        return new()
        {
            Id = ExportedOrg.Unless(SeededServer.IdOf(serverId, jwk), key.Id), Jwk = jwk, IsActive = key.Status is Lifecycle.Active,
        };
    }

    static SeedScope Of(OAuth2Scope scope) => new()
    {
        Name = scope.Name,
        DisplayName = scope.DisplayName,
        Description = scope.Description,
        Consent = scope.Consent,
        IsDefault = scope.IsDefault,
        IsPublished = scope.IsPublished,
        IsOptional = scope.IsOptional,
    };

    static SeedStandardClaim Of(ChangedClaim claim) => new()
    {
        Name = claim.Name,
        IsActive = claim.IsActive,
        AlwaysInclude = claim.IsAlways,
        Scopes = claim.Scopes,
    };

    static SeedClaim Of(OAuth2Claim claim) => new()
    {
        Name = claim.Name,
        Type = claim.Type,
        Expression = claim.Expression,
        Groups = Of(claim.Groups),
        AlwaysInclude = claim.AlwaysInclude,
        Scopes = claim.Scopes,
        IsActive = claim.IsActive,
    };

    static SeedAccessPolicy Of(AccessPolicy policy, ExportNames names) => new()
    {
        Name = policy.Name,
        IsActive = policy.IsActive,
        ClientIds = names.Apps(policy.ClientIds),
        Rules = [.. policy.Rules.Select(rule => Of(rule, names))],
    };

    static SeedAccessRule Of(AccessRule rule, ExportNames names) => new()
    {
        Name = rule.Name,
        IsActive = rule.IsActive,
        GrantTypes = rule.GrantTypes,
        UserIds = names.Users(rule.UserIds),
        GroupIds = names.GroupsOr(AccessRule.Everybody, rule.GroupIds),
        ExcludedUserIds = names.Users(rule.ExcludedUserIds),
        ExcludedGroupIds = names.GroupsOr(AccessRule.Everybody, rule.ExcludedGroupIds),
        Scopes = rule.Scopes,
        AccessTokenLifetime = rule.AccessTokenLifetime,
        RefreshTokenLifetime = rule.RefreshTokenLifetime,
        RefreshTokenWindow = rule.RefreshTokenWindow,
        InlineHook = names.Hook(rule.InlineHookId),
    };
}
