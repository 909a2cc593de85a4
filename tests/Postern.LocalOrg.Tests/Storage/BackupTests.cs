using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>A copy of a data file that is being used.</summary>
public sealed class BackupTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("postern-backup").FullName;

    [Fact]
    public async Task A_copy_made_while_the_org_writes_is_the_org_as_it_was_at_one_moment()
    {
        string data = At("org.db"), copy = At("copy.db");
        await using var org = await LocalOrg.StartAsync(new() { DataFile = data }, The.Ct);
        using var http = new Browserless(org);
        var before = await http.TokensAsync(scope: "openid%20offline_access");
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                    await http.TokensAsync(scope: "openid%20offline_access");
            },
            The.Ct);

        await LocalOrg.BackUpAsync(data, copy, The.Ct);
        await stop.CancelAsync();
        await writing;

        await using var restored = await LocalOrg.StartAsync(new() { DataFile = copy }, The.Ct);
        using var again = new Browserless(restored);
        (await again.GetAsync("/oauth2/default/v1/keys")).Body.ShouldBe((await http.GetAsync("/oauth2/default/v1/keys")).Body);
        (await again.RefreshAsync(before.Text("refresh_token"))).Status.ShouldBe(200);
        Check(copy).ShouldBe("ok");
    }

    [Fact]
    public async Task It_is_its_owners_alone_and_nothing_is_left_beside_it()
    {
        string data = At("org.db"), copy = At("copy.db");
        await using (await LocalOrg.StartAsync(new() { DataFile = data }, The.Ct))
            await LocalOrg.BackUpAsync(data, copy, The.Ct);

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(copy).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        System.IO.Directory.EnumerateFiles(_folder, "copy*").Select(Path.GetFileName).ShouldBe(["copy.db"]);
    }

    [Fact]
    public async Task What_is_there_already_is_not_written_over()
    {
        await using var org = await LocalOrg.StartAsync(new() { DataFile = At("org.db") }, The.Ct);
        await File.WriteAllTextAsync(At("precious"), "mine", The.Ct);

        var refused = await Should.ThrowAsync<IOException>(() => LocalOrg.BackUpAsync(At("org.db"), At("precious"), The.Ct));
        var folder = await Should.ThrowAsync<IOException>(() => LocalOrg.BackUpAsync(At("org.db"), _folder, The.Ct));

        refused.Message.ShouldBe($"There is something at {At("precious")} already, and it is not written over: choose another name.");
        folder.Message.ShouldStartWith($"There is something at {_folder} already");
        (await File.ReadAllTextAsync(At("precious"), The.Ct)).ShouldBe("mine");
    }

    [Fact]
    public async Task What_is_no_orgs_is_told_and_no_copy_is_left()
    {
        await using (var books = new SqliteConnection($"Data Source={At("books.db")};Pooling=False"))
        {
            await books.OpenAsync(The.Ct);
            await using var create = books.CreateCommand();
            create.CommandText = "create table books (title text)";
            await create.ExecuteNonQueryAsync(The.Ct);
        }

        await File.WriteAllTextAsync(At("text"), new string('x', 5000), The.Ct);

        (await RefusedAsync("books.db")).ShouldContain("holds no org");
        (await RefusedAsync("text")).ShouldContain("it is not a SQLite database.");
        (await RefusedAsync("nothing")).ShouldBe($"There is no data file {At("nothing")}: name the one that the org keeps itself in.");
        File.Exists(At("copy.db")).ShouldBeFalse();
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    async Task<string> RefusedAsync(string data) =>
        (await Should.ThrowAsync<IOException>(() => LocalOrg.BackUpAsync(At(data), At("copy.db"), The.Ct))).Message;

    static string Check(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var check = connection.CreateCommand();
        check.CommandText = "pragma integrity_check";
        return (string)check.ExecuteScalar()!;
    }

    string At(string name) => Path.Combine(_folder, name);
}
