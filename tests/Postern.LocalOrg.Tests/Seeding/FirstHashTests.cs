using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>
/// A seed's passwords in a database have the first of their rounds when the org starts, and the rest when nobody calls: who signs in
/// before that, and that the rest comes whatever happens in between.
/// </summary>
public sealed class FirstHashTests : IDisposable
{
    const string First = "pbkdf2-sha256$1000$", Whole = "pbkdf2-sha256$1000+9000$";

    const string Users = """
        users:
          - { login: ada@example.com, password: Ada-1234567 }
          - { login: eve@example.com, password: Eve-1234567 }
        """;

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("postern-").FullName;

    /// <summary>Nobody keeps house before it moves.</summary>
    readonly FakeTimeProvider _time = new(The.Now);

    LocalOrgOptions Seeded => new() { DataFile = At("org.db"), Seed = OrgSeed.FromText(Users), Time = _time };

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Who_signs_in_right_after_the_start_need_not_wait_for_it()
    {
        await using var org = await LocalOrg.StartAsync(Seeded, The.Ct);
        using var http = new Browserless(org);

        await ShouldKnowThemAsync(http);
        HashesIn("org.db").ShouldAllBe(hash => hash.StartsWith(First, StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_nobody_calls_the_rest_is_made_up_for()
    {
        await using var org = await LocalOrg.StartAsync(Seeded, The.Ct);
        using var http = new Browserless(org);
        await ShouldKnowThemAsync(http);

        await KeepHouseAsync("org.db");

        await ShouldKnowThemAsync(http);
    }

    [Fact]
    public async Task No_password_is_in_any_file_in_clear()
    {
        await using var org = await LocalOrg.StartAsync(Seeded, The.Ct);

        foreach (var file in (string[])[At("org.db"), At("org.db-wal")])
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(open, System.Text.Encoding.Latin1);
            (await reader.ReadToEndAsync(The.Ct)).ShouldNotContain("1234567");
        }
    }

    [Fact]
    public async Task After_a_crash_a_start_without_the_seed_goes_on()
    {
        await using var org = await LocalOrg.StartAsync(Seeded, The.Ct);
        // What a crash would leave: the file as it is while the org runs, of which nothing was shut down.
        await LocalOrg.BackUpAsync(At("org.db"), At("left.db"), The.Ct);

        await using var next = await LocalOrg.StartAsync(new() { DataFile = At("left.db"), Time = _time }, The.Ct);
        using var http = new Browserless(next);
        await ShouldKnowThemAsync(http);
        await KeepHouseAsync("left.db");

        await ShouldKnowThemAsync(http);
    }

    [Fact]
    public async Task A_stop_before_it_loses_nobody()
    {
        await using (await LocalOrg.StartAsync(Seeded, The.Ct))
        {
            // Stopped at once.
        }

        await using var next = await LocalOrg.StartAsync(new() { DataFile = At("org.db"), Time = _time }, The.Ct);
        using var http = new Browserless(next);
        await KeepHouseAsync("org.db");

        await ShouldKnowThemAsync(http);
    }

    [Fact]
    public async Task A_fork_a_snapshot_and_a_reset_before_it_know_everybody()
    {
        await using var org = await LocalOrg.StartAsync(Seeded, The.Ct);
        using var http = new Browserless(org);
        await org.Snapshots.TakeAsync("early", The.Ct);
        await using var fork = await org.ForkAsync(The.Ct);
        using var forked = new Browserless(fork);
        await KeepHouseAsync("org.db");

        await ShouldKnowThemAsync(forked);
        await org.Snapshots.RestoreAsync("early", The.Ct);
        await ShouldKnowThemAsync(http);
        await KeepHouseAsync("org.db");
        await org.ResetAsync(The.Ct);
        await ShouldKnowThemAsync(http);
        await KeepHouseAsync("org.db");

        await ShouldKnowThemAsync(http);
    }

    [Fact]
    public async Task A_password_that_another_seed_changes_meanwhile_is_the_new_one()
    {
        await using var org = await LocalOrg.StartAsync(Seeded, The.Ct);
        using var http = new Browserless(org);

        await org.ChangeSeedAsync(OrgSeed.FromText(Users.Replace("Eve-1234567", "Eve-7654321", StringComparison.Ordinal)), The.Ct);
        await KeepHouseAsync("org.db");

        (await http.AuthenticateAsync("eve@example.com", "Eve-7654321")).Status.ShouldBe(200);
        (await http.AuthenticateAsync("eve@example.com", "Eve-1234567")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Two_processes_that_start_at_once_come_to_one_hash_each()
    {
        await using var database = await OneDatabase.CreateAsync();
        var orgs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => database.StartAsync(new() { Seed = OrgSeed.FromText(Users) }), The.Ct)));

        foreach (var org in orgs)
        {
            using var http = new Browserless(org);
            await ShouldKnowThemAsync(http);
        }

        await Patience.UntilAsync(
            "every password to have all its rounds",
            async () => await database.ValueAsync($"select count(*) from users where password_hash like '{Whole}%'") is "2");
        foreach (var org in orgs)
        {
            using var http = new Browserless(org);
            await ShouldKnowThemAsync(http);
        }
    }

    [Fact]
    public void With_the_rest_a_hash_is_that_of_the_same_password_and_of_no_other()
    {
        var first = Passwords.HashAtFirst("Ada-1234567");
        var whole = Passwords.WithRest(first);

        whole.ShouldStartWith(Whole);
        Passwords.Matches(first, "Ada-1234567").ShouldBeTrue();
        Passwords.Matches(whole, "Ada-1234567").ShouldBeTrue();
        Passwords.Matches(whole, "Ada-1234568").ShouldBeFalse();
        Passwords.WithRest(whole).ShouldBe(whole);
        Passwords.WithRest(DefaultSeed.PasswordHash).ShouldBe(DefaultSeed.PasswordHash);
        (Passwords.IsHash(first), Passwords.IsHash(whole)).ShouldBe((true, true));
    }

    [Fact]
    public async Task Of_any_number_of_users_only_those_are_looked_at()
    {
        await using var org = await LocalOrg.StartAsync(Seeded, The.Ct);

        Rows("org.db", $"explain query plan select id from users where {Passwords.WantsRest} and id > 'a' order by id limit 9", 3)
            .ShouldHaveSingleItem().ShouldContain("users_to_hash_on");
    }

    static async Task ShouldKnowThemAsync(Browserless http)
    {
        (await http.AuthenticateAsync("ada@example.com", "Ada-1234567")).Status.ShouldBe(200);
        (await http.AuthenticateAsync("eve@example.com", "Eve-1234567")).Status.ShouldBe(200);
        (await http.AuthenticateAsync("eve@example.com", "Ada-1234567")).Status.ShouldBe(401);
    }

    /// <summary>However far: what waits for a time begins to wait at a moment that nobody outside sees.</summary>
    Task KeepHouseAsync(string file) => Patience.UntilAsync(
        "every password to have all its rounds",
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            return HashesIn(file).TrueForAll(hash => hash.StartsWith(Whole, StringComparison.Ordinal));
        });

    List<string> HashesIn(string file) => Rows(file, "select password_hash from users", 0);

    List<string> Rows(string file, string sql, int column)
    {
        using var connection = new SqliteConnection($"Data Source={At(file)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            rows.Add(reader.GetString(column));
        return rows;
    }

    string At(string name) => Path.Combine(_folder, name);
}
