using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Answers a factor, sends what it must answer, or asks how a push stands (authn.md 7.1).</summary>
sealed class VerifyStep(FactorStore factorStore, NextState next, FactorFailures failures) : ISignInStep<SignInInput.Verify>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaRequired, AuthnStatuses.MfaChallenge, AuthnStatuses.Unauthenticated];

    public async Task<Turn> TakeAsync(SignInInput.Verify input, SignInCall call, CancellationToken ct)
    {
        var factor = await FindAsync(input, call, ct);
        var autoPush = factor.FactorType is FactorTypes.Push && input.AutoPush is { } isOn && isOn != call.Transaction.AutoPush
            ? new AutoPushChoice(call.User.Id, isOn)
            : null;
        if (autoPush is null)
            return await TakeAsync(input, call, factor, ct);

        // Kept on the device: authn.md 7.1.
        var turn = await TakeAsync(input, call with { Transaction = call.Transaction with { AutoPush = autoPush.IsOn } }, factor, ct);
        return turn with { AutoPush = autoPush };
    }

    /// <summary>An answer that does not say which factor's it is: each is tried, and all together are wrong once.</summary>
    public async Task<Turn> TakeAnyAsync(List<Factor> factors, FactorAnswer answer, SignInCall call, CancellationToken ct)
    {
        Factor? proved = null;
        await failures.CountingAsync(
            call.User,
            factors,
            async () => proved = await RightAsync(factors, answer, call, ct) ?? throw new SignInRefusal.WrongAnswer(AnswerKind.Passcode),
            call.Work, ct);
        return await ProvedAsync(new(proved!.Id, answer), call, proved, ct);
    }

    static async Task<Factor?> RightAsync(List<Factor> factors, FactorAnswer answer, SignInCall call, CancellationToken ct)
    {
        foreach (var factor in factors)
            try
            {
                await FactorKinds.Of(factor).VerifyAsync(factor, null, answer, call.Around, ct);
                return factor;
            }
            catch (SignInRefusal.WrongAnswer)
            {
                // Not this one's.
            }

        return null;
    }

    async Task<Turn> TakeAsync(SignInInput.Verify input, SignInCall call, Factor factor, CancellationToken ct)
    {
        var kind = FactorKinds.Of(factor);
        var challenge = call.Transaction.Factor?.Id == factor.Id ? call.Transaction.Challenge : null;
        if (kind.HasAnswer(input.Answer))
        {
            await failures.CountingAsync(call.User, [factor], () => VerifyAsync(input, call, factor, challenge, ct), call.Work, ct);
            return await ProvedAsync(input, call, factor, ct);
        }

        if (factor.FactorType is FactorTypes.Push && challenge is not null && call.Transaction.FactorResult is FactorResults.Waiting)
            return await PollAsync(input, call, factor, challenge, ct);
        if (factor.FactorType is FactorTypes.Question)
            return Challenged(call, factor, new() { SentAt = call.Around.Now.ToUnixTimeSeconds(), ExpiresAt = 0 }, null);
        if (!kind.IsChallenged)
            throw new SignInRefusal.Blank(SignInField.Passcode);

        CodeFactor.CheckPause(factor.FactorType, challenge, call.Around.Now);
        var asked = await kind.ChallengeAsync(factor, call.Around, ct);
        return Challenged(
            call,
            factor,
            asked with { IsForAny = factor.FactorType is FactorTypes.WebAuthn && input.FactorId == factor.FactorType },
            kind.Awaits);
    }

    /// <summary>Where any authenticator may answer, the answer does not say which did: each is tried.</summary>
    async Task VerifyAsync(SignInInput.Verify input, SignInCall call, Factor factor, Challenge? challenge, CancellationToken ct)
    {
        var kind = FactorKinds.Of(factor);
        var others = challenge is { IsForAny: true }
            ? (await next.FactorsAsync(call.Transaction, ct))
                .FindAll(other => other.FactorType == factor.FactorType && other.Id != factor.Id)
            : [];
        foreach (var other in others)
            try
            {
                await kind.VerifyAsync(other, challenge, input.Answer, call.Around, ct);
                return;
            }
            catch (SignInRefusal.WrongAnswer)
            {
                // Not this one's.
            }

        await kind.VerifyAsync(factor, challenge, input.Answer, call.Around, ct);
    }

    /// <summary>By its id, or by its type where there is one of that type.</summary>
    async Task<Factor> FindAsync(SignInInput.Verify input, SignInCall call, CancellationToken ct)
    {
        var factors = await next.FactorsAsync(call.Transaction, ct);
        // Of Identity Engine's the surface does not say whether a factor may come first.
        if (call.Transaction.Interaction is not null && !await next.MayComeFirstAsync(call.Transaction, call.User, ct))
            throw new SignInRefusal.WrongState();
        return factors.Find(factor => factor.Id == input.FactorId) ?? factors.Find(factor => factor.FactorType == input.FactorId)
            ?? throw new SignInRefusal.NoSuchFactor(input.FactorId);
    }

    async Task<Turn> PollAsync(SignInInput.Verify input, SignInCall call, Factor factor, Challenge challenge, CancellationToken ct)
    {
        var result = await PushFactor.ResultAsync(challenge, factorStore, ct);
        return result switch
        {
            FactorResults.Success => await ProvedAsync(input, call, factor, ct),
            FactorResults.Waiting => new Turn.To(call.Transaction),
            _ => Challenged(call, factor, challenge with { CorrectAnswer = null }, result),
        };
    }

    async Task<Turn> ProvedAsync(SignInInput.Verify input, SignInCall call, Factor factor, CancellationToken ct)
    {
        var method = FactorKinds.Of(factor).Method;
        call.Work.Tell(SignInEvents.Answered(call.User, factor));
        if (call.Transaction.Methods.Count == 0)
            return new Turn.Onward(call.Transaction with { FirstFactorId = factor.Id, Methods = [method] });

        // A browser that came without a name was given one with the answer that began this.
        var named = call.Transaction.Device ?? input.Device;
        if (named is { } device)
        {
            factorStore.RememberDevice(call.Work, call.User.Id, "known:" + device, call.Around.Now.AddYears(2));
            var rule = await next.SessionRuleAsync(call.Transaction, call.User, ct);
            var remembers = input.RemembersDevice || call.Transaction.Interaction is { RemembersDevice: true };
            if (rule is { FactorLifetime: { Ticks: > 0 } lifetime } && remembers)
                factorStore.RememberDevice(call.Work, call.User.Id, device, call.Around.Now + lifetime);
        }

        return new Turn.Onward(call.Transaction.Proving(method) with { Device = named });
    }

    static Turn.To Challenged(SignInCall call, Factor factor, Challenge challenge, string? result) =>
        new(call.Transaction with { Status = AuthnStatuses.MfaChallenge, Factor = factor, Challenge = challenge, FactorResult = result });
}
