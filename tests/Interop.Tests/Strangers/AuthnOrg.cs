using Postern.Local;

namespace Postern.Interop.Tests.Strangers;

/// <summary>An org whose users are in every state that a stranger is to meet.</summary>
static class AuthnOrg
{
    /// <summary>Amy's, of this run alone: the client remembers which codes of a seed it has used.</summary>
    public static readonly string Seed = System.Security.Cryptography.RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);

    const string Everyone = "00g1posternEveryone5";
    const string Testers = "00g1posternTesters05";
    const string Monthly = "00g1monthlyMonthly05";

    public static Task<LocalOrg> StartAsync() => LocalOrg.StartAsync(
        new()
        {
            Seed = OrgSeed.Default with
            {
                ShowLockoutFailures = true,
                Groups = [.. OrgSeed.Default.Groups, new() { Id = Monthly, Name = "Monthly" }],
                PasswordPolicies = [new() { Name = "Month", GroupIds = [Monthly], MaxAge = TimeSpan.FromDays(30), ExpiryWarning = TimeSpan.FromDays(5) }],
                Users =
                [
                    .. OrgSeed.Default.Users.Select(user => user.Login is "lou@example.com" ? user with { Phone = "+15550100143" } : user),
                    User("00u1amyAllfactors005", "amy@example.com") with
                    {
                        Phone = "+15550100142", RecoveryQuestion = "What was your first pet's name?", RecoveryAnswer = "Rex the Dog", TotpSecret = Seed,
                        Factors = [new() { FactorType = "sms" }, new() { FactorType = "call" }, new() { FactorType = "email" }, new() { FactorType = "question", Secret = "mayonnaise" }, new() { FactorType = "push" }],
                    },
                    User("00u1noraNofactor0005", "nora@example.com"),
                    User("00u1olgaNofactor0005", "olga@example.com"),
                    User("00u1wendyWarned00005", "wendy@example.com") with { State = UserState.Active, GroupIds = [Everyone, Testers, Monthly], PasswordChanged = TimeProvider.System.GetUtcNow().AddDays(-28) },
                ],
            },
        },
        TestContext.Current.CancellationToken);

    static SeedUser User(string id, string login) => new() { Id = id, Login = login, Password = "Correct-Horse-9", State = UserState.MfaRequired, GroupIds = [Testers] };
}
