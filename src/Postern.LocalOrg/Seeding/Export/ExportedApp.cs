using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What the directory's app is as a seed's, without its secret: the other way round from <see cref="SeededApp"/>.</summary>
static class ExportedApp
{
    public static SeedApp Of(App app, ExportNames names) => new()
    {
        ClientId = ExportedOrg.Unless(OktaIds.Of(OktaIds.App, app.Name), app.ClientId),
        AppId = app.AppId ?? "",
        Name = app.Name,
        Kind = app.Kind,
        Policy = names.Policy(app.AccessPolicyId),
        RegistrationPolicy = names.Registration(app.EnrollmentPolicyId),
        TokenEndpointAuthMethod = app.TokenEndpointAuthMethod,
        RedirectUris = app.RedirectUris,
        AllowsSubdomains = app.AllowsSubdomains,
        PostLogoutRedirectUris = app.PostLogoutRedirectUris,
        RequestObjectSigningAlgorithm = app.RequestObjectSigningAlgorithm,
        RequiresPushedAuthorization = app.RequiresPushedAuthorization,
        RequiresFactor = app.RequiresFactor,
        ReauthenticateIn = app.ReauthenticateInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        OrgAuthorizationServerOnly = app.OrgAuthorizationServerOnly,
        Networks = names.Networks(app.Networks),
        ExcludedNetworks = names.Networks(app.ExcludedNetworks),
        IssuerMode = app.IssuerMode,
        ResponseTypes = app.ResponseTypes,
        GrantTypes = app.GrantTypes,
        PkceRequired = app.PkceRequired,
        RotatesRefreshTokens = app.RotatesRefreshTokens == app.Kind is AppKind.Spa ? null : app.RotatesRefreshTokens,
        RefreshTokenLeeway = TimeSpan.FromSeconds(app.RefreshTokenLeewaySeconds),
        RequiresConsent = app.RequiresConsent,
        GrantedOrgScopes = app.GrantedOrgScopes,
        DpopBoundAccessTokens = app.DpopBoundAccessTokens,
        Jwks = app.Jwks,
        JwksUri = app.JwksUri,
        Profile = ExportedOrg.Profile(app.Profile),
        GroupsClaim = ExportedServer.Of(app.GroupsClaim),
        GroupsExpression = app.GroupsExpression,
        GroupsClaimName = app.GroupsClaimName,
        AssignedUserIds = names.Users(app.AssignedUserIds),
        AssignedGroupIds = names.Groups(app.AssignedGroupIds),
        AssignsEverybody = app.AssignsEverybody,
        UserNameTemplate = app.UserNameTemplate,
        UserNames = SeededAssignments.UserNames(app, names),
        UserProfiles = SeededAssignments.UserProfiles(app, names),
        GroupProfiles = SeededAssignments.GroupProfiles(app, names),
        ClientUri = app.Registration?.ClientUri,
        LogoUri = app.Registration?.LogoUri,
        PolicyUri = app.Registration?.PolicyUri,
        TosUri = app.Registration?.TosUri,
        InitiateLoginUri = app.Registration?.InitiateLoginUri,
        Settings = ExportedOrg.Profile(app.Kept),
        UserAttributes = [.. (app.UserAttributes ?? []).Select(SeededAttribute.Exported)],
        InterclientAllowedAppIds = names.Apps(app.InterclientAllowedAppIds) ?? [],
        IsActive = app.Status is Lifecycle.Active,
    };

    /// <summary>One that is no client.</summary>
    public static SeedOtherApp OfOther(App app, ExportNames names) => new()
    {
        Id = ExportedOrg.Unless(OktaIds.Of(OktaIds.App, app.Name), app.Id),
        Name = app.Name,
        SignOnMode = app.SignOnMode!,
        Integration = app.Integration ?? "",
        Settings = ExportedOrg.Profile(app.Kept),
        Profile = ExportedOrg.Profile(app.Profile),
        Policy = names.Policy(app.AccessPolicyId),
        AssignedUserIds = names.Users(app.AssignedUserIds),
        AssignedGroupIds = names.Groups(app.AssignedGroupIds),
        AssignsEverybody = app.AssignsEverybody,
        UserNameTemplate = app.UserNameTemplate,
        UserNames = SeededAssignments.UserNames(app, names),
        UserProfiles = SeededAssignments.UserProfiles(app, names),
        GroupProfiles = SeededAssignments.GroupProfiles(app, names),
        InterclientAllowedAppIds = names.Apps(app.InterclientAllowedAppIds) ?? [],
        IsActive = app.Status is Lifecycle.Active,
    };
}
