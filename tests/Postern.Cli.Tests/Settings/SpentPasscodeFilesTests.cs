using Postern.Client;

namespace Postern.Cli.Tests.Settings;

/// <summary>What the command keeps of one-time passwords on this machine.</summary>
public sealed class SpentPasscodeFilesTests : IDisposable
{
    const string Seed = "0123456789abcdef0123456789abcdef";

    readonly string _data = Directory.CreateTempSubdirectory("postern-").FullName;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Only_the_numbers_of_steps_are_kept_in_a_file_that_is_its_owners_alone()
    {
        (await Spent().TryTakeAsync(Seed, 59_000_001, Ct)).ShouldBeTrue();
        (await Spent().TryTakeAsync(Seed, 59_000_000, Ct)).ShouldBeTrue();
        (await Spent().TryTakeAsync(Seed, 59_000_001, Ct)).ShouldBeFalse();

        var path = Path.Combine(_data, "postern", "totp", Seed);
        (await File.ReadAllTextAsync(path, Ct)).ShouldBe("59000001\n59000000");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task What_was_used_long_ago_is_forgotten_and_another_clocks_numbers_bind_nobody()
    {
        (await Spent().TryTakeAsync(Seed, 99_000_000, Ct)).ShouldBeTrue();
        for (var step = 59_000_000; step < 59_000_100; step++)
            (await Spent().TryTakeAsync(Seed, step, Ct)).ShouldBeTrue();

        (await Spent().TryTakeAsync(Seed, 59_000_000, Ct)).ShouldBeFalse();
        (await File.ReadAllLinesAsync(Path.Combine(_data, "postern", "totp", Seed), Ct)).Length.ShouldBe(100);
        (await Spent().TryTakeAsync(Seed, 99_000_000, Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_at_once_one_gets_each_step()
    {
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 24).Select(n => Task.Run(async () => await Spent().TryTakeAsync(Seed, 59_000_000 + (n / 4), Ct))));

        taken.Count(mine => mine).ShouldBe(6);
    }

    [Fact]
    public async Task Where_nothing_can_be_written_nothing_is_kept_and_Okta_says_what_was_used()
    {
        var file = Path.Combine(_data, "a-file");
        await File.WriteAllTextAsync(file, "", Ct);

        (await SpentPasscodeFiles.In(file).TryTakeAsync(Seed, 1, Ct)).ShouldBeTrue();
        (await SpentPasscodeFiles.In(file).TryTakeAsync(Seed, 1, Ct)).ShouldBeTrue();
    }

    [Fact]
    public void Where_there_is_no_folder_a_process_remembers_for_itself() =>
        SpentPasscodeFiles.In("").ShouldBeOfType<InMemorySpentPasscodes>();

    // Each as another process would make it.
    ISpentPasscodes Spent() => SpentPasscodeFiles.In(_data);
}
