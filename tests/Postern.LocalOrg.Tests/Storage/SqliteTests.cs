using System.Data.Common;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>The contract on SQLite in memory, the embedded default.</summary>
public sealed class SqliteInMemoryTests : StorageContract
{
    private protected override Task<DbDataSource> CreateAsync() => Task.FromResult<DbDataSource>(SqliteDataSource.InMemory());
}

/// <summary>The contract on a SQLite file, and what only a file can show.</summary>
public sealed class SqliteFileTests : StorageContract
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("postern-").FullName;

    string DataFile => Path.Combine(_folder, "org.db");

    [Fact]
    public async Task A_restart_keeps_users_and_signing_keys()
    {
        var file = Path.Combine(_folder, "restarted.db");
        var (first, second) = (await KeysAsync(file), await KeysAsync(file));

        first.ShouldBe(second);
    }

    [Fact]
    public async Task Nobody_else_may_read_the_file()
    {
        await Stores.Directory.Settings.AllAsync(Ct);

        foreach (var file in System.IO.Directory.GetFiles(_folder))
            (OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(file)).ShouldBe(OwnerOnly, file);
    }

    [Fact]
    public async Task A_second_org_on_the_same_file_is_told_so()
    {
        var second = await Should.ThrowAsync<IOException>(() => LocalOrg.StartAsync(new() { DataFile = DataFile }, Ct));

        second.Message.ShouldContain("is in use by another org");
    }

    private protected override Task<DbDataSource> CreateAsync() => Task.FromResult<DbDataSource>(SqliteDataSource.File(DataFile));

    private protected override async Task DropAsync(DbDataSource source)
    {
        await base.DropAsync(source);
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    static async Task<string> KeysAsync(string file)
    {
        await using var org = await LocalOrg.StartAsync(new() { DataFile = file }, Ct);
        using var http = new Browserless(org);
        await http.SessionTokenAsync();
        return (await http.GetAsync("/oauth2/default/v1/keys")).Body;
    }
}
