using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Why no code came for a session token: the causes by likelihood, with what to change where, by the org's engine (oie-sessiontoken.md
/// 2.2, why-it-fails.md C01 and C03).
/// </summary>
static class SessionRefusal
{
    const string SpentToken =
        "The session token was not accepted: it is spent after one authorization request, lives 5 minutes, and belongs to the org that " +
        "gave it. Get a fresh one right before, and let nothing send the request twice.";

    public static bool Concerns(OktaException refused) => refused
        is OAuthException { Error: OAuthErrors.LoginRequired }
        or InteractionRequiredException { Interaction: Interaction.SignIn or Interaction.Factor or Interaction.Reauthentication };

    public static async Task<string> ExplainAsync(OktaClient client, OktaException refused, SessionTokenAge age, CancellationToken ct)
    {
        var policy = PolicyOf(await client.Engine.AskAsync(ct).ConfigureAwait(false));
        return (IsThePolicys(refused), age) switch
        {
            (true, _) => policy,
            (_, SessionTokenAge.Fresh) => $"Most likely: {policy} Less likely: {SpentToken}",
            _ => $"{SpentToken} If it was fresh: {policy}",
        };
    }

    // These texts and pages are shown for a session that was made, and did not suffice.
    static bool IsThePolicys(OktaException refused) => refused switch
    {
        OAuthException { ErrorDescription: { } text } => text.Contains("re-authentication or MFA", StringComparison.OrdinalIgnoreCase),
        InteractionRequiredException { Interaction: Interaction.Factor or Interaction.Reauthentication } => true,
        _ => false,
    };

    static string PolicyOf(string? pipeline) => pipeline switch
    {
        OrgEngine.Identity =>
            "The app's sign-in policy wants more than the global session policy collected, as 'any two factors', which new apps have, " +
            "does. "
            + "This org is on Identity Engine: have an admin give the test users' group a rule of first priority in the app's policy " +
                "(Security, Authentication Policies, or the app's Sign On tab) that is content with a password and asks again never; "
            + "or have the global session policy (Security, Global Session Policy) ask for the factor, and answer it at the sign-in.",
        OrgEngine.Classic =>
            "The app's sign-on policy wants more than a password, or the password again. "
            + "This org is on Classic Engine: have an admin give the test users' group a rule of first priority (Applications, the app, " +
                "Sign On) that prompts neither for a factor nor for re-authentication.",
        _ =>
            "The app's own policy wants more than a password. Have an admin give the test users' group a rule of first priority that is " +
            "content with one and never asks again "
            + "(Classic Engine: Applications, the app, Sign On; Identity Engine: Security, Authentication Policies, the app's), or the " +
                "global session policy ask for what the app's wants.",
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
