namespace Postern.LocalOrg.Tests.Authn;

/// <summary>The state machine of authn.md 5: every legal edge, and what is refused everywhere else.</summary>
public sealed class MachineTests
{
    /// <summary>Every operation on a transaction, with a body that would do in the right state, and the statuses it is legal in.</summary>
    static readonly (string Path, string Members, string[] Legal)[] Operations =
    [
        ("/credentials/change_password", "\"oldPassword\":\"x\",\"newPassword\":\"y\"", ["PASSWORD_EXPIRED", "PASSWORD_WARN"]),
        ("/credentials/reset_password", "\"newPassword\":\"y\"", ["PASSWORD_RESET"]),
        ("/factors", "\"factorType\":\"question\",\"provider\":\"OKTA\"", ["MFA_ENROLL"]),
        ("/factors/any/lifecycle/activate", "\"passCode\":\"123456\"", ["MFA_ENROLL_ACTIVATE"]),
        ("/factors/any/lifecycle/activate/poll", "", ["MFA_ENROLL_ACTIVATE"]),
        ("/factors/any/lifecycle/activate/email", "", ["MFA_ENROLL_ACTIVATE"]),
        ("/factors/any/lifecycle/activate/sms", "", ["MFA_ENROLL_ACTIVATE"]),
        ("/factors/any/lifecycle/resend", "", ["MFA_ENROLL_ACTIVATE"]),
        ("/factors/any/verify", "\"passCode\":\"123456\"", ["MFA_REQUIRED", "MFA_CHALLENGE"]),
        ("/factors/any/verify/resend", "", ["MFA_CHALLENGE"]),
        ("/recovery/factors/SMS/verify", "\"passCode\":\"123456\"", ["RECOVERY_CHALLENGE"]),
        ("/recovery/factors/SMS/resend", "", ["RECOVERY_CHALLENGE"]),
        ("/recovery/answer", "\"answer\":\"x\"", ["RECOVERY"]),
        ("/previous", "", ["MFA_CHALLENGE", "MFA_ENROLL_ACTIVATE"]),
        ("/skip", "", ["PASSWORD_WARN", "MFA_ENROLL"]),
    ];

    public static TheoryData<string> States =>
    [
        "PASSWORD_EXPIRED", "PASSWORD_WARN", "PASSWORD_RESET", "MFA_REQUIRED", "MFA_CHALLENGE", "MFA_ENROLL", "MFA_ENROLL_ACTIVATE",
        "RECOVERY", "RECOVERY_CHALLENGE",
    ];

    [Theory]
    [MemberData(nameof(States))]
    public async Task What_is_not_legal_in_a_state_is_refused_and_the_transaction_stands_as_it_stood(string state)
    {
        await using var walk = await StartAsync();
        var reached = await ReachAsync(walk, state);
        var before = await walk.GoAsync(reached, "", state);

        foreach (var (path, members, legal) in Operations)
        {
            if (legal.Contains(state))
                continue;

            var answer = await walk.PostAsync(reached, path, members);
            answer.ShouldBeOktaError(
                403,
                "E0000079",
                "This operation is not allowed in the current authentication state.",
                "This operation is not allowed in the current authentication state.");
        }

        (await walk.GoAsync(reached, "", state)).Body.ShouldBe(before.Body);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Garbage_in_a_state_is_refused_and_the_transaction_stands(string state)
    {
        await using var walk = await StartAsync();
        var reached = await ReachAsync(walk, state);
        string[] garbage =
        [
            "\"passCode\":[]", "\"passCode\":{\"a\":1}", "\"passCode\":\"\"", "\"answer\":\"\"", "\"answer\":17", "\"newPassword\":\"\"",
            "\"oldPassword\":null,\"newPassword\":null",
            "\"factorType\":\"none\",\"provider\":\"NONE\"", "\"factorType\":null", "\"profile\":\"x\"", "\"profile\":{\"phoneNumber\":[]}",
            "\"rememberDevice\":\"maybe\"", "\"unknown\":{}",
        ];

        foreach (var (path, _, legal) in Operations)
            foreach (var members in garbage)
            {
                if (path is "/previous" or "/skip" or "/factors/any/verify/resend" or "/recovery/factors/SMS/resend"
                    && legal.Contains(state))
                    continue; // these need no more than the state token

                var answer = await walk.PostAsync(reached, path, members);
                answer.Status.ShouldBeInRange(400, 429, $"{path} {members}: {answer.Body}");
                answer.Members.First().ShouldBe("errorCode");
            }

        var after = await walk.PostAsync(reached, "");
        after.Text("status").ShouldBe(state, after.Body);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_cancelled_transaction_is_gone(string state)
    {
        await using var walk = await StartAsync();
        var reached = await ReachAsync(walk, state);

        var cancelled = await walk.PostAsync(reached, "/cancel");

        cancelled.Status.ShouldBe(200);
        cancelled.Body.ShouldBe("""{"relayState":""}""");
        foreach (var (path, members, _) in Operations)
            (await walk.PostAsync(reached, path, members)).ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task An_expired_transaction_is_gone(string state)
    {
        await using var walk = await StartAsync();
        var reached = await ReachAsync(walk, state);

        walk.Time.Advance(TimeSpan.FromMinutes(5));

        foreach (var (path, members, _) in Operations.Append(("", "", [])).Append(("/cancel", "", [])).Append(("/introspect", "", [])))
            (await walk.PostAsync(reached, path, members)).ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Theory]
    [InlineData("00PtYgjmUhBel31iEl2hpChYgCfrL1spNxnyVmihA_")]
    [InlineData("")]
    [InlineData("nothing")]
    public async Task A_state_token_that_never_was_one_is_refused_everywhere(string stateToken)
    {
        await using var walk = await StartAsync();

        foreach (var (path, members, _) in Operations.Append(("/cancel", "", [])).Append(("/introspect", "", [])))
            (await walk.PostAsync(stateToken, path, members)).ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Introspection_echoes_the_state(string state)
    {
        await using var walk = await StartAsync();
        var reached = await ReachAsync(walk, state);

        var echoed = await walk.GoAsync(reached, "/introspect", state);

        echoed.Members.ShouldBe((await walk.PostAsync(reached, "")).Members);
    }

    [Fact]
    public async Task Previous_leads_back_to_the_choice()
    {
        await using var walk = await StartAsync();
        var challenge = await ReachAsync(walk, "MFA_CHALLENGE");
        var activate = await ReachAsync(walk, "MFA_ENROLL_ACTIVATE");

        await walk.GoAsync(challenge, "/previous", "MFA_REQUIRED");
        await walk.GoAsync(activate, "/previous", "MFA_ENROLL");
        await walk.GoAsync(challenge, Walk.VerifyPath(await walk.PostAsync(challenge, ""), "email"), "MFA_CHALLENGE");
    }

    [Fact]
    public async Task A_transaction_that_succeeded_is_gone()
    {
        await using var walk = await StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        await walk.GoAsync(begun, Walk.VerifyPath(begun, "question"), "SUCCESS", "\"answer\":\"mayonnaise\"");

        (await walk.PostAsync(begun, "")).ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    static Task<Walk> StartAsync() => Walk.StartAsync(seed => seed with
    {
        Groups = [.. seed.Groups, new() { Id = "00g1monthlyMonthly05", Name = "Monthly" }],
        Users =
        [
            .. seed.Users,
            new()
            {
                Id = "00u1wendyWarned00005",
                Login = "wendy@example.com",
                Password = The.Password,
                GroupIds = ["00g1monthlyMonthly05"],
                PasswordChanged = The.Now.AddDays(-28),
            },
        ],
        PasswordPolicies =
        [
            new()
            {
                Name = "Month",
                GroupIds = ["00g1monthlyMonthly05"],
                MaxAge = TimeSpan.FromDays(30),
                ExpiryWarning = TimeSpan.FromDays(5),
            },
        ],
    });

    static async Task<Answer> ReachAsync(Walk walk, string state)
    {
        switch (state)
        {
            case "PASSWORD_EXPIRED":
                return await walk.BeginAsync("eve@example.com", state);
            case "PASSWORD_WARN":
                return await walk.BeginAsync("wendy@example.com", state, ",\"options\":{\"warnBeforePasswordExpired\":true}");
            case "PASSWORD_RESET":
                return await walk.Http.PostJsonAsync("/api/v1/authn", """{"token":"an-activation-token0"}""");
            case "MFA_REQUIRED":
                return await walk.BeginAsync("amy@example.com", state);
            case "MFA_CHALLENGE":
                var required = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
                return await walk.GoAsync(required, Walk.VerifyPath(required, "sms"), state);
            case "MFA_ENROLL":
                return await walk.BeginAsync("nora@example.com", state);
            case "MFA_ENROLL_ACTIVATE":
                return await walk.GoAsync(
                    await walk.BeginAsync("nora@example.com", "MFA_ENROLL"),
                    "/factors",
                    state,
                    "\"factorType\":\"token:software:totp\",\"provider\":\"OKTA\"");
            default:
                var challenge = await walk.Http.PostJsonAsync(
                    "/api/v1/authn/recovery/password", """{"username":"amy@example.com","factorType":"SMS"}""");
                return state is "RECOVERY_CHALLENGE"
                    ? challenge
                    : await walk.GoAsync(
                        challenge,
                        "/recovery/factors/SMS/verify",
                        state,
                        $"\"passCode\":\"{await walk.CodeAsync("amy@example.com", "sms")}\"");
        }
    }
}
