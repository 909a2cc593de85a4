namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern snapshot</c>: claims that stay the same from run to run, held against a file.</summary>
public sealed class SnapshotTests(TheOrg org) : IDisposable
{
    readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_sign_ins_have_one_snapshot()
    {
        var first = await SnapshotAsync(await org.TokensAsync());
        var second = await SnapshotAsync(await org.TokensAsync());

        first.Out.ShouldBe(second.Out);
        first.Text("iss").ShouldBe("{org}/oauth2/default");
        first.Text("exp").ShouldBe("{iat + 3600}");
        first.Text("cid").ShouldBe("{0oa}");
        first.Json.TryGetProperty("jti", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_accepted_once_and_held_against_from_then_on()
    {
        var file = _folder.File("ada.claims.json");
        var tokens = await org.TokensAsync();

        (await SnapshotAsync(tokens, "--against", file, "--accept")).Error.ShouldBe($"{file} has them.\n".ReplaceLineEndings());
        (await SnapshotAsync(tokens, "--against", file)).Out.ShouldBeEmpty();
        var other = await new Run().After(await org.TokensAsync("--scopes", "openid")).PosternAsync("snapshot", "--against", file);

        other.ShouldFail(9, $"The access token's claims are not those of {file} (- expected, + found).");
        other.Error.ShouldContain("- scp: [\"openid\",\"profile\",\"email\"]\n+ scp: [\"openid\"]\n".ReplaceLineEndings());
    }

    [Fact]
    public async Task What_differs_is_told_for_scripts_too()
    {
        await File.WriteAllTextAsync(_folder.File("old.json"), """{"sub":"max"}""", TestContext.Current.CancellationToken);

        var said = await new Run { Input = Some.Jwt("""{"sub":"ada"}""") }
            .PosternAsync("snapshot", "--against", _folder.File("old.json"), "--output", "json");

        said.ExitCode.ShouldBe(9);
        said.JsonError.GetProperty("differences").EnumerateArray().Select(line => line.GetString())
            .ShouldBe(["- sub: \"max\"", "+ sub: \"ada\""]);
    }

    [Fact]
    public async Task A_file_that_is_not_there_yet_says_how_it_comes_to_be() =>
        (await new Run { Input = Some.Jwt("{}") }.PosternAsync("snapshot", "--against", _folder.File("none.json")))
            .ShouldFail(2, "hint: Where there is none yet, --accept writes it.");

    [Fact]
    public async Task To_accept_wants_a_file() =>
        (await Run.Postern("snapshot", "--accept")).ShouldFail(2, "--accept wants --against FILE");

    static async Task<Said> SnapshotAsync(Said tokens, params string[] args) =>
        (await new Run().After(tokens).PosternAsync(["snapshot", .. args])).ShouldSucceed();
}
