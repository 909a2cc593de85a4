using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Finds what the code on a device's screen is for: whoever signs in next does so for that app (direct-auth.md 6).</summary>
sealed class EnterUserCodeStep(InteractionStore interactionStore, RateLimiter limits) : ISignInStep<SignInInput.EnterUserCode>
{
    const int MistakesPerMinute = 10; // RFC 8628 section 5.1

    public IReadOnlyList<string> Statuses => [AuthnStatuses.DeviceActivate];

    public async Task<Turn> TakeAsync(SignInInput.EnterUserCode input, SignInCall call, CancellationToken ct)
    {
        if (call.Transaction.Interaction is not { IsActivation: true } interaction)
            throw new SignInRefusal.WrongState();

        var (code, guesses) = (UserCodes.Normalised(input.Code ?? ""), "user codes of " + input.Caller.Address);
        if (!await limits.TryGuessAsync(guesses, MistakesPerMinute, ct))
            throw new SignInRefusal.TooManyAttempts();
        if (code.Length != UserCodes.Length || await interactionStore.FindUndecidedAsync(code, ct) is not { } waiting)
            throw new SignInRefusal.UserCodeUnknown();

        await limits.GiveBackAsync(guesses, ct);
        return new Turn.To(call.Transaction with
        {
            Status = AuthnStatuses.Unauthenticated,
            AppId = waiting.ClientId,
            Interaction = interaction with
            {
                UserCode = code,
                AuthorizationServerId = waiting.AuthorizationServerId,
                Scopes = waiting.Scopes,
                HasDefaultScopes = waiting.HasDefaultScopes,
            },
        });
    }
}
