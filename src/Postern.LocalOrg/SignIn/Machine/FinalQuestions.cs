using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// What Identity Engine asks of somebody who has proved enough (idx.md 8): what the profile lacks, consent, whether to stay signed in.
/// UNCONFIRMED there: their order.
/// </summary>
sealed class FinalQuestions(OrgDirectory directory, InteractionStore interactionStore, AuthorizationServers servers)
{
    /// <summary>The status of one that the Authentication API has no word for.</summary>
    public const string AsksToStay = "KEEP_ME_SIGNED_IN";

    /// <summary>The status that the next question has; <c>SUCCESS</c> where none is left.</summary>
    public async Task<string> StatusOfAsync(Interaction interaction, App app, User user, CancellationToken ct)
    {
        var missing = SelfRegistration.Missing(directory.Org, app, user);
        if (missing.Any(attribute => attribute.IsRequired) || (missing.Count > 0 && !interaction.HasSkippedProfile))
            return AuthnStatuses.ProfileRequired;
        if (interaction.UserCode is not null || (await ScopesAsync(interaction, app, user, ct)).Count > 0)
            return AuthnStatuses.ConsentRequired;

        return app.AsksToStaySignedIn && interaction is { StaysSignedIn: null, RemembersDevice: false, AuthenticatedAt: null }
            ? AsksToStay
            : AuthnStatuses.Success;
    }

    /// <summary>
    /// Those that the user must be asked about. What a page began asks for consent on its own page, when the request goes on; who
    /// activates a device is shown all that it will have.
    /// </summary>
    public async Task<IReadOnlyList<OAuth2Scope>> ScopesAsync(Interaction interaction, App app, User user, CancellationToken ct)
    {
        if (interaction.UserCode is null && (interaction is { CodeChallenge: null } or { HasAgreed: true } || !app.RequiresConsent))
            return [];

        var server = await servers.FindAsync(interaction.AuthorizationServerId, ct);
        if (interaction.UserCode is not null)
            return [.. server.Scopes.Where(scope => interaction.Scopes.Contains(scope.Name) && scope.Name is not Scopes.OpenId)];

        var given = await interactionStore.ConsentsAsync(user.Id, app.ClientId, server.Id, ct);
        return [.. server.NeedingConsent(interaction.Scopes).Where(scope => !given.Contains(scope.Name))];
    }
}
