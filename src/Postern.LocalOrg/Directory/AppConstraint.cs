namespace Postern.LocalOrg.Directory;

/// <summary>
/// What an app's policy wants of the factors that were proved, besides how many: Okta's <c>verificationMethod.constraints</c>, of which one
/// must hold. api-access-management.md 14.5.
/// </summary>
sealed record AppConstraint
{
    const string Password = "pwd", SecurityKey = "hwk";

    /// <summary>What somebody has, by the <c>amr</c> values: everything but what they know.</summary>
    static readonly string[] Possessed = ["sms", "tel", "email", "otp", "swk", SecurityKey];

    public bool WantsPassword { get; init; }
    public bool WantsPossession { get; init; }

    /// <summary>Which security keys alone are.</summary>
    public bool ResistsPhishing { get; init; }

    /// <summary>The same: their secrets never leave them.</summary>
    public bool IsHardware { get; init; }

    bool WantsKey => ResistsPhishing || IsHardware;

    public bool IsMetBy(IReadOnlyCollection<string> methods) =>
        (!WantsPassword || methods.Contains(Password))
            && (!WantsPossession || methods.Any(Possessed.Contains))
            && (!WantsKey || methods.Contains(SecurityKey));

    /// <summary>With what another wants besides.</summary>
    public AppConstraint And(AppConstraint other) => new()
    {
        WantsPassword = WantsPassword || other.WantsPassword, WantsPossession = WantsPossession || other.WantsPossession,
        ResistsPhishing = ResistsPhishing || other.ResistsPhishing, IsHardware = IsHardware || other.IsHardware,
    };

    /// <summary>Whether the factor brings somebody nearer who has proved so much.</summary>
    public bool IsNearerBy(string method, IReadOnlyCollection<string> methods) =>
        IsMetBy(methods)
            || (WantsPassword && !methods.Contains(Password) && method == Password)
            || (WantsKey && method == SecurityKey)
            || (WantsPossession && !WantsKey && !methods.Any(Possessed.Contains) && Possessed.Contains(method));
}
