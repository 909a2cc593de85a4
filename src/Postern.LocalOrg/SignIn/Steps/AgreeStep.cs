using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>
/// Lets an app have the scopes that nobody but the user may give, or a device what its app asks for (idx.md 5; RFC 8628 section 3.3).
/// </summary>
sealed class AgreeStep(
    InteractionStore interactionStore, OrgDirectory directory, FinalQuestions questions, AuthorizationServers servers)
    : ISignInStep<SignInInput.Agree>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.ConsentRequired];

    public async Task<Turn> TakeAsync(SignInInput.Agree input, SignInCall call, CancellationToken ct)
    {
        var (transaction, interaction) = (call.Transaction, call.Transaction.Interaction!);
        if (interaction.UserCode is { } userCode)
            return await DecideAsync(userCode, input.Allows, call, ct);
        if (!input.Allows)
            return new Turn.Ended(Ending.ConsentDenied);

        var app = await directory.FindAppAsync(transaction.AppId ?? "", ct) ?? throw new SignInRefusal.TransactionGone();
        var asked = await questions.ScopesAsync(interaction, app, call.User, ct);
        List<string> declined =
            [.. asked.Where(scope => scope.IsOptional && input.Kept?.Contains(scope.Name) is false).Select(scope => scope.Name)];
        interactionStore.AddConsents(
            call.Work, call.User.Id, app.ClientId, interaction.AuthorizationServerId,
            asked.Select(scope => scope.Name).Except(declined));
        return new Turn.Onward(
            transaction with { Interaction = interaction with { HasAgreed = true, Declined = declined } });
    }

    async Task<Turn> DecideAsync(string userCode, bool allows, SignInCall call, CancellationToken ct)
    {
        if (await interactionStore.FindUndecidedAsync(userCode, ct) is not { } waiting)
            throw new SignInRefusal.UserCodeUnknown();

        var scopes = allows ? await GivenAsync(waiting, call, ct) : waiting.Scopes;
        // One who has signed in for this decides, and no page of anybody's else.
        var key = Secrets.New();
        await interactionStore.AskToConfirmAsync(userCode, scopes, key, userCode, ct);
        Authentication proved = new()
        {
            UserId = call.User.Id,
            // Who came with a session has signed in then, and not now.
            AuthenticatedAt = call.Transaction.Interaction!.AuthenticatedAt ?? call.Around.Now.ToUnixTimeSeconds(),
            Methods = string.Join(' ', call.Transaction.Methods),
        };
        interactionStore.DecidePolledGrant(call.Work, key, userCode, allows ? PolledStatus.Approved : PolledStatus.Denied, proved);
        if (!allows)
            return new Turn.Ended(Ending.DeviceDenied);

        var server = await servers.FindAsync(waiting.AuthorizationServerId, ct);
        interactionStore.AddConsents(
            call.Work, call.User.Id, waiting.ClientId, waiting.AuthorizationServerId,
            server.NeedingConsent(scopes).Select(scope => scope.Name));
        call.Work.Tell(SignInEvents.SignedIn(call.User));
        return new Turn.Ended(Ending.DeviceActivated);
    }

    /// <summary>As far as the server's policies go.</summary>
    async Task<IReadOnlyList<string>> GivenAsync(PolledGrant waiting, SignInCall call, CancellationToken ct)
    {
        var server = await servers.FindAsync(waiting.AuthorizationServerId, ct);
        try
        {
            return AccessPolicies.Evaluate(
                server, waiting.ClientId, call.User, [GrantTypes.DeviceCode], new(waiting.Scopes, waiting.HasDefaultScopes)).Scopes;
        }
        catch (OAuthError)
        {
            throw new SignInRefusal.AccessDenied { UserId = call.User.Id };
        }
    }
}
