namespace Postern.Cli.Tests.Commands;

/// <summary><c>--record</c> and <c>--replay</c>: what a command was answered once answers it again.</summary>
public sealed class CassetteTests(TheOrg org) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("cassettes").FullName;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recorded_sign_in_is_played_back_with_nothing_but_the_file()
    {
        var file = FileOf("token");
        var live = await org.TokensAsync("--record", file, "--scopes", "openid offline_access");

        var played = (await Run.Postern("token", "--replay", file, "--scopes", "openid offline_access")).ShouldSucceed();

        played.Text("scope").ShouldBe(live.Text("scope"));
        played.Text("client_id").ShouldBe(org.Spa.ClientId);
        played.Text("access_token").ShouldNotBe(live.Text("access_token"));
        played.Error.ShouldBeEmpty();
        var kept = await File.ReadAllTextAsync(file, Ct);
        kept.ShouldNotContain(TheOrg.Password);
        kept.ShouldNotContain(live.Text("access_token").Split('.')[2]);
    }

    [Fact]
    public async Task Played_tokens_are_good_for_the_commands_that_follow()
    {
        var live = await org.TokensAsync("--scopes", "openid email offline_access", "--record", FileOf("token"));
        foreach (var command in new[] { "verify", "introspect", "userinfo", "refresh" })
            (await org.Run.After(live).PosternAsync(command, "--record", FileOf(command))).ShouldSucceed();

        var tokens = (await Run.Postern("token", "--replay", FileOf("token"), "--scopes", "openid email offline_access")).ShouldSucceed();

        var run = new Run().After(tokens);
        (await run.PosternAsync("verify", "--replay", FileOf("token"))).ShouldSucceed();
        (await run.PosternAsync("introspect", "--replay", FileOf("introspect"))).ShouldSucceed().Json.GetProperty("active").GetBoolean()
            .ShouldBeTrue();
        (await run.PosternAsync("userinfo", "--replay", FileOf("userinfo"))).ShouldSucceed().Text("email").ShouldBe("user-1@example.com");
        (await run.PosternAsync("refresh", "--replay", FileOf("refresh"))).ShouldSucceed().Text("refresh_token").ShouldNotBeEmpty();
        // A token of the org itself is still good by the org's own key.
        (await new Run().After(live).PosternAsync("verify", "--replay", FileOf("verify"))).ShouldSucceed();
    }

    [Fact]
    public async Task The_three_steps_are_played_one_by_one()
    {
        string[] authn = ["authn", .. org.AsUser()], authorize = ["authorize", "--org", org.Org.Url, .. org.AsSpa];
        var one = (await org.Run.PosternAsync([.. authn, "--record", FileOf("1")])).ShouldSucceed();
        var two = (await org.Run.After(one).PosternAsync([.. authorize, "--record", FileOf("2")])).ShouldSucceed();
        (await org.Run.After(two).PosternAsync("exchange", "--record", FileOf("3"))).ShouldSucceed();

        one = (await Run.Postern("authn", "--replay", FileOf("1"))).ShouldSucceed();
        two = (await new Run().After(one).PosternAsync("authorize", "--replay", FileOf("2"))).ShouldSucceed();
        var three = (await new Run().After(two).PosternAsync("exchange", "--replay", FileOf("3"))).ShouldSucceed();

        three.Text("id_token").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_app_that_proved_itself_needs_no_secret_to_be_played_back()
    {
        string[] app = ["client-credentials", "--org", org.Org.Url, "--client-id", "0oa1posternService05", "--scopes", "api:read"];
        var secret = org.Org.Seed.Apps.Single(app => app.ClientId == "0oa1posternService05").ClientSecret!;
        (await org.Run.With("S", secret).PosternAsync([.. app, "--client-secret", "env:S", "--record", FileOf("app")])).ShouldSucceed();

        var bySame = await Run.Postern([.. app, "--client-secret", "env:S", "--replay", FileOf("app")]);
        var byNone = await Run.Postern("client-credentials", "--scopes", "api:read", "--replay", FileOf("app"));

        bySame.ShouldSucceed().Text("scope").ShouldBe("api:read");
        byNone.ShouldSucceed().Text("client_id").ShouldBe("0oa1posternService05");
    }

    [Fact]
    public async Task A_refusal_is_played_back_as_it_was_told()
    {
        string[] token = ["token", "--org", org.Org.Url, .. org.AsSpa, "--username", "nobody@example.com", "--password", "env:PASSWORD"];
        var live = await org.Run.PosternAsync([.. token, "--record", FileOf("no")]);

        var played = await org.Run.PosternAsync([.. token, "--replay", FileOf("no")]);

        played.ExitCode.ShouldBe(3);
        played.Error.ShouldBe(live.Error);
    }

    [Fact]
    public async Task A_run_that_asks_something_else_says_what_was_recorded_and_how_to_record_again()
    {
        await org.TokensAsync("--record", FileOf("token"));

        var said = await Run.Postern("token", "--replay", FileOf("token"), "--scopes", "openid address");

        said.ShouldFail(2, "scope is 'openid address', and was 'openid profile email'");
        said.Error.ShouldContain("--record");
    }

    [Theory]
    [InlineData("--record and --replay are both given.", "--record", "a.json", "--replay", "b.json")]
    [InlineData("--record-people is given without --record.", "--record-people")]
    [InlineData("there is no such folder", "--record", "no-such-folder/a.json")]
    [InlineData("--record .: that is a folder.", "--record", ".")]
    [InlineData("The cassette no-such.json cannot be read", "--replay", "no-such.json")]
    [InlineData("The cassette . cannot be read: it is a folder.", "--replay", ".")]
    public async Task What_cannot_be_meant_is_refused(string because, params string[] flags) =>
        (await org.Run.PosternAsync(["token", .. org.AsUser(), .. org.AsSpa, .. flags])).ShouldFail(2, because);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task A_cassette_of_which_a_part_is_there_is_none_and_says_how_to_record_again(double part)
    {
        await org.TokensAsync("--record", FileOf("token"));
        var whole = await File.ReadAllTextAsync(FileOf("token"), Ct);
        await File.WriteAllTextAsync(FileOf("part"), whole[..(int)(whole.Length * part)], Ct);

        var said = await Run.Postern("token", "--replay", FileOf("part"));

        said.ShouldFail(2, $"{FileOf("part")} is no cassette: ");
        said.Error.ShouldContain("Record it again, with --record.");
    }

    [Fact]
    public async Task A_recording_replaces_one_from_before_and_nothing_else()
    {
        await File.WriteAllTextAsync(FileOf("token"), "", Ct); // as mktemp makes one
        await org.TokensAsync("--record", FileOf("token"));
        await File.WriteAllTextAsync(FileOf("notes"), "mine", Ct);

        await org.TokensAsync("--record", FileOf("token"));
        var said = await org.Run.PosternAsync(["token", .. org.AsUser(), .. org.AsSpa, "--record", FileOf("notes")]);

        said.ShouldFail(2, $"--record {FileOf("notes")}: a file is there that no recording has made");
        (await File.ReadAllTextAsync(FileOf("notes"), Ct)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_file_of_something_else_is_no_cassette()
    {
        var tokens = await org.TokensAsync();
        await File.WriteAllTextAsync(FileOf("tokens"), tokens.Out, Ct);

        var said = await Run.Postern("token", "--replay", FileOf("tokens"));

        said.ShouldFail(2, $"{FileOf("tokens")} is no cassette: its format is none, not postern-cassette/1.");
        said.Error.ShouldNotContain(tokens.Text("access_token"));
    }

    [Fact]
    public async Task A_cassette_of_another_command_says_what_is_missing()
    {
        await org.TokensAsync("--record", FileOf("token"));

        var said = await Run.Postern("device", "--replay", FileOf("token"));

        said.ShouldFail(2, $"{FileOf("token")} has no answer to ");
        said.Error.ShouldContain("--record");
    }

    [Fact]
    public async Task An_org_that_is_not_there_leaves_no_cassette_behind()
    {
        string[] ada = ["--org", "http://127.0.0.1:9", "--username", "ada@example.com", "--password", "env:PASSWORD"];

        var said = await org.Run.PosternAsync(["token", .. ada, .. org.AsSpa, "--record", FileOf("no")]);

        said.ShouldFail(7, "127.0.0.1:9");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Every_command_that_speaks_to_an_org_can_be_recorded_and_played_back()
    {
        var speaking = EveryFlag.Verbs.Where(found => EveryFlag.NamesOf(found.Verb).Contains("--max-wait")).ToList();

        // What is for nobody to play back: a run as long as its list, the end of what there is but once, a look at the network itself.
        speaking.Count.ShouldBeGreaterThan(15);
        speaking.Where(found => !EveryFlag.NamesOf(found.Verb).IsSupersetOf(["--record", "--replay"]))
            .Select(found => string.Join(' ', found.Path))
            .ShouldBe(["mint", "cleanup", "doctor", "org export", "config explain", "profile add"]);
    }

    string FileOf(string name) => Path.Combine(_folder, $"{name}.json");
}
