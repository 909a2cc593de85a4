using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// The interaction code flow. Whether the app has the grant no metadata says: the org answers it before it asks for a user.
/// </summary>
sealed class InteractionCodeRung(OktaClient client) : IRung
{
    public SignInWay Way => SignInWay.InteractionCode;

    public Closing? IsClosed(SignInRun run, string? pipeline) =>
        Closing.ByEngine(pipeline) ?? AskedFor.Beyond(run.Authorize, Parameters.AcrValues, Parameters.LoginHint);

    public Task<TokenSet> GetTokensAsync(SignInRun run, CancellationToken ct) => client.InteractionCodeFlow.GetTokensAsync(
        run.Username, run.Password, run.Options.Answers, AskedFor.AsGrant(run.Authorize), run.Authorize, ct);

    public Closing? Leaves(OktaException failure) => failure switch
    {
        OAuthException { Error: OAuthErrors.UnauthorizedClient or OAuthErrors.UnsupportedGrantType } => new(
            failure.Message, "Have an admin add the grant type Interaction Code to the app."),
        OAuthException { Stage: Stage.Interact, Error: OAuthErrors.AccessDenied } => Closing.By(failure),
        // The access policy's rule lists the grants that it is for.
        OAuthException { Stage: Stage.Token, Error: OAuthErrors.AccessDenied } => Closing.By(failure),
        { Stage: Stage.Interact } when Closing.IsMissing(failure) => Closing.By(failure),
        IdxException { Failure: IdxFailure.Unsupported } => Closing.By(failure),
        _ => null,
    };
}
