using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>A data file that will not do: which of the many reasons it is, and what to do.</summary>
public sealed class DataFileTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("postern-").FullName;

    string DataFile => Path.Combine(_folder, "org.db");

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_directory_is_told_apart() =>
        (await RefusalAsync(_folder)).ShouldBe($"The data file {_folder} is a directory: name a file in it, such as {DataFile}.");

    [Fact]
    public async Task So_is_a_folder_that_does_not_exist()
    {
        var missing = Path.Combine(_folder, "missing");

        (await RefusalAsync(Path.Combine(missing, "org.db")))
            .ShouldBe($"The data file {missing}/org.db is in a folder that does not exist: make the folder {missing} first.");
        System.IO.Directory.Exists(missing).ShouldBeFalse();
    }

    [Fact]
    public async Task So_is_a_folder_where_nothing_can_be_made()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux has a folder where not even root can make a file.");

        (await RefusalAsync("/sys/org.db")).ShouldBe(
            "The data file /sys/org.db cannot be made: Access to the path '/sys/org.db' is denied. Choose a file in a folder that may be " +
            "written, on a disk that is not full.");
    }

    [Fact]
    public async Task So_is_a_name_that_is_empty() =>
        (await RefusalAsync("")).ShouldBe("The data file's name is empty: name a file, or none at all for an org in memory.");

    [Fact]
    public async Task So_is_a_file_that_is_no_database()
    {
        await File.WriteAllTextAsync(DataFile, new string('x', 5000), The.Ct);

        (await RefusalAsync(DataFile)).ShouldBe($"The data file {DataFile} is not a SQLite database: choose another file.");
        await ShouldBeAloneAsync(new string('x', 5000));
    }

    [Theory]
    [InlineData("create table books (title text)")]
    [InlineData("create table users (name text); create table org (name text)")]
    [InlineData("create table books (title text); create table schema_version (version integer primary key)")]
    [InlineData(
        "create table schema_version (version integer primary key); insert into schema_version values (3); create table org (id text)")]
    public async Task So_is_somebody_elses_database_and_not_a_byte_of_it_changes(string theirs)
    {
        Execute(theirs);
        var before = await File.ReadAllTextAsync(DataFile, The.Ct);

        (await RefusalAsync(DataFile))
            .ShouldBe($"The data file {DataFile} holds tables of another application: choose another file. Nothing was written there.");
        await ShouldBeAloneAsync(before);
    }

    [Fact]
    public async Task So_is_one_that_another_program_has_locked()
    {
        await using (await LocalOrg.StartAsync(new() { DataFile = DataFile }, The.Ct))
        {
            // An org's file, from here on.
        }

        using var other = Open(DataFile);
        Execute(other, "begin immediate");

        (await RefusalAsync(DataFile)).ShouldBe(
            $"The data file {DataFile} is locked by another program: end what writes to it, such as an open sqlite3 shell, or choose " +
            "another file.");
    }

    [Fact]
    public async Task So_is_one_that_another_org_uses_by_another_name()
    {
        await using var first = await LocalOrg.StartAsync(new() { DataFile = DataFile }, The.Ct);
        var link = Path.Combine(_folder, "link.db");
        File.CreateSymbolicLink(link, DataFile);

        (await RefusalAsync(link)).ShouldBe($"The data file {DataFile} is in use by another org: stop that one, or choose another file.");
    }

    [Fact]
    public async Task So_is_a_newer_schema_with_both_numbers()
    {
        await using (await LocalOrg.StartAsync(new() { DataFile = DataFile }, The.Ct))
        {
            // An org's file, from here on.
        }

        Execute("insert into schema_version values (999)");

        (await RefusalAsync(DataFile)).ShouldBe(
            $"The data file {DataFile} is from a newer Postern: its schema is version 999, and this one knows version " +
            $"{Postern.LocalOrg.Storage.Schema.Migrations.Count} and earlier. "
            + "Update Postern, or choose another file. Nothing was written there.");
    }

    [Fact]
    public async Task So_is_a_disk_that_is_read_only()
    {
        using var disk = Disk.Mount(kilobytes: 4096);
        var file = disk.File("org.db");
        await using (await LocalOrg.StartAsync(new() { DataFile = file }, The.Ct))
        {
            // An org's file, from here on.
        }

        disk.MakeReadOnly();

        (await RefusalAsync(file)).ShouldBe(
            $"The data file {file} is read-only: make it and its folder writable for the user who runs this, or choose another file.");
        (await RefusalAsync(disk.File("new.db"))).ShouldBe(
            $"The data file {disk.File("new.db")} cannot be made: Read-only file system : '{disk.File("new.db")}' Choose a file in a " +
            "folder that may be written, on a disk that is not full.");
    }

    [Fact]
    public async Task So_is_a_file_that_is_read_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may write what is read-only.");
        await using (await LocalOrg.StartAsync(new() { DataFile = DataFile }, The.Ct))
        {
            // An org's file, from here on.
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(DataFile, UnixFileMode.UserRead);

        (await RefusalAsync(DataFile)).ShouldBe(
            $"The data file {DataFile} is read-only: make it and its folder writable for the user who runs this, or choose another file.");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(128)]
    public async Task So_is_a_disk_that_is_full(int kilobytes)
    {
        using var disk = Disk.Mount(kilobytes);

        (await RefusalAsync(disk.File("org.db"))).ShouldContain("full");
    }

    [Fact]
    public async Task A_live_file_is_backed_up_and_the_copy_is_the_same_org()
    {
        var copy = Path.Combine(_folder, "copy.db");
        string keys;
        await using (var org = await LocalOrg.StartAsync(new() { DataFile = DataFile }, The.Ct))
        {
            using var http = new Browserless(org);
            await http.TokensAsync();
            using (var reader = Open(DataFile))
            using (var target = Open(copy))
                reader.BackupDatabase(target);

            await http.TokensAsync();
            keys = (await http.GetAsync("/oauth2/default/v1/keys")).Body;
        }

        await using var restored = await LocalOrg.StartAsync(new() { DataFile = copy }, The.Ct);
        using var other = new Browserless(restored);
        (await other.GetAsync("/oauth2/default/v1/keys")).Body.ShouldBe(keys);
    }

    [Fact]
    public async Task A_reader_in_the_middle_of_a_read_holds_nobody_up()
    {
        await using var org = await LocalOrg.StartAsync(new() { DataFile = DataFile }, The.Ct);
        using var http = new Browserless(org);
        using var reader = Open(DataFile);
        Execute(reader, "begin; select count(*) from users");

        (await http.TokensAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_restart_keeps_how_far_the_clock_was_moved()
    {
        await using (var org = await LocalOrg.StartAsync(new() { DataFile = DataFile }, The.Ct))
            org.Clock.Advance(TimeSpan.FromDays(30));

        await using var restarted = await LocalOrg.StartAsync(new() { DataFile = DataFile }, The.Ct);

        restarted.Clock.Ahead.ShouldBe(TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task An_org_that_was_stopped_hangs_nobody_who_moves_its_clock()
    {
        var org = await LocalOrg.StartAsync(ct: The.Ct);
        await org.DisposeAsync();

        Should.Throw<ObjectDisposedException>(() => org.Clock.Advance(TimeSpan.FromDays(1)));
    }

    static async Task<string> RefusalAsync(string file) =>
        (await Should.ThrowAsync<IOException>(() => LocalOrg.StartAsync(new() { DataFile = file }, The.Ct))).Message;

    /// <summary>Nothing was written, there or beside it.</summary>
    async Task ShouldBeAloneAsync(string content)
    {
        System.IO.Directory.GetFiles(_folder).ShouldBe([DataFile]);
        (await File.ReadAllTextAsync(DataFile, The.Ct)).ShouldBe(content);
    }

    static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    void Execute(string sql)
    {
        using var connection = Open(DataFile);
        Execute(connection, sql);
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteScalar();
    }
}
