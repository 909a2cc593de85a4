using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Answers a factor, sends what it must answer, or asks how a push stands (authn.md 7.1).</summary>
sealed class VerifyStep(OrgStore store, NextState next, FactorFailures failures) : IAuthnStep
{
    public string Path => "/factors/{factorId}/verify";

    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaRequired, AuthnStatuses.MfaChallenge, AuthnStatuses.Unauthenticated];

    public async Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct)
    {
        var factor = await FindAsync(call, ct);
        call = KeepingAutoPush(call, factor);
        var kind = FactorKinds.Of(factor);
        var challenge = call.Transaction.Factor?.Id == factor.Id ? call.Transaction.Challenge : null;
        if (kind.HasAnswer(call.Request.Answered()))
        {
            await failures.CountingAsync(call.User, () => VerifyAsync(call, kind, factor, challenge, ct), call.Work, ct);
            return await ProvedAsync(call, kind, factor, ct);
        }

        if (factor.FactorType is FactorTypes.Push && challenge is not null && call.Transaction.FactorResult is FactorResults.Waiting)
            return await PollAsync(call, kind, factor, challenge, ct);
        if (factor.FactorType is FactorTypes.Question)
            return Challenged(call, factor, new() { SentAt = call.Around.Now.ToUnixTimeSeconds(), ExpiresAt = 0 }, null);
        if (!kind.IsChallenged)
            throw new SignInRefusal.Blank(SignInField.Passcode);

        CodeFactor.CheckPause(factor.FactorType, challenge, call.Around.Now);
        var asked = await kind.ChallengeAsync(factor, call.Around, ct);
        return Challenged(call, factor, asked with { IsForAny = factor.FactorType is FactorTypes.WebAuthn && call.Route("factorId") == factor.FactorType }, kind.Awaits);
    }

    /// <summary>Where any authenticator may answer, the answer does not say which did: each is tried.</summary>
    async Task VerifyAsync(AuthnCall call, FactorKind kind, Factor factor, Challenge? challenge, CancellationToken ct)
    {
        var others = challenge is { IsForAny: true } ? (await next.FactorsAsync(call.Transaction, ct)).FindAll(other => other.FactorType == factor.FactorType && other.Id != factor.Id) : [];
        foreach (var other in others)
            try
            {
                await kind.VerifyAsync(other, challenge, call.Request.Answered(), call.Around, ct);
                return;
            }
            catch (SignInRefusal.WrongAnswer)
            {
                // Not this one's.
            }

        await kind.VerifyAsync(factor, challenge, call.Request.Answered(), call.Around, ct);
    }

    /// <summary>By its id, or by its type where there is one of that type.</summary>
    async Task<Factor> FindAsync(AuthnCall call, CancellationToken ct)
    {
        var id = call.Route("factorId");
        var factors = await next.FactorsAsync(call.Transaction, ct);
        return factors.Find(factor => factor.Id == id) ?? factors.Find(factor => factor.FactorType == id)
            ?? throw new SignInRefusal.NoSuchFactor(id); // UNCONFIRMED (authn.md 14): the type's name
    }

    async Task<Turn> PollAsync(AuthnCall call, FactorKind kind, Factor factor, Challenge challenge, CancellationToken ct)
    {
        var result = await PushFactor.ResultAsync(challenge, store, ct);
        return result switch
        {
            FactorResults.Success => await ProvedAsync(call, kind, factor, ct),
            FactorResults.Waiting => new Turn.To(call.Transaction),
            _ => Challenged(call, factor, challenge with { CorrectAnswer = null }, result),
        };
    }

    async Task<Turn> ProvedAsync(AuthnCall call, FactorKind kind, Factor factor, CancellationToken ct)
    {
        if (call.Transaction.Methods.Count == 0)
            return new Turn.Onward(call.Transaction with { FirstFactorId = factor.Id, Methods = [kind.Method] });

        // A browser that came without a name was given one with the answer that began this.
        var named = call.Transaction.Device ?? AuthnCaller.DeviceNamed(call.Http.Request);
        if (named is { } device)
        {
            store.RememberDevice(call.Work, call.User.Id, "known:" + device, call.Around.Now.AddYears(2));
            var rule = await next.SessionRuleAsync(call.Transaction, call.User, ct);
            if (rule is { FactorLifetime: { Ticks: > 0 } lifetime } && (call.IsOn("rememberDevice") || (call.Request.RememberDevice ?? false)))
                store.RememberDevice(call.Work, call.User.Id, device, call.Around.Now + lifetime);
        }

        return new Turn.Onward(call.Transaction with { Device = named, HasFactor = true, Methods = ["mfa", kind.Method, .. call.Transaction.Methods] });
    }

    /// <summary><c>?autoPush=</c> is kept on the device: authn.md 7.1.</summary>
    static AuthnCall KeepingAutoPush(AuthnCall call, Factor factor)
    {
        var asked = bool.TryParse(call.Http.Request.Query["autoPush"], out var inQuery) ? inQuery : call.Request.AutoPush;
        if (factor.FactorType is not FactorTypes.Push || asked is not { } isOn || isOn == call.Transaction.AutoPush)
            return call;

        AuthnCaller.KeepAutoPush(call.Http, call.User.Id, isOn);
        return call with { Transaction = call.Transaction with { AutoPush = isOn } };
    }

    static Turn.To Challenged(AuthnCall call, Factor factor, Challenge challenge, string? result) =>
        new(call.Transaction with { Status = AuthnStatuses.MfaChallenge, Factor = factor, Challenge = challenge, FactorResult = result });
}
