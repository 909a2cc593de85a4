using Postern.LocalOrg;
using Postern.LocalOrg.WebAuthn;

namespace Postern.Interop.Tests.Strangers;

/// <summary>An org whose users are in every state that a stranger is to meet.</summary>
static class AuthnOrg
{
    /// <summary>Amy's, of this run alone: the client remembers which codes of a seed it has used.</summary>
    public static readonly string Seed = System.Security.Cryptography.RandomNumberGenerator.GetString(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);

    const string Everyone = "00g1posternEveryone5";
    const string Testers = "00g1posternTesters05";
    const string Monthly = "00g1monthlyMonthly05";
    const string Offered = "00g1offeredOffered05";
    const string Keys = "00g1keysKeysKeysKe05";
    const string Sequence = "00g1sequenceSequen05";

    /// <summary>Makes its caller a trusted one.</summary>
    public const string ApiToken = "00an-api-token-that-is-no-secret";

    public static Task<LocalOrg.LocalOrg> StartAsync() => LocalOrg.LocalOrg.StartAsync(
        new()
        {
            SecurityKeys = WebAuthnVerifier.VerifyAsync,
            Seed = Seeded(),
        },
        TestContext.Current.CancellationToken);

    public static OrgSeed Seeded() => OrgSeed.Default with
    {
        ShowLockoutFailures = true,
        ApiTokens = [ApiToken],
        Groups =
        [
            .. OrgSeed.Default.Groups,
            new() { Id = Monthly, Name = "Monthly" },
            new() { Id = Offered, Name = "Offered" },
            new() { Id = Keys, Name = "Keys" },
            new() { Id = Sequence, Name = "Sequence" },
        ],
        SessionPolicies =
        [
            new() { Name = "Sequence", GroupIds = [Sequence], Rules = [new() { Name = "Any factor", FactorMayComeFirst = true }] },
        ],
        EnrollmentPolicies =
        [
            new()
            {
                Name = "Offered", GroupIds = [Offered], EnrollsAtSignIn = true,
                Factors =
                [
                    new() { FactorType = "question" }, new() { FactorType = "sms" }, new() { FactorType = "call" },
                    new() { FactorType = "email" }, new() { FactorType = "push" },
                    new() { FactorType = "webauthn", Provider = "FIDO" }, new() { FactorType = "token", Provider = "RSA" },
                ],
            },
            new()
            {
                Name = "Keys",
                GroupIds = [Keys],
                Factors = [new() { FactorType = "webauthn", Provider = "FIDO", IsRequired = true }],
            },
        ],
        PasswordPolicies =
        [
            new() { Name = "Month", GroupIds = [Monthly], MaxAge = TimeSpan.FromDays(30), ExpiryWarning = TimeSpan.FromDays(5) },
        ],
        Users =
        [
            .. OrgSeed.Default.Users.Select(user => user.Login is "lou@example.com" ? user with { Phone = "+15550100143" } : user),
            User("00u1amyAllfactors005", "amy@example.com") with
            {
                Phone = "+15550100142",
                RecoveryQuestion = "What was your first pet's name?",
                RecoveryAnswer = "Rex the Dog",
                TotpSecret = Seed,
                Factors =
                [
                    new() { FactorType = "sms" }, new() { FactorType = "call" }, new() { FactorType = "email" },
                    new() { FactorType = "question", Secret = "mayonnaise" }, new() { FactorType = "push" },
                ],
            },
            User("00u1ritaTokens000005", "rita@example.com") with
            {
                Factors =
                [
                    new() { FactorType = "token:software:totp", Provider = "GOOGLE", Secret = "MZ2XG5DJNR4WC3TF" },
                    new() { FactorType = "token", Provider = "RSA", Secret = "5275875498" },
                    new() { FactorType = "token", Provider = "SYMANTEC", Secret = "875498" },
                    new() { FactorType = "token:hardware", Provider = "YUBICO", Secret = "cccccceukngd" },
                    new() { FactorType = "token:hotp", Provider = "CUSTOM", Secret = "755224" },
                ],
            },
            User("00u1sueSequence00005", "sue@example.com") with
            {
                State = UserState.Active,
                GroupIds = [Testers, Sequence],
                Phone = "+15550100144",
                Factors = [new() { FactorType = "sms" }, new() { FactorType = "question", Secret = "mayonnaise" }],
            },
            User("00u1onaOffered000005", "ona@example.com") with { State = UserState.Active, GroupIds = [Testers, Offered] },
            User("00u1kimKeys000000005", "kim@example.com") with { GroupIds = [Testers, Keys] },
            User("00u1stanStaged000005", "stan@example.com") with
            {
                Password = "",
                State = UserState.Staged,
                ActivationToken = "an-activation-token0",
            },
            User("00u1noraNofactor0005", "nora@example.com"),
            User("00u1olgaNofactor0005", "olga@example.com"),
            User("00u1wendyWarned00005", "wendy@example.com") with
            {
                State = UserState.Active,
                GroupIds = [Everyone, Testers, Monthly],
                PasswordChanged = TimeProvider.System.GetUtcNow().AddDays(-28),
            },
        ],
    };

    static SeedUser User(string id, string login) =>
        new() { Id = id, Login = login, Password = "Correct-Horse-9", State = UserState.MfaRequired, GroupIds = [Testers] };
}
