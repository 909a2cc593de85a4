using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.SignIn;

/// <summary>What the System Log has of signing in: management.md 17.</summary>
static class SignInEvents
{
    public static LogEvent SignedIn(User user) => new() { Type = EventTypes.SessionStart, Actor = LogParty.Of(user) };

    public static LogEvent Expired(User user) => new()
    {
        Type = EventTypes.SessionExpire, Actor = LogParty.System, Targets = [LogParty.Of(user)],
    };

    public static LogEvent PushDenied(User user) => new() { Type = EventTypes.PushDenied, Actor = LogParty.Of(user) };

    /// <summary>Nobody's attempt is told without what was typed.</summary>
    public static LogEvent Refused(User? user, string reason) => new()
    {
        Type = EventTypes.SessionStart, Actor = user is null ? LogParty.Unknown : LogParty.Of(user), Result = "FAILURE", Reason = reason,
    };

    public static LogEvent Locked(User user) => new()
    {
        Type = EventTypes.AccountLock, Actor = LogParty.Of(user), Targets = [LogParty.Of(user)],
    };

    public static LogEvent Unlocked(User user) => new()
    {
        Type = EventTypes.AccountUnlock, Actor = LogParty.Of(user), Targets = [LogParty.Of(user)],
    };

    /// <summary>The rule is null where no policy has one for this user, and a password is enough.</summary>
    public static LogEvent Evaluated(User user, string result, SessionRule? rule) => new()
    {
        Type = EventTypes.SignOnEvaluated, Actor = LogParty.Of(user), Result = result,
        Targets = rule is null ? null : [new(rule.Id, "PolicyRule", "unknown", rule.Name)],
    };

    public static LogEvent Answered(User user, Factor factor) => new()
    {
        Type = EventTypes.FactorAnswered, Actor = LogParty.Of(user), Debug = new Dictionary<string, string> { ["factor"] = NameOf(factor) },
    };

    /// <summary>Where it does not say which of several it answers, the factor is not told.</summary>
    public static LogEvent AnsweredWrongly(User user, IReadOnlyList<Factor> tried) => new()
    {
        Type = EventTypes.FactorAnswered, Actor = LogParty.Of(user), Result = "FAILURE", Reason = "INVALID_CREDENTIALS",
        Debug = tried is [var only] ? new Dictionary<string, string> { ["factor"] = NameOf(only) } : null,
    };

    /// <summary>On Identity Engine a password is a factor like any other.</summary>
    public static LogEvent AnsweredWithPassword(User user) => new()
    {
        Type = EventTypes.FactorAnswered, Actor = LogParty.Of(user),
        Debug = new Dictionary<string, string> { ["factor"] = "PASSWORD_AS_FACTOR" },
    };

    /// <summary>Somebody made themselves a user. UNCONFIRMED: that they are the actor.</summary>
    public static LogEvent Registered(User user) => Own(EventTypes.UserCreated, user);

    /// <inheritdoc cref="Registered"/>
    public static LogEvent Activated(User user) => Own(EventTypes.UserActivated, user);

    public static LogEvent PasswordChanged(User user) => Own(EventTypes.PasswordChanged, user);

    public static LogEvent FactorActivated(User user, Factor factor) => Own(EventTypes.FactorActivated, user) with
    {
        Debug = new Dictionary<string, string> { ["factor"] = NameOf(factor) },
    };

    static LogEvent Own(string type, User user) => new() { Type = type, Actor = LogParty.Of(user), Targets = [LogParty.Of(user)] };

    /// <summary>UNCONFIRMED: the names beside Okta's own PASSWORD_AS_FACTOR; provider and type say as much.</summary>
    static string NameOf(Factor factor) =>
        $"{factor.Provider}_{factor.FactorType}".ToUpperInvariant().Replace(':', '_').Replace('-', '_').Replace(' ', '_');
}
