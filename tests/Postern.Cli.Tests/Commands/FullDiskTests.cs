namespace Postern.Cli.Tests.Commands;

/// <summary>Commands that write a file, where the disk has no room for it: no flag is wrong then, and scripts can tell.</summary>
public sealed class FullDiskTests(TheOrg org)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_that_has_no_room_is_not_there()
    {
        using var disk = Disk.Mount(64);
        using DataFolder folder = new();
        await using var kept = await LocalOrg.LocalOrg.StartAsync(new() { DataFile = folder.File("org.db") }, Ct);

        var said = await Run.Postern("org", "backup", "--data", folder.File("org.db"), "--to", disk.File("copy.db"));

        said.ShouldFail(10, "cannot be copied to ");
        said.Error.ShouldContain("the disk is full");
        said.Error.ShouldContain("hint: See that the disk has room");
        Directory.GetFiles(disk.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Manual_pages_that_have_no_room_are_told()
    {
        using var disk = Disk.Mount(64);

        var said = await Run.Postern("man", "--to", disk.Path, "--json");

        said.ExitCode.ShouldBe(10, said.Error);
        said.JsonError.GetProperty("code").GetString().ShouldBe("output_lost");
        said.JsonError.GetProperty("message").GetString().ShouldStartWith($"--to {disk.Path} cannot be written: No space left on device");
    }

    [Fact]
    public async Task Claims_that_have_no_room_leave_those_that_were_accepted()
    {
        using var disk = Disk.Mount(64);
        var file = disk.File("ada.json");
        await File.WriteAllTextAsync(file, """{"sub":"max"}""", Ct);
        disk.Fill();

        var said = await new Run { Input = Some.Jwt($$"""{"sub":"{{new string('a', 10_000)}}"}""") }
            .PosternAsync("snapshot", "--against", file, "--accept");

        said.ShouldFail(10, $"{file} could not be written, and is as it was: No space left on device.");
        (await File.ReadAllTextAsync(file, Ct)).ShouldBe("""{"sub":"max"}""");
        Directory.GetFiles(disk.Path).Length.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_accepted_is_as_readable_as_what_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such permissions here.");
        using DataFolder folder = new();
        var (file, link) = (folder.File("ada.json"), folder.File("link.json"));
        await File.WriteAllTextAsync(file, "{}", Ct);
        File.CreateSymbolicLink(link, file);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        (await new Run { Input = Some.Jwt("""{"sub":"ada"}""") }.PosternAsync("snapshot", "--against", link, "--accept")).ShouldSucceed();

        (await File.ReadAllTextAsync(file, Ct)).ShouldContain("ada");
        new FileInfo(link).LinkTarget.ShouldBe(file);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
    }

    [Theory]
    [InlineData("trace", "--to", "--", "token")]
    [InlineData("token", "--record")]
    public async Task What_is_kept_of_a_run_is_told_where_it_has_no_room(params string[] words)
    {
        using var disk = Disk.Mount(64);
        disk.Fill();
        var file = disk.File("run");

        var said = await org.Run.PosternAsync([.. words[..2], file, .. words[2..], .. org.AsUser(), .. org.AsSpa]);

        said.ExitCode.ShouldBe(10, said.Error);
        said.Error.ShouldContain("No space left on device");
        said.Error.ShouldNotContain("report");
        File.Exists(file).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_that_has_no_room_is_told()
    {
        using var disk = Disk.Mount(64);
        using var output = new Heard();
        ApiAnswer answer = new(200, "OK", "application/json", "", new byte[100_000]);

        var failed = await Should.ThrowAsync<UsageException>(
            () => answer.WriteAsync(disk.File("answer"), new Run().Terminal(output, output), Ct));

        Errors.Explain(failed, new(new HashSet<string>()), Ct).ExitCode.ShouldBe(10);
    }

    [Fact]
    public void What_nobody_foresaw_is_a_full_disk_all_the_same_and_no_bug()
    {
        var failure = Errors.Explain(
            new IOException("No space left on device : '/srv/ada/roots.pem'", hresult: 28), new(new HashSet<string>()), Ct);

        failure.ExitCode.ShouldBe(10);
        failure.Message.ShouldBe("/srv/ada/roots.pem could not be written: No space left on device.");
        failure.Hint!.ShouldNotContain("report");
    }

    [Fact]
    public async Task A_folder_that_is_none_is_the_flags_fault_as_ever() =>
        (await new Run { Input = Some.Jwt("{}") }.PosternAsync("snapshot", "--against", "/no/such/folder/ada.json", "--accept"))
            .ShouldFail(2, "--against /no/such/folder/ada.json cannot be written: ");
}
