using Npgsql;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>Processes that start on one PostgreSQL, and what they may find there.</summary>
public sealed class StartingTogetherTests
{
    [Fact]
    public async Task Three_orgs_that_start_at_once_on_an_empty_database_are_one_org()
    {
        await using var database = await OneDatabase.CreateAsync();

        var orgs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => database.StartAsync(), The.Ct)));

        List<string> keys = [];
        foreach (var org in orgs)
            keys.Add((await KeysAsync(org)).Body);
        keys.Distinct().ShouldHaveSingleItem().ShouldContain("\"kid\"");
        (await database.ValueAsync("select count(*) from org")).ShouldBe("1");
    }

    [Fact]
    public async Task Orgs_that_start_at_once_with_different_seeds_agree_on_one_of_them()
    {
        await using var database = await OneDatabase.CreateAsync();

        var orgs = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => Task.Run(
            () =>
                database.StartAsync(
                    new()
                    {
                        Seed = OrgSeed.Default with
                        {
                            OrgId = $"00o{i}",
                            OrgName = $"Org {i}",
                            Users = [],
                            Apps = [],
                            AuthorizationServers = [],
                        },
                    }),
                The.Ct)));

        List<string> ids = [];
        foreach (var org in orgs)
        {
            using var http = new Browserless(org);
            ids.Add((await http.GetAsync("/.well-known/okta-organization")).Text("id"));
        }

        ids.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_start_waits_for_one_that_is_bringing_the_schema_up_to_date_and_goes_on_when_that_one_crashes()
    {
        await using var database = await OneDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var migrating = await source.OpenConnectionAsync(The.Ct);
        await using (
            var command = new NpgsqlCommand(
                "begin; select pg_advisory_xact_lock(1349481332, hashtext(coalesce(current_schema(), '')))", migrating))
            await command.ExecuteNonQueryAsync(The.Ct);

        var starting = Task.Run(() => database.StartAsync(), The.Ct);
        await Patience.UntilAsync(
            "a start that waits for the lock",
            async () =>
                await database.ValueAsync(
                    $"select count(*) from pg_stat_activity where application_name = '{database.Schema}' and wait_event_type = " +
                    "'Lock'") is "1");
        await database.ExecuteAsync($"select pg_terminate_backend({migrating.ProcessID})");

        (await KeysAsync(await starting)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_both_numbers_and_left_as_it_is()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.StartAsync();
        await database.ExecuteAsync($"insert into {database.Schema}.schema_version (version) values (999)");

        var refused = await Should.ThrowAsync<IOException>(() => database.StartAsync());

        refused.Message.ShouldBe(
            "The database is from a newer Postern: its schema is version 999, and this one knows version " +
            $"{Postern.LocalOrg.Storage.Schema.Migrations.Count} and earlier. "
            + "Update Postern, or give the org a database, or a schema in its search path, of its own. Nothing was written there.");
    }

    [Theory]
    [InlineData(
        "create table schema_version (installed_rank integer, script text); insert into schema_version values (1, 'V1__books.sql')",
        "schema_version")]
    [InlineData("create table schema_version (version integer primary key); insert into schema_version values (7)", "schema_version")]
    [InlineData("create table users (name text)", "users")]
    public async Task Another_applications_tables_are_told_and_nothing_is_written_beside_them(string theirs, string table)
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.ExecuteAsync($"set search_path to {database.Schema}; {theirs}; reset search_path");

        var refused = await Should.ThrowAsync<IOException>(() => database.StartAsync());

        refused.Message.ShouldBe(
            "The database holds tables of another application: give the org a database, or a schema in its search path, of its own. " +
            "Nothing was written there.");
        (
            await database.ValueAsync(
                "select string_agg(table_name, ' ') from information_schema.tables where table_schema = current_schema()")).ShouldBe(table);
    }

    [Fact]
    public async Task Another_applications_tables_with_other_names_are_good_neighbours()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.ExecuteAsync($"create table {database.Schema}.books (title text)");

        var org = await database.StartAsync();

        (await KeysAsync(org)).Status.ShouldBe(200);
    }

    static async Task<Answer> KeysAsync(LocalOrg org)
    {
        using var http = new Browserless(org);
        return await http.GetAsync("/oauth2/default/v1/keys");
    }
}
