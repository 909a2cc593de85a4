using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Takes what the app's policy asks for and the profile lacks (idx.md 8). Whatever else is said is passed over.</summary>
sealed class CompleteProfileStep(OrgStore store, OrgDirectory directory) : ISignInStep<SignInInput.CompleteProfile>
{
    readonly RuleMemberships _rules = new(store, directory);

    public IReadOnlyList<string> Statuses => [AuthnStatuses.ProfileRequired];

    public async Task<Turn> TakeAsync(SignInInput.CompleteProfile input, SignInCall call, CancellationToken ct)
    {
        if (await directory.FindAppAsync(call.Transaction.AppId ?? "", ct) is not { } app
            || await directory.Users.FindToChangeAsync(call.User.Id, ct) is not { } before)
            throw new SignInRefusal.TransactionGone();

        var profile = UserProfile.Of(before.Document);
        Fill(profile, SelfRegistration.Missing(directory.Org, app, before.Document), input.Profile);
        var user = await _rules.AppliedAsync(UserProfile.With(before.Document, profile), ct) with { LastUpdatedAt = store.Now };
        directory.Users.Change(call.Work, before, user);
        // What was not required, and not given, is not asked for again at this sign-in.
        return new Turn.Onward(
            call.Transaction with { Interaction = call.Transaction.Interaction! with { HasSkippedProfile = true } })
        {
            Credentials = call.Credentials! with { User = user, LastUpdatedAt = store.Now },
        };
    }

    static void Fill(
        JsonObject profile, IReadOnlyList<SelfRegistration.Attribute> missing, IReadOnlyDictionary<string, string?> given)
    {
        foreach (var attribute in missing)
            if (given.GetValueOrDefault(attribute.Name) is { } value && !string.IsNullOrWhiteSpace(value))
                profile[attribute.Name] = value;
            else if (attribute.IsRequired)
                throw new SignInRefusal.ProfileIncomplete(attribute.Name);
    }
}
