using Postern.Local.Storage;

namespace Postern.Local.SignIn;

/// <summary>What a login and a password come to.</summary>
abstract record SignInOutcome
{
    SignInOutcome()
    {
    }

    public sealed record Refused : SignInOutcome;

    public sealed record LockedOut : SignInOutcome;

    public sealed record PasswordExpired(User User) : SignInOutcome;

    public sealed record FactorRequired(User User) : SignInOutcome;

    public sealed record EnrollmentRequired(User User) : SignInOutcome;

    public sealed record Accepted(User User) : SignInOutcome;
}
