namespace Postern.Protocol;

/// <summary>Values of <c>factorResult</c> in a transaction of Okta's Authentication API.</summary>
public static class FactorResults
{
    public const string Cancelled = "CANCELLED";
    public const string Challenge = "CHALLENGE";
    public const string Error = "ERROR";
    public const string PasscodeReplayed = "PASSCODE_REPLAYED";
    public const string Rejected = "REJECTED";
    public const string Success = "SUCCESS";
    public const string TimedOut = "TIMEOUT";
    public const string TimeWindowExceeded = "TIME_WINDOW_EXCEEDED";
    public const string Waiting = "WAITING";
}
