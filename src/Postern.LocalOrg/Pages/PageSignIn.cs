using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>What a login and a password on the page come to, and how far they take somebody towards what waits.</summary>
sealed class PageSignIn(PasswordSignIn signIn, SignInMachine machine)
{
    public async Task<PageAttempt> TryAsync(
        string login, string password, PendingAuthorization pending, string? address, CancellationToken ct)
    {
        var outcome = await signIn.TryAsync(login, password, ct);
        if (outcome.Accepted is not { } accepted)
            return new(null, outcome.IsLockedOut ? SignInPage.LockedOut : SignInPage.Refused);

        var proof = Proof.OfPassword(accepted, address) with { Wanted = Wanted(pending) };
        return new(await machine.IsKeptOutAsync(proof, ct) ? null : await machine.ReachAsync(proof, ct), SignInPage.Refused);
    }

    public async Task<SignInOutcome.Pending> KeepAsync(Reached reached, Work work, CancellationToken ct) =>
        (SignInOutcome.Pending)await machine.KeepAsync(reached, work, ct);

    /// <summary>The app may want to be surer than the policies do, or as sure as it can be.</summary>
    static Assurance Wanted(PendingAuthorization pending)
    {
        var context = AuthenticationContext.Read(pending.Parameters.GetValueOrDefault(Parameters.AcrValues));
        return pending.RequiresFactor || context is { TakesFactor: true } ? Assurance.Factor
            : context is { TakesFactorIfPossible: true } ? Assurance.FactorIfPossible
            : Assurance.AsThePoliciesSay;
    }
}

/// <summary>How far somebody got; null: the problem is told, and the page shown again.</summary>
sealed record PageAttempt(Reached? Reached, string Problem);
