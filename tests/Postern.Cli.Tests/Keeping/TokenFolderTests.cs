using System.Diagnostics;
using System.Text;
using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests.Keeping;

/// <summary>What lies on the disk: nobody else's to read, sealed, whole; and what is not so is told, and left aside.</summary>
public sealed class TokenFolderTests(KeptOrg org) : IClassFixture<KeptOrg>, IDisposable
{
    readonly Person _person = new();

    Run Run => _person.Run with { Time = org.Time, Environment = new() { ["PASSWORD"] = TheOrg.Password } };

    string Folder => Path.Combine(Run.DataFolder!, "postern", "tokens");

    string Kept => Directory.GetFiles(Folder, "*.tokens").ShouldHaveSingleItem();

    [Fact]
    public async Task It_is_its_owners_alone_and_says_nothing_without_the_key()
    {
        var tokens = await KeepAsync();

        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Kept, TestContext.Current.CancellationToken));
        text.ShouldHoldNoToken();
        text.ShouldNotContain(org.App.ClientId);
        text.ShouldNotContain(tokens.Text("access_token")[^20..]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var file in Directory.GetFiles(Folder))
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("changed")]
    [InlineData("text")]
    [InlineData("another's key")]
    [InlineData("no key")]
    [InlineData("key of another kind")]
    public async Task What_is_broken_or_anothers_is_told_and_the_user_signs_in(string how)
    {
        var before = await KeepAsync();
        Break(how);

        var said = (await Run.PosternAsync("token")).ShouldSucceed();

        said.Error.ShouldMatch("^warning: (Kept tokens are left aside: |.* holds no key: the kept tokens are left aside)");
        said.Text("access_token").ShouldNotBe(before.Text("access_token"));
    }

    [Fact]
    public async Task What_another_version_has_written_is_called_that()
    {
        var before = await KeepAsync();
        await File.WriteAllBytesAsync(Kept, [.. "postern tokens 2"u8, .. new byte[64]], TestContext.Current.CancellationToken);

        var said = (await Run.PosternAsync("token")).ShouldSucceed();

        said.Error.ShouldMatch("^warning: Kept tokens are left aside: .* was written by another version of postern.\n$");
        said.Text("access_token").ShouldNotBe(before.Text("access_token"));
    }

    [Fact]
    public async Task What_was_half_written_by_one_that_was_killed_is_nothing_and_goes_with_the_rest()
    {
        var before = await KeepAsync();
        await File.WriteAllBytesAsync($"{Kept}.q1w2e3r4.t5z", "postern tok"u8.ToArray(), TestContext.Current.CancellationToken);

        var said = (await Run.PosternAsync("token")).ShouldSucceed();

        (said.Text("access_token"), said.Error).ShouldBe((before.Text("access_token"), ""));
        (await Run.PosternAsync("cache", "list", "--json")).ShouldSucceed().Json.GetProperty("tokens").GetArrayLength().ShouldBe(1);
        (await Run.PosternAsync("cache", "clean")).ShouldSucceed();
        Directory.GetFiles(Folder).ShouldAllBe(file => file.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_a_disk_that_is_read_only_what_is_kept_is_used_and_what_is_new_is_printed()
    {
        using var disk = Disk.Mount(256);
        _person.Profiles(org.Profile());
        var run = Run with { DataFolder = disk.File("data") };
        var kept = (await run.PosternAsync("token")).ShouldSucceed();
        disk.MakeReadOnly();

        var again = (await run.PosternAsync("token")).ShouldSucceed();
        var other = (await run.PosternAsync("token", "--scopes", "openid email")).ShouldSucceed();
        var revoked = (await run.After(kept).PosternAsync("revoke")).ShouldSucceed();

        (again.Text("access_token"), again.Error).ShouldBe((kept.Text("access_token"), ""));
        other.Text("scope").ShouldBe("openid email");
        other.Error.ShouldContain("The tokens are not kept: ");
        other.Error.ShouldContain("Read-only file system");
        revoked.Error.ShouldContain("The kept tokens of ada@example.com cannot be forgotten, and would be handed out again: ");
        (await run.PosternAsync("cache", "clean")).ShouldFail(2, "Kept tokens cannot be removed: ");
        (await run.PosternAsync("logout", "--kept")).Error.ShouldNotContain("bug");
    }

    [Fact]
    public async Task What_was_put_under_another_name_is_nobodys()
    {
        await KeepAsync();
        var file = Kept;
        (await Run.PosternAsync("token", "--scopes", "openid email")).ShouldSucceed();
        File.Copy(file, Directory.GetFiles(Folder, "*.tokens").Single(other => other != file), overwrite: true);

        var said = (await Run.PosternAsync("token", "--scopes", "openid email")).ShouldSucceed();

        said.Error.ShouldContain("is damaged, or was sealed with another key");
        said.Text("scope").ShouldBe("openid email");
    }

    [Theory]
    [InlineData("key", "640")]
    [InlineData("", "755")]
    [InlineData("*.tokens", "604")]
    public async Task What_others_could_read_or_change_is_not_used(string what, string mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such permissions here.");
        var before = await KeepAsync();
        var path = what is "" ? Folder : Directory.GetFiles(Folder, what).Single();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));

        var said = (await Run.PosternAsync("token")).ShouldSucceed();

        said.Error.ShouldContain("others may");
        said.Error.ShouldContain(path);
        said.Text("access_token").ShouldNotBe(before.Text("access_token"));
    }

    [Fact]
    public async Task Where_nothing_can_be_kept_the_token_is_printed_all_the_same()
    {
        _person.Profiles(org.Profile());
        Directory.CreateDirectory(Run.DataFolder!);
        await File.WriteAllTextAsync(Path.Combine(Run.DataFolder!, "postern"), "a file", TestContext.Current.CancellationToken);

        var said = (await Run.PosternAsync("token")).ShouldSucceed();

        said.Error.ShouldStartWith("warning: Tokens are not kept: ");
    }

    [Fact]
    public async Task A_full_disk_is_told_in_a_sentence_and_nothing_is_lost()
    {
        var disk = Path.Combine(_person.Home, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(await DoAsync("mount", "-t", "tmpfs", "-o", "size=32k,mode=700", "tmpfs", disk), "A small disk needs root.");
        try
        {
            Directory.CreateDirectory(Path.Combine(disk, ".okta"));
            var profiles = Path.Combine(disk, ".okta", "postern.yaml");
            await File.WriteAllTextAsync(profiles, org.Profile(), TestContext.Current.CancellationToken);
            var run = Run with { Home = disk, DataFolder = Path.Combine(disk, "data") };
            (await run.PosternAsync("token")).ShouldSucceed().Error.ShouldBeEmpty();
            Fill(Path.Combine(disk, "all"));

            var token = (await run.PosternAsync("token", "--scopes", "openid email")).ShouldSucceed();
            var added = await run.PosternAsync("profile", "add", "more", "--inherits", "dev", "--no-test");

            token.Error.ShouldMatch(
                "^warning: The tokens are not kept: .* could not be written, and is as it was: No space left on device.\n$");
            added.ShouldFail(10, "postern.yaml could not be written, and is as it was: No space left on device.");
            (await File.ReadAllTextAsync(profiles, TestContext.Current.CancellationToken)).ShouldBe(org.Profile());
            Directory.GetFiles(disk, "*.*", SearchOption.AllDirectories).Count(file => file.Contains(".tokens.", StringComparison.Ordinal))
                .ShouldBe(0);
            (await run.PosternAsync("token")).ShouldSucceed().Error.ShouldBeEmpty();
        }
        finally
        {
            await DoAsync("umount", disk);
        }
    }

    // Somebody is asked meanwhile, or an org: what is written then is the file as it is by then.
    [Fact]
    public async Task Profiles_that_are_added_at_once_are_all_kept()
    {
        var names = Enumerable.Range(1, 8).Select(number => $"profile-{number}").ToList();

        var added = await Task.WhenAll(names.Select(name => Task.Run(() =>
            Run.PosternAsync("profile", "add", name, "--org", "https://dev-1.okta.com", "--no-test"))));

        added.ShouldAllBe(said => said.ExitCode == 0);
        (await Run.PosternAsync("profile", "list")).ShouldSucceed().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[2..]).Order().ShouldBe(names);
    }

    async Task<Said> KeepAsync()
    {
        _person.Profiles(org.Profile());
        return (await Run.PosternAsync("token")).ShouldSucceed();
    }

    void Break(string how)
    {
        var key = Path.Combine(Folder, "key");
        var bytes = File.ReadAllBytes(Kept);
        switch (how)
        {
            case "cut": File.WriteAllBytes(Kept, bytes[..^7]); break;
            case "empty": File.WriteAllBytes(Kept, []); break;
            case "changed": bytes[^3] ^= 1; File.WriteAllBytes(Kept, bytes); break;
            case "text": File.WriteAllText(Kept, "{\"access_token\":\"eyJ\"}"); break;
            case "another's key": File.WriteAllText(key, $"key {Convert.ToBase64String(new byte[32])}\n"); break;
            case "no key": File.WriteAllText(key, "key AAAA"); break;
            default: File.WriteAllText(key, "vault entry-1"); break;
        }
    }

    static void Fill(string file)
    {
        try
        {
            using var all = new FileStream(file, FileMode.Create);
            while (true)
                all.Write(new byte[1024]);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    static async Task<bool> DoAsync(string program, params string[] args)
    {
        if (!OperatingSystem.IsLinux())
            return false;

        using var process = Process.Start(
            new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode is 0;
    }

    public void Dispose() => _person.Dispose();
}
