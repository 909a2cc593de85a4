using static Postern.Client.FailureReason;

namespace Postern.Client;

/// <summary>Which limit was reached: G of docs/okta/why-it-fails.md.</summary>
static class LimitReasons
{
    const int OfOneClient = 60;

    public static FailureReason OneUser { get; } = Known(
        "G01",
        "One user may sign in 4 times a second.",
        "Keep tokens between tests instead of signing in for each; one user may sign in 4 times a second. Or allow a longer " +
        "MaxRateLimitWait.").Or("G03", "G05");

    public static FailureReason OneClient { get; } = Known(
        "G02",
        "One client at one address may ask 60 times a minute, and 5 times at once.",
        "Keep tokens between tests instead of getting new ones for each; one client at one address may ask 60 times a minute. Or allow a " +
        "longer MaxRateLimitWait.").Or("G03");

    public static FailureReason WholeOrg { get; } = Known(
        "G03",
        "The org's own limit for this endpoint is used up, by whoever.",
        "Keep tokens between tests instead of getting new ones for each; one client at one address may ask 60 times a minute. Or allow a " +
        "longer MaxRateLimitWait.").Or("G01", "G02");

    public static FailureReason AtOnce { get; } = Known(
        "G04",
        "Too many requests were under way at once: an org takes 75, a free one 35.",
        "Keep tokens between tests, and ask for fewer at a time. Or allow a longer MaxRateLimitWait.");

    public static FailureReason OneSignIn { get; } = Known(
        "G05",
        "One user may take 20 steps in 5 seconds on Identity Engine, and 10 of one sign-in.",
        "Give each parallel test a user of its own.");

    public static FailureReason Codes { get; } = Known(
        "G06", "Codes are not sent as often as that.", "Wait as long as it says: the code that was sent before is still good.").Or("B16");

    public static IReadOnlyList<FailureReason> All => [OneUser, OneClient, WholeOrg, AtOnce, OneSignIn, Codes];

    /// <param name="stage">Whose request it was.</param>
    /// <param name="limit">As the answer tells it: 0 for a limit on concurrency.</param>
    public static FailureReason Of(Stage stage, int? limit) => (stage, limit) switch
    {
        (_, 0) => AtOnce,
        (Stage.Authn, _) => OneUser,
        (Stage.Authorize, OfOneClient) => OneClient,
        _ => WholeOrg,
    };
}
