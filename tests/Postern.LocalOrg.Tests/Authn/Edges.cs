namespace Postern.LocalOrg.Tests.Authn;

/// <summary>One edge: how its state is reached, which link is followed with what, and where that leads.</summary>
sealed record Edge(string From, string Link, string To, Func<Walk, Task<Answer>> Reach, Func<Walk, Answer, Task<string>> Members);

/// <summary>The state machine as a table.</summary>
static class Edges
{
    const string Monthly = "00g1monthlyMonthly05";
    const string Offered = "00g1offeredOffered05";
    const string Change = $"\"oldPassword\":\"{The.Password}\",\"newPassword\":\"Fresh-Staple-7\"";
    const string Phone = "\"profile\":{\"phoneNumber\":\"+1-555-010-0142\"}";

    static readonly SoftAuthenticator Key = new("127.0.0.1", "http://127.0.0.1");

    static readonly SeedFactorRule[] Enrollable =
    [
        new() { FactorType = "token:software:totp" }, new() { FactorType = "token:software:totp", Provider = "GOOGLE" },
        new() { FactorType = "push" }, new() { FactorType = "sms" },
        new() { FactorType = "call" }, new() { FactorType = "email" }, new() { FactorType = "question" },
        new() { FactorType = "webauthn", Provider = "FIDO" },
        new() { FactorType = "token", Provider = "RSA" }, new() { FactorType = "token", Provider = "SYMANTEC" },
        new() { FactorType = "token:hardware", Provider = "YUBICO" }, new() { FactorType = "token:hotp", Provider = "CUSTOM" },
    ];

    /// <summary>What is answered in one step.</summary>
    static readonly (string Factor, Func<Walk, string> Members)[] Answers =
    [
        ("token:software:totp OKTA", walk => $"\"passCode\":\"{walk.Totp()}\""),
        ("token:software:totp GOOGLE", walk => $"\"passCode\":\"{walk.Totp("MZ2XG5DJNR4WC3TF")}\""),
        ("question OKTA", _ => "\"answer\":\"mayonnaise\""),
        ("token RSA", _ => "\"passCode\":\"5275875498\""), ("token SYMANTEC", _ => "\"passCode\":\"875498\""),
        ("token:hardware YUBICO", _ => "\"passCode\":\"cccccceukngd\""), ("token:hotp CUSTOM", _ => "\"passCode\":\"755224\""),
    ];

    public static readonly IReadOnlyDictionary<string, Edge> All = Table()
        .ToDictionary(edge => $"{edge.From} {edge.Link} → {edge.To} ({edge.Reach.Method.Name})");

    public static Task<Walk> StartAsync() => Walk.StartAsync(seed => seed with
    {
        ShowLockoutFailures = true,
        Groups = [.. seed.Groups, new() { Id = Monthly, Name = "Monthly" }, new() { Id = Offered, Name = "Offered" }],
        PasswordPolicies =
        [
            new() { Name = "Month", GroupIds = [Monthly], MaxAge = TimeSpan.FromDays(30), ExpiryWarning = TimeSpan.FromDays(5) },
        ],
        EnrollmentPolicies =
        [
            new() { Name = "Offered", GroupIds = [Offered], EnrollsAtSignIn = true, Factors = Enrollable },
            new() { Name = "All", Factors = Enrollable },
        ],
        SessionPolicies =
        [
            new() { Name = "Sequence", GroupIds = [The.Testers], Rules = [new() { Name = "Any factor", FactorMayComeFirst = true }] },
        ],
        Apps = [.. seed.Apps, seed.Apps[0] with { ClientId = "0oa1sameHost00000005", RedirectUris = ["http://127.0.0.1/callback"] }],
        Users =
        [
            .. seed.Users.Where(user => user.Login is not ("amy@example.com" or "lou@example.com")),
            Everything("00u1amyAllfactors005", "amy@example.com"),
            Everything("00u1sueSequence00005", "sue@example.com") with { State = UserState.Active, GroupIds = [The.Testers] },
            Everything("00u1oldOldpassword05", "old@example.com") with { GroupIds = [Monthly], PasswordChanged = The.Now.AddDays(-31) },
            Everything("00u1oddOddpassword05", "odd@example.com") with { GroupIds = [Monthly], PasswordChanged = The.Now.AddDays(-28) },
            new()
            {
                Id = "00u1wendyWarned00005",
                Login = "wendy@example.com",
                Password = The.Password,
                GroupIds = [Monthly],
                PasswordChanged = The.Now.AddDays(-28),
            },
            new() { Id = "00u1onaOffered000005", Login = "ona@example.com", Password = The.Password, GroupIds = [Offered] },
            new() { Id = "00u1joPlain000000005", Login = "jo@example.com", Password = The.Password, Phone = "+15550100145" },
            new()
            {
                Id = "00u1louLockedout0005",
                Login = "lou@example.com",
                Password = The.Password,
                State = UserState.LockedOut,
                Phone = "+15550100146",
            },
            new()
            {
                Id = "00u1larsLocked000005",
                Login = "lars@example.com",
                Password = The.Password,
                State = UserState.LockedOut,
                Phone = "+15550100147",
                RecoveryQuestion = "Pet?",
                RecoveryAnswer = "Rex the Dog",
            },
        ],
    });

    static IEnumerable<Edge> Table() =>
        [.. Passwords(), .. Choice(), .. Challenges(), .. Enrollment(), .. Activation(), .. Recovery(), .. Sequence()];

    static Edge[] Passwords() =>
    [
        Step("PASSWORD_EXPIRED", "next:changePassword", "SUCCESS", Expired, Change),
        Step("PASSWORD_EXPIRED", "cancel", "CANCELLED", Expired),
        Step("PASSWORD_WARN", "next:changePassword", "SUCCESS", Warned, Change), Step("PASSWORD_WARN", "skip:skip", "SUCCESS", Warned),
        Step("PASSWORD_WARN", "cancel", "CANCELLED", Warned),
        Step("PASSWORD_RESET", "next:resetPassword", "SUCCESS", Reset, "\"newPassword\":\"Fresh-Staple-7\""),
        Step("PASSWORD_RESET", "cancel", "CANCELLED", Reset),
    ];

    static IEnumerable<Edge> Choice()
    {
        foreach (
            var (reach, success) in ((Func<Walk, Task<Answer>>, string)[])
            [
                (Required, "SUCCESS"), (RequiredThenExpired, "PASSWORD_EXPIRED"), (RequiredThenWarned, "PASSWORD_WARN"),
            ])
        {
            foreach (var (factor, members) in Answers)
                yield return new("MFA_REQUIRED", $"{factor} verify", success, reach, (walk, _) => Task.FromResult(members(walk)));
            foreach (var factor in (string[])["push OKTA", "sms OKTA", "call OKTA", "email OKTA", "question OKTA", "webauthn FIDO"])
                yield return Step("MFA_REQUIRED", $"{factor} verify", "MFA_CHALLENGE", reach);
            yield return Step("MFA_REQUIRED", "cancel", "CANCELLED", reach);
        }
    }

    static IEnumerable<Edge> Challenges()
    {
        foreach (
            var (channel, reach) in ((string, Func<Walk, Task<Answer>>)[])
            [
                ("sms", ChallengedBySms), ("call", ChallengedByCall), ("email", ChallengedByEmail),
            ])
        {
            yield return new(
                "MFA_CHALLENGE",
                "next:verify",
                "SUCCESS",
                reach,
                async (walk, _) => $"\"passCode\":\"{await walk.CodeAsync("amy@example.com", channel)}\"");
            yield return After(TimeSpan.FromSeconds(30), "MFA_CHALLENGE", $"resend:{channel}", "MFA_CHALLENGE", reach);
        }

        foreach (var reach in (Func<Walk, Task<Answer>>[])[ChallengedBySms, ChallengedByPush, ChallengedByQuestion, ChallengedByWebAuthn])
        {
            yield return Step("MFA_CHALLENGE", "prev", "MFA_REQUIRED", reach);
            yield return Step("MFA_CHALLENGE", "cancel", "CANCELLED", reach);
        }

        yield return Step("MFA_CHALLENGE", "next:poll", "MFA_CHALLENGE", ChallengedByPush);
        yield return Step("MFA_CHALLENGE", "resend:push", "MFA_CHALLENGE", ChallengedByPush);
        yield return new(
            "MFA_CHALLENGE",
            "next:poll",
            "SUCCESS",
            ChallengedByPush,
            async (walk, _) => await DecideAsync(walk, "amy@example.com", approves: true));
        yield return Step("MFA_CHALLENGE", "next:verify", "MFA_CHALLENGE", Rejected);
        yield return Step("MFA_CHALLENGE", "next:verify", "SUCCESS", ChallengedByQuestion, "\"answer\":\"mayonnaise\"");
        yield return new(
            "MFA_CHALLENGE",
            "next:verify",
            "SUCCESS",
            ChallengedByWebAuthn,
            (_, from) => Task.FromResult(Key.Sign(Text(from, "factor", "_embedded", "challenge", "challenge"))));
    }

    static IEnumerable<Edge> Enrollment()
    {
        foreach (var reach in (Func<Walk, Task<Answer>>[])[Enrolling, EnrollingIfWanted])
        {
            foreach (var rule in Enrollable)
                yield return Step(
                    "MFA_ENROLL", $"{rule.FactorType} {rule.Provider} enroll",
                    rule.FactorType is "question" or "token" or "token:hardware" or "token:hotp"
                        ? "SUCCESS"
                        : "MFA_ENROLL_ACTIVATE", reach,
                    $"\"factorType\":\"{rule.FactorType}\",\"provider\":\"{rule.Provider}\",\"passCode\":\"123456\"" +
                    ",\"profile\":{\"phoneNumber\":\"+1-555-010-0142\",\"question\":\"disliked_food\",\"answer\":\"mayonnaise\"}");
            yield return Step("MFA_ENROLL", "question OKTA questions", "", reach);
            yield return Step("MFA_ENROLL", "cancel", "CANCELLED", reach);
        }

        yield return Step("MFA_ENROLL", "skip:skip", "SUCCESS", EnrollingIfWanted);
    }

    static IEnumerable<Edge> Activation()
    {
        yield return new(
            "MFA_ENROLL_ACTIVATE",
            "next:activate",
            "SUCCESS",
            ActivatingTotp,
            (walk, from) =>
                Task.FromResult($"\"passCode\":\"{walk.Totp(Text(from, "factor", "_embedded", "activation", "sharedSecret"))}\""));
        yield return Step("MFA_ENROLL_ACTIVATE", "activation qrcode", "", ActivatingTotp);
        yield return Step("MFA_ENROLL_ACTIVATE", "prev", "MFA_ENROLL", ActivatingTotp);
        yield return Step("MFA_ENROLL_ACTIVATE", "cancel", "CANCELLED", ActivatingTotp);
        foreach (
            var (channel, reach) in ((string, Func<Walk, Task<Answer>>)[])
            [
                ("sms", ActivatingSms), ("call", ActivatingCall), ("email", ActivatingEmail),
            ])
        {
            yield return new(
                "MFA_ENROLL_ACTIVATE",
                "next:activate",
                "SUCCESS",
                reach,
                async (walk, _) => $"\"passCode\":\"{await walk.CodeAsync("nora@example.com", channel)}\"");
            yield return After(TimeSpan.FromSeconds(30), "MFA_ENROLL_ACTIVATE", $"resend:{channel}", "MFA_ENROLL_ACTIVATE", reach);
        }

        yield return Step("MFA_ENROLL_ACTIVATE", "next:poll", "MFA_ENROLL_ACTIVATE", ActivatingPush);
        yield return new(
            "MFA_ENROLL_ACTIVATE",
            "next:poll",
            "SUCCESS",
            ActivatingPush,
            async (walk, _) => await DecideAsync(walk, "nora@example.com", approves: true));
        yield return Step("MFA_ENROLL_ACTIVATE", "activation send:email", "MFA_ENROLL_ACTIVATE", ActivatingPush);
        yield return Step("MFA_ENROLL_ACTIVATE", "activation send:sms", "MFA_ENROLL_ACTIVATE", ActivatingPush, Phone);
        yield return Step("MFA_ENROLL_ACTIVATE", "activation qrcode", "", ActivatingPush);
        yield return Step("MFA_ENROLL_ACTIVATE", "next:activate", "MFA_ENROLL_ACTIVATE", PushTimedOut);
        yield return Step("MFA_ENROLL_ACTIVATE", "activation activate:activate", "MFA_ENROLL_ACTIVATE", PushTimedOut);
        yield return Step("MFA_ENROLL_ACTIVATE", "activation send:email", "MFA_ENROLL_ACTIVATE", PushTimedOut);
        yield return new(
            "MFA_ENROLL_ACTIVATE",
            "next:activate",
            "SUCCESS",
            ActivatingWebAuthn,
            (walk, from) =>
                Task.FromResult(
                    new SoftAuthenticator("127.0.0.1", walk.Org.Url).Create(Text(from, "factor", "_embedded", "activation", "challenge"))));
    }

    static IEnumerable<Edge> Recovery()
    {
        yield return Step(
            "LOCKED_OUT", "next:unlock", "RECOVERY_CHALLENGE", Locked, "\"username\":\"lou@example.com\",\"factorType\":\"EMAIL\"");
        (string, string, Func<Walk, Task<Answer>>, string)[] recoveries =
        [
            ("sms", "amy@example.com", ForgottenBySms, "RECOVERY"),
            ("call", "amy@example.com", ForgottenByCall, "RECOVERY"), ("sms", "jo@example.com", ForgottenWithoutQuestion, "PASSWORD_RESET"),
            ("sms", "lou@example.com", UnlockingWithoutQuestion, "SUCCESS"), ("sms", "lars@example.com", Unlocking, "RECOVERY"),
        ];
        foreach (var (channel, login, reach, to) in recoveries)
        {
            yield return new(
                "RECOVERY_CHALLENGE",
                "next:verify",
                to,
                reach,
                async (walk, _) => $"\"passCode\":\"{await walk.CodeAsync(login, channel)}\"");
            yield return After(TimeSpan.FromSeconds(30), "RECOVERY_CHALLENGE", $"resend:{channel}", "RECOVERY_CHALLENGE", reach);
            yield return Step("RECOVERY_CHALLENGE", "cancel", "CANCELLED", reach);
        }

        yield return Step("RECOVERY", "next:answer", "PASSWORD_RESET", Asked, "\"answer\":\"Rex the Dog\"");
        yield return Step("RECOVERY", "next:answer", "SUCCESS", AskedToUnlock, "\"answer\":\"Rex the Dog\"");
        yield return Step("RECOVERY", "cancel", "CANCELLED", Asked);
    }

    static IEnumerable<Edge> Sequence()
    {
        foreach (var (factor, members) in Answers)
            yield return new(
                "UNAUTHENTICATED", $"{factor} verify", "SUCCESS", Unauthenticated, (walk, _) => Task.FromResult(members(walk)));
        foreach (var factor in (string[])["push OKTA", "sms OKTA", "call OKTA", "email OKTA", "webauthn FIDO"])
            yield return Step("UNAUTHENTICATED", $"{factor} verify", "MFA_CHALLENGE", Unauthenticated);
        yield return Step("UNAUTHENTICATED", "cancel", "CANCELLED", Unauthenticated);
        yield return Step("MFA_CHALLENGE", "prev", "UNAUTHENTICATED", ChallengedBeforeSignIn);
    }

    static SeedUser Everything(string id, string login)
    {
        SeedFactor[] more =
        [
            new() { FactorType = "token", Provider = "SYMANTEC", Secret = "875498" },
            new() { FactorType = "token:hotp", Provider = "CUSTOM", Secret = "755224" },
            new() { FactorType = "webauthn", Provider = "FIDO", CredentialId = Key.Id, PublicKey = Key.PublicKey },
        ];
        return Walk.Amy with { Id = id, Login = login, Factors = [.. Walk.Amy.Factors, .. more] };
    }

    static Edge Step(string from, string link, string to, Func<Walk, Task<Answer>> reach, string members = "") =>
        new(from, link, to, reach, (_, _) => Task.FromResult(members));

    static Edge After(TimeSpan pause, string from, string link, string to, Func<Walk, Task<Answer>> reach) =>
        new(from, link, to, reach, (walk, _) =>
    {
        walk.Time.Advance(pause);
        return Task.FromResult("");
    });

    static async Task<string> DecideAsync(Walk walk, string login, bool approves)
    {
        var push = await walk.Org.Outbox.LatestAsync(login, "push", The.Ct);
        _ = approves ? await walk.Org.Outbox.ApproveAsync(push.Id, ct: The.Ct) : await walk.Org.Outbox.RejectAsync(push.Id, The.Ct);
        return "";
    }

    static string Text(Answer answer, params string[] path) =>
        path.Aggregate(answer.Json.GetProperty("_embedded"), (json, name) => json.GetProperty(name)).GetString()!;

    static Task<Answer> Expired(Walk walk) => walk.BeginAsync("eve@example.com", "PASSWORD_EXPIRED");

    static Task<Answer> Warned(Walk walk) => walk.BeginAsync("wendy@example.com", "PASSWORD_WARN", Warn);

    static Task<Answer> Reset(Walk walk) => walk.Http.PostJsonAsync("/api/v1/authn", """{"token":"an-activation-token0"}""");

    static Task<Answer> Required(Walk walk) => walk.BeginAsync("amy@example.com", "MFA_REQUIRED");

    static Task<Answer> RequiredThenExpired(Walk walk) => walk.BeginAsync("old@example.com", "MFA_REQUIRED");

    static Task<Answer> RequiredThenWarned(Walk walk) => walk.BeginAsync("odd@example.com", "MFA_REQUIRED", Warn);

    static Task<Answer> ChallengedBySms(Walk walk) => ChallengedAsync(walk, "sms");

    static Task<Answer> ChallengedByCall(Walk walk) => ChallengedAsync(walk, "call");

    static Task<Answer> ChallengedByEmail(Walk walk) => ChallengedAsync(walk, "email");

    static Task<Answer> ChallengedByPush(Walk walk) => ChallengedAsync(walk, "push");

    static Task<Answer> ChallengedByQuestion(Walk walk) => ChallengedAsync(walk, "question");

    static Task<Answer> ChallengedByWebAuthn(Walk walk) => ChallengedAsync(walk, "webauthn", "FIDO");

    static async Task<Answer> Rejected(Walk walk)
    {
        var waiting = await ChallengedByPush(walk);
        await DecideAsync(walk, "amy@example.com", approves: false);
        return await walk.GoAsync(waiting, $"/factors/{Text(waiting, "factor", "id")}/verify", "MFA_CHALLENGE");
    }

    static Task<Answer> Enrolling(Walk walk) => walk.BeginAsync("nora@example.com", "MFA_ENROLL");

    static Task<Answer> EnrollingIfWanted(Walk walk) => walk.BeginAsync("ona@example.com", "MFA_ENROLL");

    static Task<Answer> ActivatingTotp(Walk walk) => ActivatingAsync(walk, "token:software:totp");

    static Task<Answer> ActivatingSms(Walk walk) => ActivatingAsync(walk, "sms");

    static Task<Answer> ActivatingCall(Walk walk) => ActivatingAsync(walk, "call");

    static Task<Answer> ActivatingEmail(Walk walk) => ActivatingAsync(walk, "email");

    static Task<Answer> ActivatingPush(Walk walk) => ActivatingAsync(walk, "push");

    static Task<Answer> ActivatingWebAuthn(Walk walk) => ActivatingAsync(walk, "webauthn", "FIDO");

    static async Task<Answer> PushTimedOut(Walk walk)
    {
        var waiting = await ActivatingPush(walk);
        walk.Time.Advance(TimeSpan.FromMinutes(3));
        await walk.GoAsync(waiting, "", "MFA_ENROLL_ACTIVATE");
        walk.Time.Advance(TimeSpan.FromMinutes(3));
        return await walk.GoAsync(waiting, $"/factors/{Text(waiting, "factor", "id")}/lifecycle/activate/poll", "MFA_ENROLL_ACTIVATE");
    }

    static Task<Answer> Locked(Walk walk) => walk.Http.AuthenticateAsync("lou@example.com");

    static Task<Answer> ForgottenBySms(Walk walk) => RecoverAsync(walk, "password", "amy@example.com", "SMS");

    static Task<Answer> ForgottenByCall(Walk walk) => RecoverAsync(walk, "password", "amy@example.com", "CALL");

    static Task<Answer> ForgottenWithoutQuestion(Walk walk) => RecoverAsync(walk, "password", "jo@example.com", "SMS");

    static Task<Answer> Unlocking(Walk walk) => RecoverAsync(walk, "unlock", "lars@example.com", "SMS");

    static Task<Answer> UnlockingWithoutQuestion(Walk walk) => RecoverAsync(walk, "unlock", "lou@example.com", "SMS");

    static async Task<Answer> Asked(Walk walk) =>
        await walk.GoAsync(
            await ForgottenBySms(walk),
            "/recovery/factors/SMS/verify",
            "RECOVERY",
            $"\"passCode\":\"{await walk.CodeAsync("amy@example.com", "sms")}\"");

    static async Task<Answer> AskedToUnlock(Walk walk) =>
        await walk.GoAsync(
            await Unlocking(walk),
            "/recovery/factors/SMS/verify",
            "RECOVERY",
            $"\"passCode\":\"{await walk.CodeAsync("lars@example.com", "sms")}\"");

    static Task<Answer> Unauthenticated(Walk walk) => walk.Http.PostJsonAsync("/api/v1/authn", """{"username":"sue@example.com"}""");

    static async Task<Answer> ChallengedBeforeSignIn(Walk walk)
    {
        var begun = await Unauthenticated(walk);
        return await walk.GoAsync(begun, Walk.VerifyPath(begun, "sms"), "MFA_CHALLENGE");
    }

    static async Task<Answer> ChallengedAsync(Walk walk, string factorType, string provider = "OKTA")
    {
        var required = await Required(walk);
        return await walk.GoAsync(required, Walk.VerifyPath(required, factorType, provider), "MFA_CHALLENGE");
    }

    static async Task<Answer> ActivatingAsync(Walk walk, string factorType, string provider = "OKTA") =>
        await walk.GoAsync(
            await Enrolling(walk),
            "/factors",
            "MFA_ENROLL_ACTIVATE",
            $"\"factorType\":\"{factorType}\",\"provider\":\"{provider}\",{Phone}");

    static Task<Answer> RecoverAsync(Walk walk, string recovery, string login, string factorType) =>
        walk.Http.PostJsonAsync($"/api/v1/authn/recovery/{recovery}", $$"""{"username":"{{login}}","factorType":"{{factorType}}"}""");

    const string Warn = ",\"options\":{\"warnBeforePasswordExpired\":true}";
}
