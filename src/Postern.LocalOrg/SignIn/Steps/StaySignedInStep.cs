using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Notes whether the browser is to keep its session (idx.md 8).</summary>
sealed class StaySignedInStep : ISignInStep<SignInInput.StaySignedIn>
{
    public IReadOnlyList<string> Statuses => [FinalQuestions.AsksToStay];

    public Task<Turn> TakeAsync(SignInInput.StaySignedIn input, SignInCall call, CancellationToken ct) => Task.FromResult<Turn>(
        new Turn.Onward(call.Transaction with
        {
            Interaction = call.Transaction.Interaction! with { StaysSignedIn = input.Stays },
        }));
}
