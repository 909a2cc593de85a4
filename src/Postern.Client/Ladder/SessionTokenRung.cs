using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// The technique. On Identity Engine it is open while the app's policy is content with what the global session policy collected
/// (oie-sessiontoken.md 2.2).
/// </summary>
sealed class SessionTokenRung(OktaClient client) : IRung
{
    public SignInWay Way => SignInWay.SessionToken;

    public Closing? IsClosed(SignInRun run, string? pipeline) => null;

    public Task<TokenSet> GetTokensAsync(SignInRun run, CancellationToken ct) =>
        client.SessionTokenFlow.GetTokensAsync(run.Username, run.Password, run.Options.Answers, run.Authorize, ct);

    public Closing? Leaves(OktaException failure) => failure switch
    {
        _ when SessionRefusal.Concerns(failure) => Closing.By(failure),
        OAuthException { Stage: Stage.Authorize, Error: OAuthErrors.InteractionRequired or OAuthErrors.UnauthorizedClient } =>
            Closing.By(failure),
        // The password was right, and what is left only a page can do.
        AuthnException
        {
            Transaction: AuthnTransaction.SuccessWithoutSessionToken or AuthnTransaction.SignInPageOnly or AuthnTransaction.Unknown
                or AuthnTransaction.PasswordExpired { ChangePassword: null },
        } => Closing.By(failure),
        { Stage: Stage.Authn } when Closing.IsMissing(failure) => Closing.By(failure),
        _ => null,
    };
}
