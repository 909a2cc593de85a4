using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>What a seed's app becomes in the directory.</summary>
static class SeededApp
{
    /// <summary>Clients and others.</summary>
    public static IEnumerable<App> All(OrgSeed seed, long now) =>
        [.. seed.Apps.Select(app => Of(app, now)), .. seed.OtherApps.Select(app => Of(app, now))];

    public static App Of(SeedApp app, long now) => new()
    {
        ClientId = app.ClientId,
        AppId = app.AppId is "" || app.AppId == app.ClientId ? null : app.AppId,
        Name = app.Name,
        Kind = app.Kind,
        CreatedAt = now,
        LastUpdatedAt = now,
        SecretHash = app is { ClientSecret: { } secret, SecondClientSecret: null } ? Secrets.Hash(secret) : null,
        Secret = app.SecondClientSecret is null && NeedsClear(app) ? app.ClientSecret : null,
        ClientSecrets = app is { ClientSecret: { } first, SecondClientSecret: { } second }
            ? [Secret(app, first, now), Secret(app, second, now)]
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
        GroupsExpression = app.GroupsExpression,
        GroupsClaimName = app.GroupsClaimName,
        AssignedUserIds = app.AssignedUserIds,
        AssignedGroupIds = app.AssignedGroupIds,
        AssignsEverybody = app.AssignsEverybody,
        ExcludedNetworks = app.ExcludedNetworks,
        IssuerMode = app.IssuerMode,
        UserNameTemplate = app.UserNameTemplate,
        AccessPolicyId = app.Policy,
        EnrollmentPolicyId = app.RegistrationPolicy,
        UserAssignments = SeededAssignments.Users(app.UserNames, app.UserProfiles, now),
        GroupAssignments = SeededAssignments.Groups(app.AssignedGroupIds, app.GroupProfiles, now),
        Registration = Pages(app),
        Kept = Stored(app.Settings),
        UserAttributes = app.UserAttributes.Count == 0 ? null : [.. app.UserAttributes.Select(SeededAttribute.Of)],
        InterclientAllowedAppIds = AnyOf(app.InterclientAllowedAppIds),
        Status = Lifecycle.Of(app.IsActive),
    };

    public static App Of(SeedOtherApp app, long now) => new()
    {
        ClientId = app.Id,
        Name = app.Name,
        Kind = AppKind.Web,
        SignOnMode = app.SignOnMode,
        Integration = app.Integration,
        TokenEndpointAuthMethod = ClientAuthMethods.None,
        RedirectUris = [],
        ResponseTypes = [],
        GrantTypes = [],
        PkceRequired = false,
        RotatesRefreshTokens = false,
        RefreshTokenLeewaySeconds = 0,
        Kept = Stored(app.Settings),
        Profile = Stored(app.Profile),
        AssignedUserIds = app.AssignedUserIds,
        AssignedGroupIds = app.AssignedGroupIds,
        AssignsEverybody = app.AssignsEverybody,
        UserNameTemplate = app.UserNameTemplate,
        UserAssignments = SeededAssignments.Users(app.UserNames, app.UserProfiles, now),
        GroupAssignments = SeededAssignments.Groups(app.AssignedGroupIds, app.GroupProfiles, now),
        AccessPolicyId = app.Policy,
        InterclientAllowedAppIds = AnyOf(app.InterclientAllowedAppIds),
        Status = Lifecycle.Of(app.IsActive),
        CreatedAt = now,
        LastUpdatedAt = now,
    };

    static IReadOnlyList<string>? AnyOf(IReadOnlyList<string> ids) => ids.Count == 0 ? null : ids;

    /// <summary>Null: it has none.</summary>
    static AppRegistration? Pages(SeedApp app)
    {
        AppRegistration pages = new()
        {
            ClientUri = app.ClientUri, LogoUri = app.LogoUri, PolicyUri = app.PolicyUri, TosUri = app.TosUri,
            InitiateLoginUri = app.InitiateLoginUri,
        };
        return pages == new AppRegistration() ? null : pages;
    }

    /// <summary>With a hash no HMAC can be checked.</summary>
    static bool NeedsClear(SeedApp app) =>
        app.TokenEndpointAuthMethod is ClientAuthMethods.ClientSecretJwt || app.RequestObjectSigningAlgorithm is ['H', ..];

    /// <summary>The same id every time.</summary>
    static ClientSecret Secret(SeedApp app, string value, long now)
    {
        var secret = ClientSecret.New(value, now);
        return secret with
        {
            Id = OktaIds.Of(OktaIds.ClientSecret, app.ClientId, secret.Hash),
            Value = NeedsClear(app) ? value : null,
        };
    }

    public static JsonElement? Stored(JsonObject? profile) =>
        profile is null ? null : JsonSerializer.SerializeToElement(profile, DirectoryJson.Default.JsonObject);
}
