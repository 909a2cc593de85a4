using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>What a sign-in or a recovery begins with: a closed set, the same from whichever surface it comes.</summary>
abstract record SignInStart
{
    static readonly string[] PasswordAlone = ["pwd"];

    SignInStart()
    {
    }

    public required SignInCaller Caller { get; init; }

    /// <summary>The caller's own, handed back as it came.</summary>
    public string? RelayState { get; init; }

    /// <summary>Whether to be warned before the password expires.</summary>
    public bool Warns { get; init; }

    /// <summary>Whether every optional factor is to be set up.</summary>
    public bool EnrollsOptional { get; init; }

    /// <summary>As if the password were right.</summary>
    public Transaction Begun(Credentials credentials) => new()
    {
        UserId = credentials.User.Id, Status = AuthnStatuses.Unauthenticated, RelayState = RelayState, Methods = PasswordAlone,
        Warns = Warns, EnrollsOptional = EnrollsOptional,
        Device = Caller.Device, Address = Caller.Address, AutoPush = Caller.AutoPushUsers.Contains(credentials.User.Id),
    };

    /// <summary>Without a password a factor takes its place, where the policies let it.</summary>
    public sealed record Password(string Login, string? Secret) : SignInStart
    {
        public override string ToString() => $"sign-in of {Login}";
    }

    /// <summary>A token in the place of a first password.</summary>
    public sealed record Activation(string Token) : SignInStart
    {
        public override string ToString() => "activation";
    }

    /// <summary>
    /// A forgotten password or a locked account; which, <see cref="RecoveryTypes"/> say. Nobody but a trusted caller learns whether there
    /// is such a user.
    /// </summary>
    public sealed record Recovery(string RecoveryType, string Login, RecoveryChannel Channel, bool IsTrusted) : SignInStart;

    /// <summary>With the token of a recovery mail.</summary>
    public sealed record RecoveryToken(string Token) : SignInStart
    {
        public override string ToString() => "recovery token";
    }
}

/// <summary>How somebody proves that the account is theirs to recover.</summary>
enum RecoveryChannel
{
    /// <summary>By a token that the trusted caller hands over as it likes.</summary>
    HandedOut,

    Email,
    Sms,
    Call,
}
