using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern token</c> at an org on Identity Engine: the first way that works, <c>--via</c>, and the receipt.</summary>
public sealed class LadderTests(LadderTests.EngineOrg engine) : IClassFixture<LadderTests.EngineOrg>
{
    const string TwoFactors = "0oa1posternTwoFact05";
    const string Interaction = "0oa1posternInterac05";

    [Fact]
    public async Task The_demo_users_tokens_come_with_a_receipt()
    {
        var said = (await TokenAsync("0oa1posternSpa000005", "ada@example.com", new())).ShouldSucceed();

        var receipt = said.Json.GetProperty("receipt");
        receipt.GetProperty("engine").GetString().ShouldBe("identity-engine");
        receipt.GetProperty("way").GetString().ShouldBe("session-token");
        said.Error.ShouldNotContain("session-token");
    }

    [Fact]
    public async Task For_an_app_that_wants_two_factors_the_receipt_says_why_the_session_token_was_not_enough()
    {
        var said = (await TokenAsync(
            TwoFactors, "tess@example.com", new Run().With("SEED", engine.Seed), "--totp-secret", "env:SEED", "-v")).ShouldSucceed();

        said.Json.GetProperty("receipt").GetProperty("way").GetString().ShouldBe("hosted-page");
        var first = said.Json.GetProperty("receipt").GetProperty("attempts")[0];
        first.GetProperty("outcome").GetString().ShouldBe("not-enough");
        first.GetProperty("answer").GetString()!.ShouldStartWith("login_required: ");
        first.GetProperty("opens")
            .GetString()!.ShouldContain("The app's sign-in policy wants more than the global session policy collected");
        said.Error.ShouldContain("sign-in at an org on identity-engine:");
        said.Error.ShouldContain("  session-token: not-enough. login_required: ");
        said.Error.ShouldContain("  interaction-code: not-enough. unauthorized_client: ");
        said.Error.ShouldContain("  hosted-page: taken");
        said.Error.ShouldNotContain(engine.Seed);
        said.Error.ShouldNotContain(TheOrg.Password);
        said.Error.ShouldNotContain("\"02.id.");
    }

    [Theory]
    [InlineData("session-token", Interaction)]
    [InlineData("interaction-code", Interaction)]
    [InlineData("direct", "0oa1posternNative005")]
    [InlineData("hosted-page", "0oa1posternSpa000005")]
    public async Task A_way_can_be_chosen(string way, string clientId)
    {
        var said = (await TokenAsync(clientId, "ada@example.com", new(), "--via", way)).ShouldSucceed();

        said.Json.GetProperty("receipt").GetProperty("way").GetString().ShouldBe(way);
        said.Json.GetProperty("receipt").GetProperty("attempts").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_way_that_is_closed_says_what_would_open_it()
    {
        var said = await TokenAsync("0oa1posternSpa000005", "ada@example.com", new(), "--via", "interaction-code", "--output", "json");

        said.ShouldFail(5, "unauthorized_client");
        said.JsonError.GetProperty("stage").GetString().ShouldBe("interact");
        said.JsonError.GetProperty("receipt").GetProperty("attempts")[0].GetProperty("outcome").GetString().ShouldBe("refused");
    }

    [Fact]
    public async Task A_factor_without_an_answer_is_told_with_its_flag()
    {
        var said = await TokenAsync(TwoFactors, "tess@example.com", new(), "--output", "json");

        said.ShouldFail(4, "second factor");
        said.JsonError.GetProperty("stage").GetString().ShouldBe("idx");
        said.JsonError.GetProperty("factor").GetString().ShouldBe("token:software:totp");
        said.JsonError.GetProperty("hint").GetString()!.ShouldStartWith("--totp-secret REF gives the seed of the one-time passwords.");
        said.JsonError.GetProperty("receipt").GetProperty("attempts")[0].GetProperty("way").GetString().ShouldBe("session-token");
    }

    [Fact]
    public async Task People_are_told_the_error_without_the_receipt()
    {
        var said = await TokenAsync(TwoFactors, "tess@example.com", new(), "--output", "raw");

        said.ShouldFail(4, "error (idx): ");
        said.Error.ShouldNotContain("receipt");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_once()
    {
        var said = await TokenAsync(Interaction, "ada@example.com", new() { Environment = { ["PASSWORD"] = "wrong" } }, "--output", "json");

        said.ShouldFail(3, "E0000004");
        said.JsonError.GetProperty("receipt").GetProperty("attempts").GetArrayLength().ShouldBe(1);

        (await TokenAsync(Interaction, "ada@example.com", new() { Environment = { ["PASSWORD"] = "wrong" } }, "--via", "interaction-code"))
            .ShouldFail(3, "Authentication failed");
    }

    [Fact]
    public async Task A_sign_in_behind_the_page_is_recorded_without_secrets_and_played_back()
    {
        var folder = Directory.CreateTempSubdirectory("postern-");
        try
        {
            var file = Path.Combine(folder.FullName, "page.json");
            var chosen = new[] { "--via", "hosted-page" };
            (await TokenAsync("0oa1posternSpa000005", "ada@example.com", new(), [.. chosen, "--record", file])).ShouldSucceed();

            var recorded = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            recorded.ShouldNotContain("02.id.");
            recorded.ShouldNotContain(TheOrg.Password);
            (await TokenAsync("0oa1posternSpa000005", "ada@example.com", new(), [.. chosen, "--replay", file])).ShouldSucceed();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    Task<Said> TokenAsync(string clientId, string login, Run run, params string[] args) =>
        (run.Environment.ContainsKey("PASSWORD") ? run : run.With("PASSWORD", TheOrg.Password)).PosternAsync(
        [
            "token", "--org", engine.Org.Url, "--client-id", clientId, "--redirect-uri", "http://localhost:8080/callback",
            "--username", login, "--password", "env:PASSWORD", .. args,
        ]);

    /// <summary>The demo org on Identity Engine, with an app that wants two factors and a user who has one to give.</summary>
    public sealed class EngineOrg : IAsyncLifetime
    {
        /// <summary>Of this run alone: the command remembers which codes of a seed it has used.</summary>
        public string Seed { get; } = System.Security.Cryptography.RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);

        public LocalOrg.LocalOrg Org { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var seed = OrgSeed.Default;
            var spa = seed.Apps.First(app => app.Kind is AppKind.Spa);
            var max = seed.Users.First(user => user.TotpSecret is not null);
            Org = await LocalOrg.LocalOrg.StartAsync(
                new()
                {
                    Seed = seed with
                    {
                        Engine = OrgEngine.IdentityEngine,
                        Apps =
                        [
                            .. seed.Apps, spa with { ClientId = TwoFactors, Name = "Two Factors", RequiresFactor = true },
                            spa with
                            {
                                ClientId = Interaction, Name = "Interaction", ResponseTypes = ["code"],
                                GrantTypes = ["authorization_code", "interaction_code"],
                            },
                        ],
                        Users =
                        [
                            .. seed.Users,
                            max with
                            {
                                Id = "00u1tessOneFactor005",
                                Login = "tess@example.com",
                                State = UserState.Active,
                                TotpSecret = Seed,
                            },
                        ],
                    },
                },
                TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync() => Org.DisposeAsync();
    }
}
