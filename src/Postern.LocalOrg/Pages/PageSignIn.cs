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
        string login, string password, PendingAuthorization pending, Origin origin, CancellationToken ct)
    {
        var outcome = await signIn.TryAsync(login, password, origin, ct);
        if (outcome.Accepted is not { } accepted)
            return outcome.IsLockedOut
                ? new(outcome.UserId, SignInPage.LockedOut, "locked_out")
                : new(outcome.UserId, SignInPage.Refused, "wrong_credentials");

        var proof = Proof.OfPassword(accepted, origin.Address) with { Wanted = Wanted(pending) };
        return new(outcome.UserId, SignInPage.Refused, "access_denied")
        {
            Reached = await machine.IsKeptOutAsync(proof, ct) ? null : await machine.ReachAsync(proof, ct),
        };
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

/// <summary>Whose attempt it was, where that is somebody's, and what is told and noted of one that failed.</summary>
sealed record PageAttempt(string? UserId, string Problem, string Why)
{
    /// <summary>How far somebody got; null: the problem is told, and the page shown again.</summary>
    public Reached? Reached { get; init; }
}
