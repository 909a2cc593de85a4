using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

/// <summary>What <c>org start</c> begins with, and what <c>org validate</c> and <c>org schema</c> say.</summary>
public sealed class OrgSeedTests
{
    [Fact]
    public async Task Validate_names_each_fault_with_its_line_and_ends_with_2()
    {
        using SeedText seed = new("users:\n  - logn: ada@example.com\napps: [spaa http://localhost:3000/callback]\n");

        var said = await Run.Postern("org", "validate", seed.Path);

        said.ExitCode.ShouldBe(2);
        said.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            $"{seed.Path}:2:5: users[0].logn: there is no 'logn' here. Did you mean 'login'?",
            $"{seed.Path}:2:5: users[0].login: is missing.",
            $"{seed.Path}:3:8: apps[0].kind: is 'spaa'. Did you mean 'spa'? There are [spa, web, native, service].",
        ]);
        said.Error.ShouldContain($"{seed.Path}: 3 faults");
    }

    [Fact]
    public async Task Validate_says_the_same_as_JSON()
    {
        using SeedText seed = new("maxFailedPasswords: many");

        var said = await Run.Postern("org", "validate", seed.Path, "--output", "json");

        said.ExitCode.ShouldBe(2);
        var fault = said.Json.EnumerateArray().ShouldHaveSingleItem();
        (fault.GetProperty("line").GetInt32(), fault.GetProperty("column").GetInt32(), fault.GetProperty("path").GetString())
            .ShouldBe((1, 21, "maxFailedPasswords"));
    }

    [Fact]
    public async Task Validate_counts_what_is_in_a_good_one_and_needs_no_secret()
    {
        using SeedText seed = new("users: [ada@example.com env:NOBODY]");

        (await Run.Postern("org", "validate", seed.Path)).ShouldSucceed()
            .Error.ShouldContain("1 user, 1 group, 0 apps, 0 authorization servers");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        (await Run.Postern("org", "validate", "nowhere.yaml")).ShouldFail(2, "The seed nowhere.yaml cannot be read:");
        (await Run.Postern("org", "start", "--seed", "nowhere.yaml")).ShouldFail(2, "The seed nowhere.yaml cannot be read:");
    }

    [Fact]
    public async Task A_file_that_is_not_there_hides_no_fault_of_another()
    {
        using SeedText seed = new("users: [{}]");

        var said = await Run.Postern("org", "validate", "nowhere.yaml", seed.Path);

        said.ExitCode.ShouldBe(2);
        said.Out.ShouldBe($"{seed.Path}:1:9: users[0].login: is missing.\n");
        said.Error.ShouldContain("The seed nowhere.yaml cannot be read:");
    }

    [Fact]
    public async Task Start_refuses_a_faulty_seed_with_its_lines()
    {
        using SeedText seed = new("users: [{}]\nservers: [{ nam: x }]");

        var said = await Run.Postern("org", "start", "--seed", seed.Path, "--port", "0");

        said.ShouldFail(2, "error: The seed cannot be used, for 3 reasons.");
        said.Error.ShouldContain($"{seed.Path}:1:9: users[0].login: is missing.");
    }

    [Fact]
    public async Task Schema_prints_a_JSON_Schema()
    {
        (await Run.Postern("org", "schema")).ShouldSucceed().Text("$schema").ShouldBe("https://json-schema.org/draft/2020-12/schema");
    }

    [Theory]
    [InlineData("--app", "spaa http://x/", "--app \"spaa http://x/\": kind is 'spaa'. Did you mean 'spa'?")]
    [InlineData("--app", "spa /cb:", "--app \"spa /cb:\": redirectUris[0] '/cb:' must be an absolute URI")]
    [InlineData("--app", "spa nowhere", "--app \"spa nowhere\": redirectUris is missing: write where sign-ins come back to")]
    [InlineData("--origin", "localhost", "--origin \"localhost\": 'localhost' is no origin")]
    [InlineData(
        "--user", "ada@example.com env:NOBODY", "--user \"ada@example.com env:NOBODY\": password names the environment variable NOBODY")]
    [InlineData(
        "--user", "ada@example.com Secret-1", "--user \"ada@example.com\" has something behind the login that is no place of a password.")]
    [InlineData("--api-token", "env:NOBODY", "--api-token names the environment variable NOBODY, which is not set.")]
    public async Task A_flag_that_cannot_be_is_named(string flag, string value, string because)
    {
        (await Run.Postern("org", "start", "--port", "0", flag, value)).ShouldFail(2, because);
    }

    [Fact]
    public async Task What_the_flags_add_stands_on_top_of_the_demo_org()
    {
        SeedChoice choice = new()
        {
            Apps = ["spa http://localhost:3000/callback"],
            Users = ["ada@example.com", "eve@example.com env:EVE", "new@example.com"],
            Origins = ["http://localhost:3000"],
            ApiTokens = ["env:TOKEN"],
        };

        var chosen = await ReadAsync(choice);

        chosen.Seed.Apps.Count.ShouldBe(5);
        chosen.Seed.Users.Select(user => (user.Login, user.FirstName, user.Password.Length)).Order().ShouldBe(
            [
                ("ada@example.com", "Ada", 15), ("eve@example.com", "Eve", 7), ("lou@example.com", "Lou", 15),
                ("max@example.com", "Max", 15), ("new@example.com", "Test", 20), ("una@example.com", "Una", 15),
            ]);
        chosen.Seed.Users[^1].GroupIds.ShouldBe(["00g1posternTesters05"]);
        (chosen.Seed.TrustedOrigins[0].Origin, chosen.Seed.ApiTokens[0].Token).ShouldBe(("http://localhost:3000", "of-TOKEN"));
    }

    [Fact]
    public async Task Empty_is_nothing_but_what_the_flags_say()
    {
        var chosen = await ReadAsync(new() { IsEmpty = true, Users = ["ada@example.com"] });

        chosen.Seed.Users.ShouldHaveSingleItem().Login.ShouldBe("ada@example.com");
        chosen.Seed.Apps.ShouldBeEmpty();
        chosen.Secrets.ShouldHaveSingleItem().Reference.ShouldBeNull();
    }

    [Fact]
    public async Task A_seed_may_come_by_standard_input()
    {
        var chosen = await ReadAsync(new() { File = "-" }, new() { Input = "users: [ada@example.com]\n" });

        chosen.Seed.Users.ShouldHaveSingleItem().Login.ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task Export_writes_a_running_org_that_starts_again()
    {
        await using var org = await LocalOrg.LocalOrg.StartAsync(new() { ControlKey = "key-1" }, TestContext.Current.CancellationToken);
        var run = new Run().With("KEY", "key-1");

        var said = (await run.PosternAsync("org", "export", "--org", org.Url, "--control-key", "env:KEY")).ShouldSucceed();

        OrgSeed.FromText(said.Out).Users.Select(user => user.Login).ShouldContain("ada@example.com");
        var json = (await run.PosternAsync("org", "export", "--org", org.Url, "--control-key", "env:KEY", "--json")).ShouldSucceed();
        json.Json.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("login").GetString())
            .ShouldContain("max@example.com");
        Apps(json).ShouldBe(Apps(said));
        (await run.PosternAsync("org", "export", "--org", org.Url)).ShouldFail(2, "refuses: Only whoever sends the control key");
        (await run.PosternAsync("org", "export", "--org", org.Url, "--control-key", "env:KEY", "--secrets", "references")).ShouldSucceed()
            .Out.ShouldContain("password: env:POSTERN_ADA_EXAMPLE_COM_PASSWORD");
    }

    [Fact]
    public async Task Watch_applies_what_is_saved_and_tells_what_cannot_be()
    {
        using SeedText seed = new("users: [ada@example.com]");
        SeedChoice choice = new() { File = seed.Path, IsWatched = true };
        FakeTimeProvider time = new();
        using Heard output = new(), error = new();
        var io = new Run { Time = time }.Terminal(output, error);
        var chosen = await choice.ReadAsync(io, new(io), before: null, TestContext.Current.CancellationToken);
        await using var org = await LocalOrg.LocalOrg.CreateAsync(new() { Seed = chosen.Seed }, TestContext.Current.CancellationToken);
        using CancellationTokenSource stop = new();
        seed.Write("users: [ada@example.com, eve@example.com]"); // before anybody watches

        var watching = new SeedWatch(org, choice, io).WatchAsync(chosen, stop.Token);
        time.Advance(SeedWatch.Pace);
        await error.LineWithAsync("added user eve@example.com");
        seed.Write("users: [ada@example.com, eve@example.com, [x]]");
        time.Advance(SeedWatch.Pace);
        await error.LineWithAsync("the org stays as it is");
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => watching);
        error.ToString().ShouldContain($"{seed.Path}:1:43: users[2]: should have members");
        org.Seed.Users.Select(user => user.Login).ShouldBe(["ada@example.com", "eve@example.com"]);
        org.Seed.Users[0].Password.ShouldBe(chosen.Seed.Users[0].Password);
        output.ToString().ShouldContain("made users[1].password, told this once: ");
    }

    static IEnumerable<string?> Apps(Said said) => OrgSeed.FromText(said.Out).Apps.Select(app => app.ClientId);

    static Task<ChosenSeed> ReadAsync(SeedChoice choice, Run? run = null)
    {
        var io = (run ?? new()).With("TOKEN", "of-TOKEN").With("EVE", "of-EVE!").Terminal(TextWriter.Null, TextWriter.Null);
        return choice.ReadAsync(io, new(io), before: null, TestContext.Current.CancellationToken);
    }

    sealed class SeedText : IDisposable
    {
        public SeedText(string text) => File.WriteAllText(Path, text);

        public string Path { get; } =
            System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"postern-{System.IO.Path.GetRandomFileName()}.yaml");

        public void Write(string text) => File.WriteAllText(Path, text);

        public void Dispose() => File.Delete(Path);
    }
}
