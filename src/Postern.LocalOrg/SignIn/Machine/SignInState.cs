using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Where a transaction stands, with all that a surface needs to show of it: a closed set.</summary>
abstract record SignInState
{
    SignInState()
    {
    }

    public required Transaction Transaction { get; init; }

    /// <summary>The app whose request began it, by name; null where none did.</summary>
    public string? AppName { get; init; }

    /// <summary>Of somebody who has proved nothing yet: who may sign them in.</summary>
    public Routing Routing { get; init; } = Routing.Here;

    /// <summary>Null where nobody is known yet, or where somebody is recovered who does not exist.</summary>
    public Credentials? Credentials { get; init; }

    public sealed override string ToString() => Transaction.ToString();

    /// <summary>Nobody is known yet: an app's request waits for somebody to sign in.</summary>
    public sealed record Identifying : SignInState
    {
        /// <summary>What is asked of people who make themselves users; null: nobody may.</summary>
        public SelfRegistration? Registration { get; init; }
    }

    /// <summary>A factor takes the password's place: these may.</summary>
    public sealed record ChoosingFirstFactor(List<Factor> Factors) : SignInState;

    /// <summary>One of these must be answered. The rule says whether the device may be remembered.</summary>
    public sealed record ChoosingFactor(List<Factor> Factors, SessionRule? Rule) : SignInState;

    /// <summary>
    /// This one has been asked: <see cref="Transaction.Challenge"/> says what, and <see cref="Transaction.FactorResult"/> how it stands.
    /// </summary>
    public sealed record FactorChallenged(Factor Factor) : SignInState
    {
        /// <summary>Of Identity Engine's: what could be answered in its place, and itself.</summary>
        public List<Factor> Choices { get; init; } = [];

        /// <summary>Where any of a kind may answer; null: this one alone.</summary>
        public List<Factor>? Any { get; init; }

        public SessionRule? Rule { get; init; }

        /// <summary>Whether it takes the password's place.</summary>
        public bool IsFirst => Transaction.Methods.Count == 0;
    }

    /// <summary>These may be set up; <see cref="Enrolled"/> are there.</summary>
    public sealed record ChoosingEnrollment(List<FactorRule> Choices, List<Factor> Enrolled, bool MaySkip) : SignInState;

    /// <summary>This one is being set up; <see cref="Choices"/> are those that could be in its place, and itself.</summary>
    public sealed record Enrolling(Factor Factor, List<FactorRule> Choices, List<Factor> Enrolled) : SignInState;

    /// <summary>It has expired, will soon, or is to be set anew: the status says which.</summary>
    public sealed record PasswordDue(PasswordPolicy Policy, int? DaysLeft) : SignInState;

    /// <summary>The recovery question is to be answered; null: there is none.</summary>
    public sealed record AskingRecoveryQuestion(string? Question) : SignInState;

    /// <summary>The code that was sent for a recovery is to be given.</summary>
    public sealed record AwaitingRecoveryCode : SignInState;

    /// <summary>By the link of a mail: the page that waits is told so, whatever it asks.</summary>
    public sealed record Unlocked : SignInState;

    /// <summary>Somebody came by an activation link that is good no longer; another may be asked for.</summary>
    public sealed record ActivationLinkExpired : SignInState;

    /// <summary>The code is to be typed that a device shows.</summary>
    public sealed record AwaitingUserCode : SignInState;

    /// <summary>The profile lacks these.</summary>
    public sealed record CompletingProfile(IReadOnlyList<SelfRegistration.Attribute> Missing) : SignInState
    {
        public bool MaySkip => !Missing.Any(attribute => attribute.IsRequired);
    }

    /// <summary>Whether the app, or a device, is to have these scopes.</summary>
    public sealed record AskingConsent(IReadOnlyList<OAuth2Scope> Scopes) : SignInState;

    /// <summary>Whether the browser is to keep its session.</summary>
    public sealed record AskingToStay : SignInState;

    /// <summary>Somebody has signed in for an app's request, which can go on.</summary>
    public sealed record Finished : SignInState;
}
