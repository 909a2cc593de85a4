using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>What a seed's app becomes in the directory.</summary>
static class SeededApp
{
    public static App Of(SeedApp app, long now) => new()
    {
        ClientId = app.ClientId,
        Name = app.Name,
        Kind = app.Kind,
        CreatedAt = now,
        LastUpdatedAt = now,
        SecretHash = app.ClientSecret is { } secret ? Secrets.Hash(secret) : null,
        Secret = app.TokenEndpointAuthMethod is ClientAuthMethods.ClientSecretJwt || app.RequestObjectSigningAlgorithm is ['H', ..]
            ? app.ClientSecret
            : null,
        TokenEndpointAuthMethod = app.TokenEndpointAuthMethod,
        RedirectUris = app.RedirectUris,
        AllowsSubdomains = app.AllowsSubdomains,
        PostLogoutRedirectUris = app.PostLogoutRedirectUris,
        RequestObjectSigningAlgorithm = app.RequestObjectSigningAlgorithm,
        RequiresPushedAuthorization = app.RequiresPushedAuthorization,
        RequiresFactor = app.RequiresFactor,
        ReauthenticateInSeconds = (long?)app.ReauthenticateIn?.TotalSeconds,
        OrgAuthorizationServerOnly = app.OrgAuthorizationServerOnly,
        Networks = app.Networks,
        ResponseTypes = app.ResponseTypes,
        GrantTypes = app.GrantTypes,
        PkceRequired = app.PkceRequired,
        RotatesRefreshTokens = app.RotatesRefreshTokens ?? app.Kind is AppKind.Spa,
        RefreshTokenLeewaySeconds = (int)app.RefreshTokenLeeway.TotalSeconds,
        RequiresConsent = app.RequiresConsent,
        GrantedOrgScopes = app.GrantedOrgScopes,
        DpopBoundAccessTokens = app.DpopBoundAccessTokens,
        Jwks = app.Jwks,
        JwksUri = app.JwksUri,
        Profile = Stored(app.Profile),
        GroupsClaim = SeededServer.Of(app.GroupsClaim),
        AssignedUserIds = app.AssignedUserIds,
        AssignedGroupIds = app.AssignedGroupIds,
        AssignsEverybody = app.AssignsEverybody,
        UserNameTemplate = app.UserNameTemplate,
        UserAssignments = app.UserNames.Count == 0
            ? null
            : [
                .. app.UserNames.Select(user => new UserAssignment
                {
                    UserId = user.User, UserName = user.Name, CreatedAt = now, LastUpdatedAt = now,
                }),
            ],
        Status = app.IsActive ? Lifecycle.Active : Lifecycle.Inactive,
    };

    public static JsonElement? Stored(JsonObject? profile) =>
        profile is null ? null : JsonSerializer.SerializeToElement(profile, DirectoryJson.Default.JsonObject);
}
