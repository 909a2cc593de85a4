using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>
/// Sends the code that a recovery is proved with, by the authenticator that was chosen (idx.md 8). For somebody who does not exist, or may
/// not, it only seems so.
/// </summary>
sealed class ChooseRecoveryStep(
    PasswordSignIn signIn, SignInPolicies policies, RecoveryMessages messages, RoutedAway routed, RateLimiter limits)
    : ISignInStep<SignInInput.Choose>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.Unauthenticated, AuthnStatuses.RecoveryChallenge];

    public async Task<Turn> TakeAsync(SignInInput.Choose input, SignInCall call, CancellationToken ct)
    {
        var transaction = call.Transaction;
        if (input.Caller is { } caller)
            transaction = transaction with { Device = caller.Device, Address = caller.Address };
        if (!Statuses.Contains(transaction.Status))
            throw new SignInRefusal.WrongState();
        if ((input.Login ?? transaction.Interaction!.Login) is not { } login)
            throw new SignInRefusal.Blank(SignInField.Username);
        if (ChannelOf(input) is not { } channel)
            return new Turn.To(transaction with
            {
                Status = AuthnStatuses.Unauthenticated,
                Interaction = transaction.Interaction! with { Login = login, Chosen = input.Authenticator, Method = null },
            });

        // Calls of Identity Engine's API are counted there.
        if (transaction.Interaction is { IsHosted: true } && !await limits.TryTakeForUserAsync(login, call.Work, ct))
            throw new SignInRefusal.TooManyAttempts();

        var found = await signIn.FindAsync(login, ct);
        var isAllowed = RecoveryRules.Allow(policies, found, transaction.RecoveryType!, transaction.Address)
            && !await routed.IsAsync(transaction, login, call.Work, ct);
        var allowed = isAllowed ? found : null;
        transaction = transaction with { RecoveryFactor = channel };
        var challenge = await messages.SendCodeAsync(transaction, allowed, call.Around, ct);
        return new Turn.To(transaction with
        {
            UserId = allowed?.User.Id ?? "",
            Status = AuthnStatuses.RecoveryChallenge,
            Challenge = challenge with { Attempts = transaction.Challenge?.Attempts ?? 0 },
            Interaction = transaction.Interaction! with { Login = login, Chosen = null, Method = null },
        });
    }

    /// <summary>Null where a phone was chosen, and not how to use it.</summary>
    static string? ChannelOf(SignInInput.Choose input) => (input.Authenticator, input.Method) switch
    {
        (OrgFactors.Email, _) => "EMAIL",
        (OrgFactors.Phone, "sms") => "SMS",
        (OrgFactors.Phone, "voice") => "CALL",
        (OrgFactors.Phone, null) => null,
        _ => throw new SignInRefusal.NoSuchFactor(input.Authenticator),
    };
}
