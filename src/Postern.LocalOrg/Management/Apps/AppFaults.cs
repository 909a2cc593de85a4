using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Says what is wrong with an app as the Apps API does: management.md 2.3, 10.7.</summary>
static class AppFaults
{
    const int LongestLabel = 100; // Okta's description

    static readonly string[] SecretMethods =
    [
        ClientAuthMethods.ClientSecretBasic, ClientAuthMethods.ClientSecretPost, ClientAuthMethods.ClientSecretJwt,
        ClientAuthMethods.PrivateKeyJwt,
    ];

    /// <exception cref="OktaError">The first thing that is wrong.</exception>
    public static void Check(App app)
    {
        CheckLabel(app.Name);
        if (!app.IsClient)
            return;

        CheckMethod(app);
        if (app.RedirectUris.Count == 0 && app.GrantTypes.Any(grant => grant is GrantTypes.AuthorizationCode or GrantTypes.Implicit))
            throw OktaError.Invalid("redirect_uris", "redirect_uris: 'redirect_uris' must contain at least one redirect URI.");
        Known known = new()
        {
            Groups = app.AssignedGroupIds,
            Users = [.. app.AssignedUserIds, .. app.UserAssignments?.Select(user => user.UserId) ?? []],
            Apps = app.InterclientAllowedAppIds ?? [],
            Servers = [],
            Zones = [.. app.Networks ?? [], .. app.ExcludedNetworks ?? []],
        };
        if (AppRules.Check(app, known).Concat(AppRules.CheckFit(app)).FirstOrDefault() is { } fault)
            throw Of(fault);
    }

    static void CheckLabel(string label)
    {
        if (string.IsNullOrWhiteSpace(label))
            throw OktaError.Blank("label");
        if (label.Length > LongestLabel)
            throw OktaError.Invalid("label", "label: The field is too long");
    }

    /// <summary>management.md 2.3: an app that can keep a secret has to.</summary>
    static void CheckMethod(App app)
    {
        var valid = app.Kind is AppKind.Web or AppKind.Service ? SecretMethods : [ClientAuthMethods.None, .. SecretMethods];
        if (!valid.Contains(app.TokenEndpointAuthMethod))
            throw OktaError.Invalid(
                "token_endpoint_auth_method",
                "token_endpoint_auth_method: 'token_endpoint_auth_method' is invalid. " +
                $"Valid values: [{string.Join(", ", valid)}].");
    }

    static OktaError Of(Fault fault)
    {
        var member = JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.Where.Split('[', '.')[0]);
        return OktaError.Invalid(member, $"{member}: {fault.Whole ?? $"'{member}' {fault.What}"}");
    }
}
