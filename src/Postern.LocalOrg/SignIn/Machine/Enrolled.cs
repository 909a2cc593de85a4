using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Steps;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Keeps a factor that has proved itself; the transaction goes on as if it had been asked for.</summary>
sealed class Enrolled(FactorStore factorStore)
{
    public async Task<Turn.Onward> KeepAsync(SignInCall call, FactorKind kind, Factor factor, CancellationToken ct)
    {
        // One of each kind, a new one in the place of the old; of authenticators there may be several.
        var before = await factorStore.FactorsOfAsync(call.User.Id, ct);
        var replaced = before.FindAll(old =>
            old.FactorType == factor.FactorType
                && old.Provider == factor.Provider
                && (factor.FactorType is not FactorTypes.WebAuthn || old.CredentialId == factor.CredentialId));
        foreach (var old in replaced)
            factorStore.RemoveFactor(call.Work, old.Id);

        var kept = factor with
        {
            Id = kind.Prefix + (factor.Id.Length > 3 ? factor.Id[3..] : EnrollStep.NewIdRest()),
            QrToken = null,
            CreatedAt = Now(call),
            LastUpdatedAt = Now(call),
        };
        if (factor.FactorType is FactorTypes.WebAuthn)
            factorStore.AddFactor(call.Work, call.User.Id, kept);
        else
            factorStore.AddFactorBeside(call.Work, call.User.Id, kept, before);
        call.Work.Tell(SignInEvents.FactorActivated(call.User, kept));
        var methods = call.Transaction.Methods;
        if (!methods.Contains(kind.Method))
            methods = ["mfa", kind.Method, .. methods.Where(method => method != "mfa")];
        return new Turn.Onward(call.Transaction with { HasFactor = true, HasEnrolled = true, Methods = methods })
        {
            Credentials = call.Credentials! with
            {
                Enrolled = [.. before.Except(replaced).Append(kept).OrderBy(one => one.Id, StringComparer.Ordinal)],
            },
        };
    }

    static long Now(SignInCall call) => call.Around.Now.ToUnixTimeSeconds();
}
