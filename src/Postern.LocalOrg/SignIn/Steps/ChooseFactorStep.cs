using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Asks the authenticator that was chosen, or notes it where a method must be chosen too (idx.md 6.3, 7).</summary>
sealed class ChooseFactorStep(NextState next, VerifyStep verify) : ISignInStep<SignInInput.Choose>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.Unauthenticated, AuthnStatuses.MfaRequired, AuthnStatuses.MfaChallenge];

    public async Task<Turn> TakeAsync(SignInInput.Choose input, SignInCall call, CancellationToken ct)
    {
        var transaction = call.Transaction;
        if (!Statuses.Contains(transaction.Status) || transaction.Interaction is not { Login: not null } interaction)
            throw new SignInRefusal.WrongState();

        var chosen = transaction with
        {
            Status = transaction.Methods.Count == 0 ? AuthnStatuses.Unauthenticated : AuthnStatuses.MfaRequired,
            FactorResult = null,
            Interaction = interaction with { Chosen = input.Authenticator, Method = input.Method },
        };
        if (input.Authenticator == OrgFactors.Password)
            return NextState.TakesPassword(transaction)
                ? new Turn.To(chosen with { Factor = null, Challenge = null })
                : throw new SignInRefusal.NoSuchFactor(input.Authenticator);

        return await AskAsync(
            input, call with { Transaction = chosen, Around = call.Around with { Nonce = input.Nonce } }, call.Transaction, ct);
    }

    async Task<Turn> AskAsync(SignInInput.Choose input, SignInCall call, Transaction before, CancellationToken ct)
    {
        var factors = await FactorsAsync(input, call, ct);
        if (factors.DistinctBy(factor => factor.FactorType).Count() > 1)
            return new Turn.To(call.Transaction with { Factor = null, Challenge = null });

        var kind = FactorKinds.Of(factors[0]);
        if (!kind.IsChallenged)
            return new Turn.To(call.Transaction with
            {
                Status = AuthnStatuses.MfaChallenge,
                Factor = factors[0],
                Challenge = new() { SentAt = call.Around.Now.ToUnixTimeSeconds(), ExpiresAt = 0 },
            });
        try
        {
            // Of several security keys any may answer.
            return await verify.TakeAsync(
                new(factors.Count > 1 ? factors[0].FactorType : factors[0].Id, FactorAnswer.Nothing), call, ct);
        }
        catch (SignInRefusal.SentRecently) when (before.Factor?.Id == factors[0].Id)
        {
            // It has been asked a moment ago, and still is.
            return new Turn.To(before);
        }
    }

    async Task<List<Factor>> FactorsAsync(SignInInput.Choose input, SignInCall call, CancellationToken ct)
    {
        if (call.Credentials is not { } credentials || !await next.MayComeFirstAsync(call.Transaction, credentials.User, ct))
            throw new SignInRefusal.NoSuchFactor(input.Authenticator);

        var factors = (await next.FactorsAsync(call.Transaction, ct)).FindAll(
            factor => IsMeant(factor, input));
        return factors.Count > 0
            ? factors
            : throw new SignInRefusal.NoSuchFactor(input.Authenticator)
            {
                WouldNotHelp = (await next.AllFactorsAsync(call.Transaction, ct)).Exists(factor => IsMeant(factor, input)),
            };
    }

    static bool IsMeant(Factor factor, SignInInput.Choose input) =>
        OrgFactors.Find(factor.FactorType, factor.Provider) is { } known
            && known.Authenticator == input.Authenticator
            && (input.Method is null || known.Method == input.Method);
}
