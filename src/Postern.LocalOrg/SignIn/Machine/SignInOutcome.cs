using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>What came of a call: it goes on, or has ended one way or another. Each surface writes it in its own words.</summary>
abstract record SignInOutcome
{
    SignInOutcome()
    {
    }

    /// <summary>Whether the device is to send this user's pushes without being asked for, where that has changed.</summary>
    public AutoPushChoice? AutoPush { get; init; }

    /// <summary>Whom it concerns, where that is somebody: for those who watch.</summary>
    public string? UserId => this switch
    {
        Pending pending => pending.State.Transaction.UserId,
        SignedIn done => done.Transaction.UserId,
        Unlocked unlocked => unlocked.Transaction.UserId,
        Ended ended => ended.Transaction.UserId,
        LockedOut locked => locked.Locked,
        RecoveryHandedOut handed => handed.Credentials.User.Id,
        _ => null,
    };

    /// <summary>The same, where they have been looked up.</summary>
    public User? User => this switch
    {
        Pending pending => pending.State.Credentials?.User,
        SignedIn done => done.Credentials.User,
        RecoveryHandedOut handed => handed.Credentials.User,
        _ => null,
    };

    /// <summary>There is more to do; the state token goes on with it.</summary>
    public sealed record Pending(SignInState State, string StateToken, DateTimeOffset ExpiresAt) : SignInOutcome
    {
        /// <summary>Whether this very call has brought it there.</summary>
        public bool HasChanged { get; init; }

        public override string ToString() => State.ToString();
    }

    /// <summary>The one-time token becomes a session.</summary>
    public sealed record SignedIn(
        Transaction Transaction, Credentials Credentials, string SessionToken, DateTimeOffset ExpiresAt) : SignInOutcome
    {
        public override string ToString() => $"signed in: {Credentials}";
    }

    /// <summary>The policy says so to those whose account is.</summary>
    public sealed record LockedOut(string? RelayState, string? Locked) : SignInOutcome;

    /// <summary>A mail is on its way, or would be if there were such a user.</summary>
    public sealed record RecoveryMailed(string RecoveryType, string? RelayState) : SignInOutcome;

    /// <summary>For a trusted caller, to hand to the user out of band.</summary>
    public sealed record RecoveryHandedOut(
        Recovery Recovery, Credentials Credentials, string Token, DateTimeOffset ExpiresAt) : SignInOutcome
    {
        public override string ToString() => $"recovery of {Credentials}";
    }

    /// <summary>Given up, as it stood.</summary>
    public sealed record Cancelled(Transaction Transaction) : SignInOutcome;

    /// <summary>Over, and nobody has signed in to anything here.</summary>
    public sealed record Ended(Transaction Transaction, Ending How) : SignInOutcome;

    /// <summary>The account can be used again, and nobody has signed in yet.</summary>
    public sealed record Unlocked(Transaction Transaction) : SignInOutcome;
}

/// <summary>What a transaction has come to that signs nobody in.</summary>
enum Ending
{
    /// <summary>The app is not to have what it asked for.</summary>
    ConsentDenied,

    DeviceActivated,
    DeviceDenied,

    /// <summary>Another activation link is on its way.</summary>
    ActivationRequested,
}

/// <summary>Whether a device sends a user's pushes without being asked for.</summary>
sealed record AutoPushChoice(string UserId, bool IsOn);
