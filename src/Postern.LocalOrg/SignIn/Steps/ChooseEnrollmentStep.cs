using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Sets the authenticator up that was chosen, or notes it where something must be known first (idx.md 8).</summary>
sealed class ChooseEnrollmentStep(SignInPolicies policies, EnrollStep enroll) : ISignInStep<SignInInput.Choose>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaEnroll, AuthnStatuses.MfaEnrollActivate];

    public async Task<Turn> TakeAsync(SignInInput.Choose input, SignInCall call, CancellationToken ct)
    {
        if (input.Channel is { } channel)
            return LedBy(channel, call.Transaction);

        var kinds = Kinds(input, call);
        var chosen = call.Transaction with
        {
            Status = AuthnStatuses.MfaEnroll,
            Factor = null,
            Challenge = null,
            FactorResult = null,
            Interaction = call.Transaction.Interaction! with
            {
                Chosen = input.Authenticator,
                Method = input.Method,
                Channel = null,
                LinkTo = null,
            },
        };
        return kinds is [{ } only] && !NeedsMore(only, input)
            ? await enroll.TakeAsync(
                new(only.FactorType, only.Provider, new() { PhoneNumber = input.PhoneNumber }) { ReplacesPhone = true },
                call with { Transaction = chosen },
                ct)
            : new Turn.To(chosen);
    }

    /// <summary>The phone that is being set up already may be led here otherwise.</summary>
    static Turn.To LedBy(string channel, Transaction transaction) =>
        transaction.Factor is { FactorType: FactorTypes.Push } && channel is "qrcode" or FactorTypes.Email or FactorTypes.Sms
            ? new(transaction with { Interaction = transaction.Interaction! with { Channel = channel, LinkTo = null } })
            : throw new SignInRefusal.WrongState();

    /// <summary>Of an app on a phone the push comes first, as in Okta Verify itself.</summary>
    List<OrgFactor> Kinds(SignInInput.Choose input, SignInCall call)
    {
        var enrollable = policies.Enrollable(call.User);
        var kinds = OrgFactors.OfAuthenticator(input.Authenticator)
            .Where(kind => input.Method is null || kind.Method == input.Method)
            .Where(kind => enrollable.Any(rule => rule.FactorType == kind.FactorType && rule.Provider == kind.Provider)).ToList();
        if (kinds.Count == 0)
            throw new SignInRefusal.UnknownFactorKind();
        return kinds.Find(kind => kind.FactorType is FactorTypes.Push) is { } push ? [push] : kinds;
    }

    static bool NeedsMore(OrgFactor kind, SignInInput.Choose input) => kind.FactorType switch
    {
        FactorTypes.Sms or FactorTypes.Call => input.PhoneNumber is null,
        FactorTypes.Question or FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken => true,
        _ => false,
    };
}
