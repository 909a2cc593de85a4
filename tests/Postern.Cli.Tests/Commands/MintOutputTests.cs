namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern mint</c>: what it writes, and what it tells of those who have no token.</summary>
public sealed class MintOutputTests(TheOrg org) : IDisposable
{
    readonly DataFolder _folder = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "csv",
        "^username,access_token,id_token,refresh_token,expires_at,scope\nada@example.com,eyJ[^,]+,eyJ[^,]+,,2[^,]+Z,openid profile " +
        "email\n")]
    [InlineData("jsonl", "^\\{\"username\":\"ada@example.com\",\"token_type\":\"Bearer\",\"access_token\":\"eyJ")]
    [InlineData("k6", "^\\[\n  \\{\n    \"username\": \"ada@example.com\",\n    \"token\": \"eyJ")]
    [InlineData("jmeter", "^username,access_token\nada@example.com,eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+\nada@")]
    [InlineData("tokens", "^eyJ[\\w.-]+\neyJ[\\w.-]+\n$")]
    public async Task Each_shape_is_what_its_reader_reads(string shape, string pattern)
    {
        var said = (await MintAsync("ada@example.com\n", "--count", "2", "--as", shape)).ShouldSucceed();

        (await _folder.ReadAsync("out")).ShouldMatch(pattern);
        said.Out.ShouldStartWith($"2 of 2 tokens of 1 users are in {_folder.File("out")}");
        said.Out.ShouldHoldNoToken();
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_folder.File("out")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Who_fails_is_named_with_the_reason_and_asked_once()
    {
        var said = await MintAsync("ada@example.com\nnobody@example.com,wrong-Secret-1\n", "--count", "4");

        said.ExitCode.ShouldBe(3);
        said.Out.ShouldContain("2 of 4 tokens of 2 users");
        said.Out.ShouldContain("failed: nobody@example.com: ");
        said.Error.ShouldStartWith("error: 2 of 4 tokens were not made.");
        (said.Out + said.Error).ShouldNotContain("wrong-Secret-1");
        (await _folder.ReadAsync("out")).Split('\n').Length.ShouldBe(4);
    }

    [Fact]
    public async Task Scripts_read_who_failed_and_why()
    {
        var said = await MintAsync("login\nada@example.com\nuna@example.com\n", "--output", "json");

        said.ExitCode.ShouldBe(5);
        var failed = said.Json.GetProperty("failed").EnumerateArray().Single();
        failed.GetProperty("username").GetString().ShouldBe("una@example.com");
        failed.GetProperty("line").GetInt32().ShouldBe(3);
        failed.GetProperty("code").GetString().ShouldBe("authorization_refused");
        failed.GetProperty("message").GetString().ShouldNotBeEmpty();
        said.JsonError.GetProperty("code").GetString().ShouldBe("authorization_refused");
    }

    [Fact]
    public async Task All_tokens_of_a_run_are_bound_to_one_key_which_lies_beside_them()
    {
        var said = await MintAsync("ada@example.com\nnobody@example.com\n", "--count", "3", "--as", "jsonl", "--dpop", "--json");

        var file = _folder.File("out.dpop.pem");
        var lines = (await _folder.ReadAsync("out")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        said.Json.GetProperty("dpopKeyFile").GetString().ShouldBe(file);
        lines.Length.ShouldBe(2);
        lines.ShouldAllBe(line => line.Contains("\"token_type\":\"DPoP\"") && !line.Contains("PRIVATE KEY"));
        (await _folder.ReadAsync("out.dpop.pem")).ShouldStartWith("-----BEGIN PRIVATE KEY-----\n");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var line in lines)
            (await new Run { Input = line }.PosternAsync(
                "userinfo", "--issuer", $"{org.Org.Url}/oauth2/default", "--dpop-key", $"file:{file}")).ShouldSucceed();
    }

    [Fact]
    public async Task A_run_that_goes_on_binds_to_the_key_that_it_began_with()
    {
        string[] mint =
        [
            "mint", "--users", "-", "--password", "env:PASSWORD", "--to", _folder.File("out"), "--org", org.Org.Url, .. org.AsWeb,
            "--client-secret", "env:SECRET", "--dpop", "--output", "json",
        ];
        var run = org.Run with { Input = "ada@example.com\n" };

        var wrong = await run.With("SECRET", "wrong-secret").PosternAsync(mint);
        var key = await _folder.ReadAsync("out.dpop.pem");
        var right = (await run.PosternAsync(mint)).ShouldSucceed();

        wrong.ExitCode.ShouldBe(3);
        right.Text("dpopThumbprint").ShouldBe(wrong.Text("dpopThumbprint"));
        (await _folder.ReadAsync("out.dpop.pem")).ShouldBe(key);
    }

    [Fact]
    public async Task A_key_that_is_none_or_that_others_may_read_is_not_used()
    {
        await File.WriteAllTextAsync(_folder.File("out.dpop.pem"), "no key", Ct);
        _folder.Close("out.dpop.pem");
        (await MintAsync("ada@example.com\n", "--dpop")).ShouldFail(2, "out.dpop.pem cannot be read as a private key.");

        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(_folder.File("out.dpop.pem"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        (await MintAsync("ada@example.com\n", "--dpop")).ShouldFail(2, "others may read it.");
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over()
    {
        await File.WriteAllTextAsync(_folder.File("out"), "somebody's", Ct);

        (await MintAsync("ada@example.com\n")).ShouldFail(2, "that file exists.");

        (await _folder.ReadAsync("out")).ShouldBe("somebody's");
    }

    [Fact]
    public async Task What_another_run_has_begun_is_left_to_it()
    {
        await File.WriteAllTextAsync(_folder.File("out.part"), "{\"format\":\"postern-mint/1\",\"plan\":\"other\"}\n", Ct);
        _folder.Close("out.part");

        (await MintAsync("ada@example.com\n")).ShouldFail(2, "belongs to another run");
    }

    [Theory]
    [InlineData("No users.", "mint", "--to", "out")]
    [InlineData("No file for the tokens.", "mint", "--users", "users.csv")]
    [InlineData("--count wants a number from 1 to 1000000.", "mint", "--count", "0")]
    [InlineData("--limit wants authn, authorize, token, interact, idx, then = and a number", "mint", "--limit", "authn")]
    [InlineData("--as wants csv, jsonl, k6, jmeter or tokens.", "mint", "--as", "xml")]
    public async Task What_is_missing_or_wrong_is_named(string because, params string[] args)
    {
        string[] where = ["--org", org.Org.Url, .. org.AsSpa];

        (await org.Run.PosternAsync([.. args, .. where])).ShouldFail(2, because);
    }

    [Fact]
    public async Task Ten_failures_in_a_row_end_it_and_it_can_be_gone_on_with()
    {
        var users = string.Concat(Enumerable.Range(1, 14).Select(n => $"nobody{n}@example.com\n"));

        var stopped = await MintAsync(users, "--output", "json");
        var rest = await MintAsync(users, "--output", "json", "--keep-going");

        stopped.Json.GetProperty("left").GetInt32().ShouldBeInRange(1, 4);
        stopped.Error.ShouldContain("--keep-going");
        rest.Json.GetProperty("left").GetInt32().ShouldBe(0);
        rest.Json.GetProperty("failed").GetArrayLength().ShouldBe(14);
    }

    [Fact]
    public async Task Who_failed_for_a_wrong_client_secret_is_asked_again_once_it_is_right()
    {
        string[] mint =
        [
            "mint", "--users", "-", "--password", "env:PASSWORD", "--to", _folder.File("out"), "--org", org.Org.Url, .. org.AsWeb,
            "--client-secret", "env:SECRET",
        ];
        var run = org.Run with { Input = "ada@example.com\n" };

        var wrong = await run.With("SECRET", "wrong-secret").PosternAsync(mint);
        var right = await run.PosternAsync(mint);

        wrong.ExitCode.ShouldBe(3);
        right.ShouldSucceed().Out.ShouldStartWith("1 of 1 tokens");
    }

    async Task<Said> MintAsync(string users, params string[] args)
    {
        var run = org.Run with { Input = users };
        return await run.PosternAsync(
            [
                "mint", "--users", "-", "--password", "env:PASSWORD", "--to", _folder.File("out"), "--at-once", "1", "--org", org.Org.Url,
                .. org.AsSpa, .. args,
            ]);
    }
}
