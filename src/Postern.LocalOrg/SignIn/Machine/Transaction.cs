using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>An authentication transaction as it is kept between two calls: authn.md 4.</summary>
sealed record Transaction
{
    /// <summary>Empty for the recovery of somebody who does not exist: it goes the same way and never arrives.</summary>
    public required string UserId { get; init; }

    public required string Status { get; init; }
    public string? RelayState { get; init; }

    /// <summary>Of a recovery: <c>PASSWORD</c>, <c>UNLOCK</c> or <c>ACCOUNT_ACTIVATION</c>.</summary>
    public string? RecoveryType { get; init; }

    /// <summary>Of a recovery: <c>SMS</c> or <c>CALL</c>.</summary>
    public string? RecoveryFactor { get; init; }

    /// <summary>The app whose request began it, where one did: <c>SESSION_STEP_UP</c> (authn.md 6.15).</summary>
    public string? AppId { get; init; }

    /// <summary>Where that app's request goes on once somebody has signed in: a path of the org's.</summary>
    public string? ReturnTo { get; init; }

    /// <summary>Of a transaction of Identity Engine's; null for the Authentication API's.</summary>
    public Interaction? Interaction { get; init; }

    /// <summary>The <c>amr</c> values proved so far.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    public bool HasFactor { get; init; }

    /// <summary>The factor that took the password's place; it is no second one.</summary>
    public string? FirstFactorId { get; init; }

    /// <summary>The device asked that pushes be sent without being asked for.</summary>
    public bool AutoPush { get; init; }

    /// <summary>The caller asked to be warned: <c>options.warnBeforePasswordExpired</c>.</summary>
    public bool Warns { get; init; }

    /// <summary>The caller asked for every optional factor: <c>options.multiOptionalFactorEnroll</c>.</summary>
    public bool EnrollsOptional { get; init; }

    /// <summary>The authenticators that an app wants set up; null where only the policies want any.</summary>
    public IReadOnlyList<string>? Enrolls { get; init; }

    public bool HasSkippedWarning { get; init; }
    public bool HasSkippedEnrollment { get; init; }
    public bool HasEnrolled { get; init; }

    /// <summary>The factor that was chosen, or is being enrolled.</summary>
    public Factor? Factor { get; init; }

    public Challenge? Challenge { get; init; }
    public string? FactorResult { get; init; }

    /// <summary>Fingerprint of the device that the call came from, where it said so.</summary>
    public string? Device { get; init; }

    /// <summary>Where the caller is, for the policies.</summary>
    public string? Address { get; init; }

    /// <summary>With this proved besides: two of them are <c>mfa</c> (RFC 8176 section 2).</summary>
    public Transaction Proving(string method) => this with
    {
        HasFactor = true,
        Methods = ["mfa", method, .. Methods.Where(proved => proved != "mfa" && proved != method)],
    };

    /// <summary>With one more wrong answer to what it asks now.</summary>
    public Transaction Counted() =>
        this with { Challenge = (Challenge ?? new() { SentAt = 0, ExpiresAt = 0 }) with { Attempts = (Challenge?.Attempts ?? 0) + 1 } };

    public override string ToString() => $"{Status} of {UserId}";
}

/// <summary>A transaction with the count of its changes, so that of two calls at once one is carried out on what it saw.</summary>
sealed record KeptTransaction(Transaction Transaction, long Version, long ExpiresAt);
