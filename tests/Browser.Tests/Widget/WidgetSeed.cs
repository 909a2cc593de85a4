using Postern.LocalOrg;

namespace Postern.Browser.Tests.Widget;

/// <summary>People for everything that the widget can show.</summary>
static class WidgetSeed
{
    public const string Password = "Correct-Horse-9";
    public const string OktaSeed = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    public const string GoogleSeed = "MZ2XG5DJNR4WC3TF";

    const string Monthly = "00g1monthlyMonthly05";
    const string Sequenced = "00g1sequencedSequ005";
    const string Told = "00g1toldTold00000005";

    static readonly SeedFactorRule[] Enrollable =
    [
        new() { FactorType = "token:software:totp" }, new() { FactorType = "token:software:totp", Provider = "GOOGLE" },
        new() { FactorType = "push" },
        new() { FactorType = "sms" }, new() { FactorType = "call" }, new() { FactorType = "email" }, new() { FactorType = "question" },
        new() { FactorType = "webauthn", Provider = "FIDO" }, new() { FactorType = "token", Provider = "RSA" },
        new() { FactorType = "token", Provider = "SYMANTEC" },
        new() { FactorType = "token:hardware", Provider = "YUBICO" }, new() { FactorType = "token:hotp", Provider = "CUSTOM" },
    ];

    public static OrgSeed For(string origin) => OrgSeed.Default with
    {
        Apps = [.. OrgSeed.Default.Apps.Select(app => app with { RedirectUris = [origin + "/"], PostLogoutRedirectUris = [] })],
        Groups =
        [
            .. OrgSeed.Default.Groups, new() { Id = Monthly, Name = "Monthly" }, new() { Id = Told, Name = "Told" },
            new() { Id = Sequenced, Name = "Sequenced" },
        ],
        PasswordPolicies =
        [
            new() { Name = "Month", GroupIds = [Monthly], MaxAge = TimeSpan.FromDays(30), ExpiryWarning = TimeSpan.FromDays(5) },
            new() { Name = "Told", GroupIds = [Told], ShowsLockoutFailures = true },
            new() { Name = "Default" },
        ],
        SessionPolicies =
        [
            new() { Name = "Sequenced", GroupIds = [Sequenced], Rules = [new() { Name = "Factor first", FactorMayComeFirst = true }] },
            new() { Name = "Remembered", Rules = [new() { Name = "Any", FactorLifetime = TimeSpan.FromMinutes(15) }] },
        ],
        EnrollmentPolicies = [new() { Name = "All", Factors = Enrollable }],
        Users = [.. OrgSeed.Default.Users, .. People()],
    };

    static IEnumerable<SeedUser> People()
    {
        // One each: a wrong answer of one test is no wrong answer of another, and a code that is spent is spent for one.
        for (var i = 1; i <= 20; i++)
        {
            yield return Everything($"00u1amy{i:00}Factors0005", $"amy{i}@example.com", showsNumber: i == 20);
            yield return User($"00u1nora{i:00}Nothing005", $"nora{i}@example.com") with { State = UserState.MfaRequired };
        }

        for (var i = 1; i <= 3; i++)
        {
            yield return User($"00u1finn{i:00}Forgot0005", $"finn{i}@example.com") with
            {
                Phone = "+15550100143",
                RecoveryQuestion = "What was your first pet's name?",
                RecoveryAnswer = "Rex the Dog",
            };
            yield return User($"00u1lars{i:00}Locked0005", $"lars{i}@example.com") with
            {
                State = UserState.LockedOut,
                Phone = "+15550100144",
            };
        }

        var fourWeeksAgo = TimeProvider.System.GetUtcNow().AddDays(-28);
        yield return User("00u1wendyWarned00005", "wendy@example.com") with { GroupIds = [Monthly], PasswordChanged = fourWeeksAgo };
        yield return User("00u1wandaWarned00005", "wanda@example.com") with { GroupIds = [Monthly], PasswordChanged = fourWeeksAgo };
        yield return User("00u1toddTold00000005", "todd@example.com") with { GroupIds = [Told], State = UserState.LockedOut };
        yield return User("00u1sueSequence00005", "sue@example.com") with
        {
            GroupIds = [Sequenced],
            Factors = [new() { FactorType = "question", Secret = "mayonnaise" }],
        };
    }

    public static SeedUser Everything(string id, string login, bool showsNumber) => User(id, login) with
    {
        State = UserState.MfaRequired,
        TotpSecret = OktaSeed,
        Phone = "+15550100142",
        Factors =
        [
            new() { FactorType = "sms" }, new() { FactorType = "call" }, new() { FactorType = "email" },
            new() { FactorType = "question", Secret = "mayonnaise" },
            new() { FactorType = "push", ShowsNumber = showsNumber },
            new() { FactorType = "token:software:totp", Provider = "GOOGLE", Secret = GoogleSeed },
            new() { FactorType = "token", Provider = "RSA", Secret = "5275875498" },
            new() { FactorType = "token", Provider = "SYMANTEC", Secret = "875498" },
            new() { FactorType = "token:hardware", Provider = "YUBICO", Secret = "cccccceukngd" },
            new() { FactorType = "token:hotp", Provider = "CUSTOM", Secret = "755224" },
        ],
    };

    public static SeedUser User(string id, string login) =>
        new() { Id = id, Login = login, Password = Password, FirstName = "Wid", LastName = "Get" };
}
