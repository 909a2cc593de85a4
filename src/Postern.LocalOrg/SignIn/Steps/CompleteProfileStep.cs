using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Takes what the app's policy asks for and the profile lacks (idx.md 8). Whatever else is said is passed over.</summary>
sealed class CompleteProfileStep(OrgStore store, OrgDirectory directory) : ISignInStep<SignInInput.CompleteProfile>
{
    readonly RuleMemberships _rules = new(store, directory);
    readonly AskedProfile _asked = new(store, directory);

    public IReadOnlyList<string> Statuses => [AuthnStatuses.ProfileRequired];

    public async Task<Turn> TakeAsync(SignInInput.CompleteProfile input, SignInCall call, CancellationToken ct)
    {
        if (await directory.FindAppAsync(call.Transaction.AppId ?? "", ct) is not { } app
            || await directory.Users.FindToChangeAsync(call.User.Id, ct) is not { } before)
            throw new SignInRefusal.TransactionGone();

        var profile = UserProfile.Of(before.Document);
        var (type, missing) = (
            await directory.TypeOfAsync(before.Document, ct), SelfRegistration.Missing(directory.Org, app, before.Document));
        AskedProfile.Fill(profile, type, missing, input.Profile);
        await _asked.CheckAsync(type, profile, [.. missing.Select(attribute => attribute.Name)], before.Document.Id, ct);
        var user = await _rules.AppliedAsync(UserProfile.With(before.Document, profile), ct) with { LastUpdatedAt = store.Now };
        directory.Users.Change(call.Work, before, user);
        ProfileSchema.Keep(call.Work, type, user);
        // What was not required, and not given, is not asked for again at this sign-in.
        return new Turn.Onward(
            call.Transaction with { Interaction = call.Transaction.Interaction! with { HasSkippedProfile = true } })
        {
            Credentials = call.Credentials! with { User = user, LastUpdatedAt = store.Now },
        };
    }
}
