using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

/// <summary>What Okta asks for besides the password, answered by flags, by questions on a terminal, or not at all.</summary>
public sealed class FactorTests : IAsyncLifetime
{
    const string Testers = "00g1posternTesters05";

    static readonly SeedUser Amy = new()
    {
        Id = "00u1amyAllfactors005",
        Login = "amy@example.com",
        Password = TheOrg.Password,
        FirstName = "Amy",
        LastName = "Allfactors",
        State = UserState.MfaRequired,
        GroupIds = [Testers],
        Phone = "+15550100142",
        Factors =
        [
            new() { FactorType = "sms" }, new() { FactorType = "call" }, new() { FactorType = "email" },
            new() { FactorType = "question", Secret = "mayonnaise" },
            new() { FactorType = "push", ShowsNumber = true }, new() { FactorType = "token", Provider = "RSA", Secret = "5275875498" },
        ],
    };

    static readonly SeedUser Nora = new()
    {
        Id = "00u1noraNofactor0005",
        Login = "nora@example.com",
        Password = TheOrg.Password,
        State = UserState.MfaRequired,
        GroupIds = [Testers],
    };

    static readonly SeedUser Fred = new()
    {
        Id = "00u1fredFederated005",
        Login = "fred@example.com",
        Password = TheOrg.Password,
        IdentityProvider = "Corporate Login",
    };

    /// <summary>Of this run alone: the command remembers which codes of a seed it has used.</summary>
    readonly string _seed = System.Security.Cryptography.RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);

    LocalOrg.LocalOrg _org = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                Seed = OrgSeed.Default with
                {
                    Users =
                    [
                        .. OrgSeed.Default.Users.Select(user => user.TotpSecret is null ? user : user with { TotpSecret = _seed }), Amy,
                        Nora, Fred,
                    ],
                },
            },
            Ct);

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Theory]
    [InlineData("access")]
    [InlineData("id")]
    public async Task A_TOTP_seed_gives_tokens_whose_amr_says_mfa(string token)
    {
        var said = await Token(
            "max@example.com", new Run().With("SEED", _seed), "--totp-secret", "env:SEED", "--output", "claims", "--token", token);

        said.ShouldSucceed();
        if (token is "id")
            said.Json.GetProperty("amr").EnumerateArray().Select(method => method.GetString()).ShouldBe(["mfa", "otp", "pwd"]);
        else
            said.Text("sub").ShouldBe("max@example.com");
    }

    [Fact]
    public async Task Without_an_answer_it_says_what_was_missing_and_by_which_flag_it_is_given()
    {
        var said = await Token("max@example.com", new(), "--output", "json");

        said.ShouldFail(4, "second factor");
        said.JsonError.GetProperty("code").GetString().ShouldBe("interaction_needed");
        said.JsonError.GetProperty("message").GetString().ShouldBe(
            "Okta answered MFA_REQUIRED. It asks for a second factor (token:software:totp), and no answer was given: token:software:totp " +
            "needs the seed it was enrolled with.");
        said.JsonError.GetProperty("hint").GetString()!.ShouldStartWith("--totp-secret REF gives the seed of the one-time passwords.");
        said.JsonError.GetProperty("status").GetString().ShouldBe("MFA_REQUIRED");
        said.JsonError.GetProperty("factor").GetString().ShouldBe("token:software:totp");
        said.JsonError.GetProperty("stage").GetString().ShouldBe("authn");
    }

    [Fact]
    public async Task A_seed_that_is_no_Base32_is_a_slip_and_not_repeated()
    {
        var said = await Token("max@example.com", new Run().With("SEED", "not-a-seed-0189"), "--totp-secret", "env:SEED");

        said.ShouldFail(2, "Base32");
        said.Error.ShouldNotContain("0189");
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("call")]
    [InlineData("email")]
    public async Task A_code_that_is_sent_comes_from_a_command(string factor)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is a POSIX shell's.");
        var fetch =
            $"curl -s '{_org.Url}/_postern/outbox?user=amy%40example.com&channel='\"$POSTERN_FACTOR\" | sed -E " +
            "'s/.*\"code\":\"([0-9]+)\".*/\\1/'";

        (await Token("amy@example.com", new(), "--factor", factor, "--mfa-code", "cmd:" + fetch)).ShouldSucceed();
    }

    [Fact]
    public async Task A_command_that_fails_is_told_with_what_it_said()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is a POSIX shell's.");

        var said = await Token("amy@example.com", new(), "--factor", "sms", "--mfa-code", "cmd:echo no inbox here >&2; exit 3");

        said.ShouldFail(2, "The command of --mfa-code ended with 3.");
        said.Error.ShouldContain("no inbox here");
    }

    [Theory]
    [InlineData("question", "--answer", "mayonnaise")]
    [InlineData("token", "--mfa-code", "5275875498")]
    public async Task An_answer_comes_from_the_environment(string factor, string flag, string secret) =>
        (await Token("amy@example.com", new Run().With("ANSWER", secret), "--factor", factor, flag, "env:ANSWER")).ShouldSucceed();

    [Fact]
    public async Task A_wrong_answer_is_a_refusal()
    {
        var said = await Token("amy@example.com", new Run().With("ANSWER", "ketchup"), "--answer", "env:ANSWER", "--output", "json");

        said.ShouldFail(3, "E0000068");
        said.JsonError.GetProperty("errorSummary").GetString().ShouldBe("Invalid Passcode/Answer");
    }

    [Fact]
    public async Task A_push_is_awaited_and_its_number_told()
    {
        var running = Token("amy@example.com", new(), "--factor", "push");
        await DecideAsync(running, id => _org.Outbox.ApproveAsync(id, ct: Ct));

        var said = (await running).ShouldSucceed();
        said.Error.ShouldContain("Waiting for the push");
        said.Error.ShouldMatch("Choose the number [0-9]{2} on the phone");
    }

    [Fact]
    public async Task A_rejected_push_ends_with_that_reason()
    {
        var running = Token("amy@example.com", new(), "--factor", "push");
        await DecideAsync(running, id => _org.Outbox.RejectAsync(id, Ct));

        var said = await running;
        said.ShouldFail(4, "The push was rejected on the phone.");
        said.Error.ShouldContain("hint: Whoever holds the phone said no.");
        said.Error.ShouldNotContain("links");
    }

    [Fact]
    public async Task On_a_terminal_nothing_of_the_waiting_is_left_before_the_error()
    {
        var running = Token("amy@example.com", new Run { AtTerminal = true }.With("NO_COLOR", "1"), "--factor", "push");
        await DecideAsync(running, id => _org.Outbox.RejectAsync(id, Ct));

        var seen = Screenful.Of((await running).Error);

        seen.ShouldContain("error (authn): Okta answered MFA_CHALLENGE. The push was rejected on the phone.");
        seen.ShouldAllBe(line => line.Length == 0 || !"|/\\-".Contains(line[0]));
    }

    [Fact]
    public async Task An_expired_password_is_changed_to_the_new_one()
    {
        (await Token("eve@example.com", new())).ShouldFail(4, "--new-password REF");

        (await Token("eve@example.com", new Run().With("NEXT", "Fresh-Staple-7"), "--new-password", "env:NEXT")).ShouldSucceed();

        (await Token("eve@example.com", new Run { Environment = { ["PASSWORD"] = "Fresh-Staple-7" } })).ShouldSucceed();
    }

    [Fact]
    public async Task A_factor_that_is_demanded_is_enrolled_and_its_seed_kept_for_its_owner_alone()
    {
        var folder = Directory.CreateTempSubdirectory("postern-");
        var file = Path.Combine(folder.FullName, "nora.seed");
        try
        {
            (await Token("nora@example.com", new())).ShouldFail(4, "--enroll-totp FILE");
            (await Token("nora@example.com", new(), "--enroll-totp", file)).ShouldSucceed();

            (await File.ReadAllTextAsync(file, Ct)).ShouldMatch("^[A-Z2-7]{16}\n$");
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            (await Token("nora@example.com", new(), "--enroll-totp", file)).ShouldFail(2, "that file exists");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_federated_user_is_told_who_has_the_password()
    {
        var said = await Token("fred@example.com", new(), "--output", "json");

        said.ShouldFail(3, "Corporate Login");
        said.JsonError.GetProperty("identityProvider").GetString().ShouldBe("Corporate Login");
        said.JsonError.GetProperty("hint").GetString()!.ShouldContain("--ignore-routing");
    }

    [Fact]
    public async Task A_flag_sends_the_password_whatever_the_routing_says()
    {
        var said = await Token("fred@example.com", new(), "--ignore-routing", "--output", "json");

        said.ShouldFail(5, "not assigned"); // so the password was sent, and right: the routing rule was no proof
    }

    [Fact]
    public async Task A_provider_that_no_factor_has_lists_those_that_there_are()
    {
        var said = await Token("max@example.com", new Run().With("SEED", _seed), "--totp-secret", "env:SEED", "--factor", "google");

        said.ShouldFail(4, "it has token:software:totp of OKTA (");
    }

    [Fact]
    public async Task On_a_terminal_a_person_chooses_and_answers()
    {
        var running = Token("amy@example.com", new Run { AtTerminal = true, Input = "1\n", Typed = "mayonnaise" });

        var said = (await running).ShouldSucceed();
        said.Error.ShouldContain("A second factor of amy@example.com is needed:");
        said.Error.ShouldContain("code by SMS to +1 XXX-XXX-0142");
        said.Error.ShouldContain("What is the food you least liked as a child?");
    }

    [Fact]
    public async Task On_a_terminal_who_mistypes_is_asked_again()
    {
        var run = new Run { AtTerminal = true, TypedInTurn = new(["ketchup", "mustard", "mayonnaise"]) };

        var said = (await Token("amy@example.com", run, "--factor", "question")).ShouldSucceed();

        said.Error.Split("Invalid Passcode/Answer: Okta takes another").Length.ShouldBe(3);
        said.Error.ShouldNotContain("ketchup");
    }

    [Fact]
    public async Task On_a_terminal_who_types_nothing_more_ends_it() =>
        (await Token("amy@example.com", new Run { AtTerminal = true, TypedInTurn = new(["ketchup", ""]) }, "--factor", "question"))
            .ShouldFail(4, "no answer came");

    [Fact]
    public async Task What_was_given_by_a_flag_is_not_asked_for_again() =>
        (await Token("amy@example.com", new Run { AtTerminal = true }.With("ANSWER", "ketchup"), "--answer", "env:ANSWER"))
            .ShouldFail(3, "E0000068");

    [Fact]
    public async Task On_a_terminal_a_wrong_code_is_asked_for_again()
    {
        var run = new Run { AtTerminal = true, Input = "000000\n5275875498\n" };

        (await Token("amy@example.com", run, "--factor", "token")).ShouldSucceed().Error
            .ShouldContain("Code of the hardware token (RSA), for amy@example.com: ");
    }

    [Fact]
    public async Task The_first_step_alone_answers_too()
    {
        var said = await new Run { Environment = { ["PASSWORD"] = TheOrg.Password, ["ANSWER"] = "mayonnaise" } }.PosternAsync(
            "authn", "--org", _org.Url, "--username", "amy@example.com", "--password", "env:PASSWORD", "--answer", "env:ANSWER");

        said.ShouldSucceed().Text("session_token").ShouldStartWith("20111");
    }

    [Fact]
    public async Task Narration_shows_of_every_secret_its_fingerprint()
    {
        var said = await Token("amy@example.com", new Run().With("ANSWER", "mayonnaise"), "--answer", "env:ANSWER", "-v");

        said.ShouldSucceed();
        said.Error.ShouldContain("/verify");
        said.Error.ShouldNotContain("mayonnaise");
        said.Error.ShouldNotContain(TheOrg.Password);
    }

    [Theory]
    [InlineData("amy@example.com", "second factor")]
    [InlineData("amy@example.com", "sms needs the code that is sent", "--factor", "sms")]
    [InlineData("amy@example.com", "question needs the answer to its question", "--factor", "question")]
    [InlineData("amy@example.com", "this user has none of those to be taken", "--factor", "yubikey")]
    [InlineData("nora@example.com", "a factor be enrolled")]
    [InlineData("eve@example.com", "no new one was given")]
    public async Task In_a_pipe_it_ends_where_a_person_would_be_asked(string login, string says, params string[] flags)
    {
        var said = await Token(login, new(), flags);

        said.ShouldFail(4, says);
    }

    [Fact]
    public async Task On_a_terminal_a_person_gives_the_new_password()
    {
        var said = await Token("eve@example.com", new Run { AtTerminal = true, Typed = "Fresh-Staple-7" });

        said.ShouldSucceed().Error.ShouldContain("The password of eve@example.com has expired. New password:");
    }

    [Fact]
    public async Task On_a_terminal_the_number_of_a_push_is_shown_large_while_it_is_awaited()
    {
        var running = Token("amy@example.com", new Run { AtTerminal = true }, "--factor", "push");
        await DecideAsync(running, id => _org.Outbox.ApproveAsync(id, ct: Ct));

        (await running).ShouldSucceed().Error.ShouldMatch(@"\|   [0-9]{2}   \|  choose this number on the phone");
    }

    [Fact]
    public async Task A_code_comes_from_a_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "5275875498\n", Ct);

        (await Token("amy@example.com", new(), "--factor", "token", "--mfa-code", "file:" + file)).ShouldSucceed();
        File.Delete(file);
    }

    [Fact]
    public async Task A_trusted_caller_has_its_device_remembered()
    {
        await using var org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                Seed = OrgSeed.Default with
                {
                    Users = [Amy with { State = UserState.Active }],
                    ApiTokens = ["00an-api-token"],
                    SessionPolicies =
                    [
                        new()
                        {
                            Name = "MFA",
                            Rules = [new() { Name = "MFA", RequiresFactor = true, FactorLifetime = TimeSpan.FromMinutes(15) }],
                        },
                    ],
                },
            },
            Ct);
        var run = new Run().With("PASSWORD", TheOrg.Password).With("ANSWER", "mayonnaise")
            .With("DEVICE", "kQ7vT2mZ9xLbR4nWc8JyHf3DsGa6PuEi").With("SSWS", "00an-api-token");
        Task<Said> Authn(params string[] more) => run.PosternAsync(
            [
                "authn", "--org", org.Url, "--username", "amy@example.com", "--password", "env:PASSWORD", "--device-token", "env:DEVICE",
                "--api-token", "env:SSWS", .. more,
            ]);

        (await Authn()).ShouldFail(4, "second factor");
        (await Authn("--answer", "env:ANSWER", "--remember-device")).ShouldSucceed();
        (await Authn()).ShouldSucceed();
    }

    [Fact]
    public async Task A_factor_that_is_none_is_a_slip() =>
        (await Token("amy@example.com", new(), "--factor", "smoke-signal")).ShouldFail(2, "--factor smoke-signal");

    // The message may be there a moment before what is to be decided; where the command has ended, neither will be.
    async Task DecideAsync(Task<Said> running, Func<string, Task<bool>> decide)
    {
        var push = _org.Outbox.LatestAsync("amy@example.com", "push", Ct);
        await Task.WhenAny(push, running).InTimeAsync("a push to amy@example.com");
        if (!push.IsCompleted)
            Assert.Fail($"The command ended without a push: {await running}");

        await Patience.UntilAsync($"a decision about {await push}", async () => running.IsCompleted || await decide((await push).Id));
    }

    Task<Said> Token(string login, Run run, params string[] more)
    {
        var spa = _org.Seed.Apps.First(app => app.Kind is AppKind.Spa);
        var environment = new Dictionary<string, string>(run.Environment);
        environment.TryAdd("PASSWORD", TheOrg.Password);
        return (run with { Environment = environment }).PosternAsync(
            [
                "token", "--org", _org.Url, "--username", login, "--password", "env:PASSWORD", "--client-id", spa.ClientId,
                "--redirect-uri", spa.RedirectUris[0], .. more,
            ]);
    }
}
