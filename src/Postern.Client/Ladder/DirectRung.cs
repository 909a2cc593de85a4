using Postern.Protocol;

namespace Postern.Client;

/// <summary>Direct authentication: password and factors at the token endpoint, for apps that have the grants (direct-auth.md 1).</summary>
sealed class DirectRung(OktaClient client) : IRung
{
    public SignInWay Way => SignInWay.DirectAuthentication;

    public Closing? IsClosed(SignInRun run, string? pipeline) =>
        Closing.ByEngine(pipeline) ?? AskedFor.Beyond(run.Authorize) ?? Unsuited(run.Authorize) ?? Unlisted();

    public Task<TokenSet> GetTokensAsync(SignInRun run, CancellationToken ct) => client.DirectAuthenticationFlow.GetTokensOfAsync(
        run.Username, run.Password, run.Options.Answers, AskedFor.AsGrant(run.Authorize), run.Authorize.ExpectedUserId, ct);

    public Closing? Leaves(OktaException failure) => failure switch
    {
        // Whoever said no to a push is not sent another one by the next way.
        OAuthException { MayBeAPersons: true } => null,
        OAuthException { Error: OAuthErrors.UnauthorizedClient or OAuthErrors.UnsupportedGrantType } => new(
            failure.Message,
            "Have an admin add the grants of direct authentication (Resource Owner Password, MFA OTP, MFA OOB) to the app."),
        // The password was right; what it can be asked for besides is not what this user has an answer to.
        OAuthException { Error: OAuthErrors.MfaRequired } => Closing.By(failure),
        // A rule of the access policy lists the grants that it is for.
        OAuthException { Error: OAuthErrors.AccessDenied } => Closing.By(failure),
        { Stage: Stage.DirectAuthentication } when Closing.IsMissing(failure) => Closing.By(failure),
        _ => null,
    };

    static Closing? Unsuited(AuthorizeOptions asked) => asked.MaxAge is null
        ? null
        : new("It cannot ask for max_age, which was asked for.", "Leave out the age of the sign-in.");

    // The server's metadata names these grants where it has them (direct-auth.md 0).
    Closing? Unlisted() => client.Discovery.Known is { GrantTypesSupported: { Count: > 0 } grants } && !grants.Contains(GrantTypes.Password)
        ? new(
            "The authorization server's metadata does not name the grant password.",
            "Have an admin switch on direct authentication, and add its grants to the app.")
        : null;
}
