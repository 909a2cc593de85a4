using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Why no code came for a session token: the causes by likelihood, with what to change where, by the org's engine (oie-sessiontoken.md
/// 2.2, why-it-fails.md C01 and C03).
/// </summary>
static class SessionRefusal
{
    public static bool Concerns(OktaException refused) => refused
        is OAuthException { Error: OAuthErrors.LoginRequired }
        or InteractionRequiredException { Interaction: Interaction.SignIn or Interaction.Factor or Interaction.Reauthentication };

    public static async Task<Advice> ExplainAsync(OktaClient client, OktaException refused, SessionTokenAge age, CancellationToken ct)
    {
        var policy = PolicyOf(await client.Engine.AskAsync(ct).ConfigureAwait(false));
        var spent = AuthorizeReasons.SpentToken;
        return (IsThePolicys(refused), age) switch
        {
            (true, _) => policy,
            (_, SessionTokenAge.Fresh) => new Advice($"Most likely: {policy.Hint} Less likely: {spent.Hint}", policy.Or("C01")),
            _ => new Advice($"{spent.Hint} If it was fresh: {policy.Hint}", spent.Or(policy.Id)),
        };
    }

    // These texts and pages are shown for a session that was made, and did not suffice.
    static bool IsThePolicys(OktaException refused) => refused switch
    {
        OAuthException { ErrorDescription: { } text } => text.Contains("re-authentication or MFA", StringComparison.OrdinalIgnoreCase),
        InteractionRequiredException { Interaction: Interaction.Factor or Interaction.Reauthentication } => true,
        _ => false,
    };

    static FailureReason PolicyOf(string? pipeline) => pipeline switch
    {
        OrgEngine.Identity => EngineReasons.AppPolicy,
        OrgEngine.Classic => AuthorizeReasons.ClassicPolicy,
        _ => AuthorizeReasons.AnyPolicy,
    };
}

/// <summary>What is known of a session token when it is spent.</summary>
enum SessionTokenAge
{
    /// <summary>It came from somebody else, at some time.</summary>
    Unknown,

    /// <summary>This very run got it.</summary>
    Fresh,
}
