namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern org backup</c>.</summary>
public sealed class BackupTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("postern-backup").FullName;

    [Fact]
    public async Task A_file_that_an_org_runs_on_is_copied_and_the_copy_runs()
    {
        string data = Path.Combine(_folder, "org.db"), copy = Path.Combine(_folder, "copy.db");
        await using var org = await LocalOrg.LocalOrg.StartAsync(new() { DataFile = data }, TestContext.Current.CancellationToken);

        var said = (await Run.Postern("org", "backup", "--data", data, "--to", copy)).ShouldSucceed();
        var json = (await Run.Postern("org", "backup", "--data", data, "--to", copy + "2", "--output", "json")).ShouldSucceed();
        var again = await Run.Postern("org", "backup", "--data", data, "--to", copy);

        said.Out.ShouldBeEmpty();
        said.Error.ShouldContain($"{copy} has ");
        json.Text("file").ShouldBe(copy + "2");
        json.Json.GetProperty("bytes").GetInt64().ShouldBe(new FileInfo(copy + "2").Length);
        again.ShouldFail(2, $"There is something at {copy} already, and it is not written over");
        await using var restored = await LocalOrg.LocalOrg.StartAsync(new() { DataFile = copy }, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("No data file.", "--data FILE")]
    [InlineData("No name for the copy.", "--to FILE", "--data", "org.db")]
    [InlineData("There is no data file ", "--data names", "--data", "no-such.db", "--to", "copy.db")]
    public async Task What_is_missing_is_named(string message, string hint, params string[] args)
    {
        var said = await Run.Postern(["org", "backup", .. args]);

        said.ShouldFail(2, message);
        said.Error.ShouldContain(hint);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
