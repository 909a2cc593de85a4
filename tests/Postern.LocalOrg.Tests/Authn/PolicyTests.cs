using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Policies decide who needs what: by group, by network, by device.</summary>
public sealed class PolicyTests
{
    const string Testers = "00g1posternTesters05";

    [Fact]
    public async Task A_rule_for_a_group_asks_its_members_for_a_factor_and_nobody_else()
    {
        await using var walk = await Walk.StartAsync(seed => seed with
        {
            SessionPolicies = [new() { Name = "Testers", GroupIds = [Testers], Rules = [new() { Name = "MFA", RequiresFactor = true }] }],
        });

        (await walk.Http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("MFA_ENROLL");
        (await walk.Http.AuthenticateAsync("una@example.com")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Access_may_be_denied_outside_a_network()
    {
        await using var walk = await Walk.StartAsync(Networks);

        var here = await walk.Http.AuthenticateAsync("ada@example.com");
        var elsewhere = await walk.Http.PostJsonAsync(
            "/api/v1/authn", Ada, ("X-Forwarded-For", "203.0.113.9, 10.0.0.1"), ("Authorization", "SSWS " + Walk.ApiToken));

        here.Text("status").ShouldBe("SUCCESS");
        elsewhere.ShouldBeOktaError(403, "E0000085", "You do not have permission to access your account at this time.");
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("127.0.0.1")]
    public async Task Whoever_comes_through_a_proxy_of_this_machine_is_in_no_network_whatever_is_claimed(string address)
    {
        await using var walk = await Walk.StartAsync(Networks);

        var forwarded = await walk.Http.PostJsonAsync("/api/v1/authn", Ada, ("X-Forwarded-For", address));
        var passedOn = await walk.Http.PostJsonAsync("/api/v1/authn", Ada, ("Via", "1.1 proxy"));

        forwarded.ShouldBeOktaError(403, "E0000085", "You do not have permission to access your account at this time.");
        passedOn.ShouldBeOktaError(403, "E0000085", "You do not have permission to access your account at this time.");
    }

    [Fact]
    public async Task Denied_access_may_look_like_a_wrong_password()
    {
        await using var walk = await Walk.StartAsync(seed => seed with
        {
            HidesDeniedAccess = true,
            SessionPolicies = [new() { Name = "Nobody", Rules = [new() { Name = "Deny", AllowsAccess = false }] }],
        });

        (await walk.Http.AuthenticateAsync("ada@example.com")).ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task A_remembered_device_needs_no_factor_for_as_long_as_the_rule_says()
    {
        await using var walk = await Walk.StartAsync(Remembering);
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", Amy, Device("phone"));
        begun.Text("status").ShouldBe("MFA_REQUIRED");
        await walk.GoAsync(begun, Walk.VerifyPath(begun, "question") + "?rememberDevice=true", "SUCCESS", "\"answer\":\"mayonnaise\"");

        var same = await walk.Http.PostJsonAsync("/api/v1/authn", Amy, Device("phone"));
        var other = await walk.Http.PostJsonAsync("/api/v1/authn", Amy, Device("tablet"));
        walk.Time.Advance(TimeSpan.FromMinutes(15));
        var late = await walk.Http.PostJsonAsync("/api/v1/authn", Amy, Device("phone"));

        begun.Body.ShouldContain(
            "\"policy\":{\"allowRememberDevice\":true,\"rememberDeviceLifetimeInMinutes\":15,\"rememberDeviceByDefault\":true,");
        same.Text("status").ShouldBe("SUCCESS");
        other.Text("status").ShouldBe("MFA_REQUIRED");
        late.Text("status").ShouldBe("MFA_REQUIRED");
    }

    [Fact]
    public async Task A_browser_is_remembered_by_the_name_that_its_first_sign_in_gave_it()
    {
        await using var walk = await Walk.StartAsync(Remembering);
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", Amy);
        (string, string) named = ("Cookie", begun.Cookie!);

        var done = await walk.Http.PostJsonAsync(
            $"/api/v1/authn{Walk.VerifyPath(begun, "question")}?rememberDevice=true",
            $$"""{"stateToken":"{{begun.Text("stateToken")}}","answer":"mayonnaise"}""", named);

        done.Text("status").ShouldBe("SUCCESS", done.Body);
        (await walk.Http.PostJsonAsync("/api/v1/authn", Amy, named)).Text("status").ShouldBe("SUCCESS");
        (await walk.Http.PostJsonAsync("/api/v1/authn", Amy)).Text("status").ShouldBe("MFA_REQUIRED");
    }

    [Fact]
    public async Task A_device_that_asked_for_nothing_is_not_remembered()
    {
        await using var walk = await Walk.StartAsync(Remembering);
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", Amy, Device("phone"));
        await walk.GoAsync(begun, Walk.VerifyPath(begun, "question"), "SUCCESS", "\"answer\":\"mayonnaise\"");

        (await walk.Http.PostJsonAsync("/api/v1/authn", Amy, Device("phone"))).Text("status").ShouldBe("MFA_REQUIRED");
    }

    [Fact]
    public async Task A_device_token_counts_for_trusted_callers_alone()
    {
        await using var walk = await Walk.StartAsync(Remembering);
        var body =
            $$$"""{"username":"amy@example.com","password":"{{{The.Password}}}","context":{"deviceToken":"kQ7vT2mZ9xLbR4nWc8JyHf3DsGa6PuEi"}}""";
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", body, ("Authorization", "SSWS " + Walk.ApiToken));
        await walk.GoAsync(begun, Walk.VerifyPath(begun, "question"), "SUCCESS", "\"answer\":\"mayonnaise\",\"rememberDevice\":true");

        (await walk.Http.PostJsonAsync("/api/v1/authn", body, ("Authorization", "SSWS " + Walk.ApiToken))).Text("status")
            .ShouldBe("SUCCESS");
        (await walk.Http.PostJsonAsync("/api/v1/authn", body)).Text("status").ShouldBe("MFA_REQUIRED");
    }

    [Fact]
    public async Task A_device_fingerprint_counts_for_trusted_callers_alone()
    {
        await using var walk = await Walk.StartAsync(Remembering);
        (string, string)[] trusted = [("Authorization", "SSWS " + Walk.ApiToken), ("X-Device-Fingerprint", "a-fingerprint")];
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", Amy, trusted);
        await walk.GoAsync(begun, Walk.VerifyPath(begun, "question"), "SUCCESS", "\"answer\":\"mayonnaise\",\"rememberDevice\":true");

        (await walk.Http.PostJsonAsync("/api/v1/authn", Amy, trusted)).Text("status").ShouldBe("SUCCESS");
        (await walk.Http.PostJsonAsync("/api/v1/authn", Amy, trusted[1])).Text("status").ShouldBe("MFA_REQUIRED");
    }

    [Fact]
    public async Task A_device_token_of_more_than_32_characters_is_refused()
    {
        await using var walk = await Walk.StartAsync();

        var answer = await walk.Http.PostJsonAsync(
            "/api/v1/authn",
            $$$"""{"username":"ada@example.com","password":"{{{The.Password}}}","context":{"deviceToken":"{{{new string('a', 33)}}}"}}""");

        answer.ShouldBeOktaError(
            400, "E0000001", "Api validation failed: deviceToken", "The request has a deviceToken with length greater than 32.");
    }

    [Fact]
    public async Task A_rule_for_new_devices_leaves_a_known_one_alone()
    {
        await using var walk = await Walk.StartAsync(seed => seed with
        {
            Users = [Walk.Amy with { State = UserState.Active }],
            SessionPolicies =
            [
                new() { Name = "New devices", Rules = [new() { Name = "MFA", NewDevicesOnly = true, RequiresFactor = true }] },
            ],
        });
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", Amy, Device("phone"));
        begun.Text("status").ShouldBe("MFA_REQUIRED");
        await walk.GoAsync(begun, Walk.VerifyPath(begun, "question"), "SUCCESS", "\"answer\":\"mayonnaise\"");

        (await walk.Http.PostJsonAsync("/api/v1/authn", Amy, Device("phone"))).Text("status").ShouldBe("SUCCESS");
        (await walk.Http.PostJsonAsync("/api/v1/authn", Amy, Device("tablet"))).Text("status").ShouldBe("MFA_REQUIRED");
    }

    [Fact]
    public async Task A_session_lasts_as_long_as_its_rule_says()
    {
        await using var walk = await Walk.StartAsync(seed => seed with
        {
            SessionPolicies =
            [
                new()
                {
                    Name = "Short",
                    Rules = [new() { Name = "Short", SessionIdle = TimeSpan.FromMinutes(10), SessionLifetime = TimeSpan.FromMinutes(15) }],
                },
            ],
        });
        var authorize =
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s" +
            $"&nonce=n&{The.Pkce}&prompt=none";
        var session = (await walk.Http.GetAsync($"{authorize}&sessionToken={await walk.Http.SessionTokenAsync()}")).Cookie!;

        walk.Time.Advance(TimeSpan.FromMinutes(9));
        var used = await walk.Http.GetAsync(authorize, ("Cookie", session));
        walk.Time.Advance(TimeSpan.FromMinutes(6));
        var ended = await walk.Http.GetAsync(authorize, ("Cookie", session));

        used.Redirected("code").ShouldNotBeNull();
        ended.Redirected("error").ShouldBe("login_required");
    }

    [Fact]
    public async Task A_locked_account_unlocks_itself_where_the_policy_says_so()
    {
        await using var walk = await Walk.StartAsync(
            seed => seed with { PasswordPolicies = [new() { Name = "Hour", AutoUnlock = TimeSpan.FromHours(1) }] });

        (await walk.Http.AuthenticateAsync("lou@example.com")).Status.ShouldBe(401);
        walk.Time.Advance(TimeSpan.FromHours(1));

        (await walk.Http.AuthenticateAsync("lou@example.com")).Text("status").ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData(UserState.Staged)]
    [InlineData(UserState.Provisioned)]
    [InlineData(UserState.Suspended)]
    [InlineData(UserState.Recovery)]
    [InlineData(UserState.Deprovisioned)]
    public async Task A_user_who_may_not_sign_in_is_refused_as_one_who_does_not_exist(UserState state)
    {
        await using var walk = await Walk.StartAsync(seed => seed with { Users = [Walk.Amy with { State = state }] });

        (await walk.Http.AuthenticateAsync("amy@example.com")).ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task An_unknown_user_a_wrong_password_and_a_locked_user_are_answered_alike()
    {
        await using var walk = await Walk.StartAsync();
        string[] varying = ["X-Okta-Request-Id", "Date"];

        Answer[] answers =
        [
            await walk.Http.AuthenticateAsync("nobody@example.com"), await walk.Http.AuthenticateAsync("ada@example.com", "not the one"),
            await walk.Http.AuthenticateAsync("lou@example.com"),
            await walk.Http.AuthenticateAsync("stan@example.com"),
        ];

        answers.Select(answer => answer.Body.Replace(answer.Text("errorId"), "", StringComparison.Ordinal)).Distinct()
            .ShouldHaveSingleItem();
        answers.Select(answer =>
            string.Join(
                '\n',
                answer.Headers.Where(header => !varying.Contains(header.Key))
                    .Select(header => $"{header.Key}: {header.Value}"))).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_unknown_user_a_wrong_password_and_a_locked_user_cost_the_org_as_much()
    {
        await using var database = new Storage.CountedSqlite();
        // Its time stands still, so that it keeps no house meanwhile.
        await using var org = await LocalOrg.StartAsync(new() { DataSource = database, Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);
        async Task<string[]> StatementsAsync(string login, string password)
        {
            await http.AuthenticateAsync(login, password);
            database.Statements.Clear();
            (await http.AuthenticateAsync(login, password)).Status.ShouldBe(401);
            // The org makes its keys meanwhile.
            return [
                .. database.Statements.Where(sql =>
                    sql.Contains("users", StringComparison.Ordinal) || sql.Contains("logins", StringComparison.Ordinal)).Select(sql =>
                        sql.TrimStart().Split(' ')[0] is "select" ? "reads" : "writes"),
            ];
        }

        var wrong = await StatementsAsync("ada@example.com", "not the one");

        wrong.Count(kind => kind is "writes").ShouldBe(1);
        (await StatementsAsync("nobody@example.com", The.Password)).ShouldBe(wrong);
        (await StatementsAsync("lou@example.com", The.Password)).ShouldBe(wrong);
        (await StatementsAsync("lou@example.com", "not the one")).ShouldBe(wrong);
    }

    const string Ada = $$"""{"username":"ada@example.com","password":"{{The.Password}}"}""";
    const string Amy = $$"""{"username":"amy@example.com","password":"{{The.Password}}"}""";

    static (string, string) Device(string name) => ("Cookie", "DT=DI0" + name);

    static OrgSeed Networks(OrgSeed seed) => seed with
    {
        SessionPolicies =
        [
            new()
            {
                Name = "Zones",
                Rules = [new() { Name = "Office", Networks = ["127.0.0.0/8", "::1"] }, new() { Name = "Elsewhere", AllowsAccess = false }],
            },
        ],
    };

    static OrgSeed Remembering(OrgSeed seed) => seed with
    {
        SessionPolicies =
        [
            new()
            {
                Name = "MFA",
                Rules =
                [
                    new()
                    {
                        Name = "MFA",
                        RequiresFactor = true,
                        FactorLifetime = TimeSpan.FromMinutes(15),
                        RemembersDeviceByDefault = true,
                    },
                ],
            },
        ],
    };
}
