namespace Postern.Cli.Tests.Commands;

/// <summary>How the development authority is trusted, and that nothing is changed by asking.</summary>
public sealed class OrgTrustTests : IDisposable
{
    readonly DataFolder _data = new();

    Run Run => new() { DataFolder = _data.Path };

    [Fact]
    public async Task Each_ecosystem_is_told_with_the_way_back()
    {
        var said = (await Run.PosternAsync("org", "trust")).ShouldSucceed();
        var json = (await Run.PosternAsync("org", "trust", "--output", "json")).ShouldSucceed().Json;

        said.Out.ShouldContain(_data.File("postern/authority/local.pem"));
        said.Out.ShouldContain("It can vouch for localhost, *.localhost, 127.0.0.0/8, ::1 and nothing else. Nothing has been changed");
        foreach (var ecosystem in json.GetProperty("ecosystems").EnumerateArray())
        {
            said.Out.ShouldContain(ecosystem.GetProperty("name").GetString()!);
            ecosystem.GetProperty("trust").GetString().ShouldNotBeNullOrEmpty();
            ecosystem.GetProperty("undo").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task A_script_gets_the_path_or_the_certificate()
    {
        var path = (await Run.PosternAsync("org", "trust", "--output", "path")).ShouldSucceed().Out.Trim();
        var pem = (await Run.PosternAsync("org", "trust", "--output", "pem")).ShouldSucceed().Out;

        path.ShouldBe(_data.File("postern/authority/local.pem"));
        pem.Trim().ShouldBe((await _data.ReadAsync("postern/authority/local.pem")).Trim());
        pem.ShouldNotContain("PRIVATE");
    }

    [Fact]
    public async Task An_authority_that_others_may_read_is_refused_with_what_to_do()
    {
        if (OperatingSystem.IsWindows())
            return;

        await Run.PosternAsync("org", "trust");
        File.SetUnixFileMode(_data.File("postern/authority/local.key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);

        (await Run.PosternAsync("org", "trust")).ShouldFail(2, "Others than its owner may use ");
    }

    [Fact]
    public async Task The_command_itself_trusts_it_for_this_machines_names_and_for_no_others()
    {
        using var elsewhere = new DataFolder();
        await using var org = await LocalOrg.LocalOrg.StartAsync(
            new() { Https = new() { AuthorityFolder = _data.File("postern/authority") } }, TestContext.Current.CancellationToken);

        (await Run.PosternAsync("discover", "--issuer", org.Url)).ShouldSucceed();
        (await (Run with { DataFolder = elsewhere.Path }).PosternAsync("discover", "--issuer", org.Url)).ShouldFail(7, "--ca-file");
    }

    public void Dispose() => _data.Dispose();
}
