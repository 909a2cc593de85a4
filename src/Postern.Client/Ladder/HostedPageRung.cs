using Postern.Protocol;

namespace Postern.Client;

/// <summary>The hosted page: the last, since Okta promises nothing of it.</summary>
sealed class HostedPageRung(OktaClient client) : IRung
{
    public SignInWay Way => SignInWay.HostedPage;

    public Closing? IsClosed(SignInRun run, string? pipeline) => Closing.ByEngine(pipeline);

    public Task<TokenSet> GetTokensAsync(SignInRun run, CancellationToken ct) =>
        client.HostedPageFlow.GetTokensAsync(run.Username, run.Password, run.Options.Answers, run.Authorize, ct);

    public Closing? Leaves(OktaException failure) => failure switch
    {
        InteractionRequiredException => Closing.By(failure),
        OAuthException { Stage: Stage.Authorize, Error: OAuthErrors.InteractionRequired or OAuthErrors.UnauthorizedClient } =>
            Closing.By(failure),
        _ => null,
    };
}
