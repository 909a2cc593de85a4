using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>Old and new processes on one PostgreSQL: side by side for one version, and no longer.</summary>
public sealed class UpgradeTests
{
    static readonly int Ours = Postern.LocalOrg.Storage.Schema.Version;

    [Fact]
    public async Task A_process_goes_on_beside_a_newer_one_that_leaves_it_the_database()
    {
        await using var database = await OneDatabase.CreateAsync();
        var org = await database.StartAsync();
        using var http = new Browserless(org);
        await NewerAsync(database, Ours + 1, oldest: Ours);

        var tokens = await http.TokensAsync(scope: "openid%20offline_access");

        (await http.RefreshAsync(tokens.Text("refresh_token"))).Status.ShouldBe(200);
        (await http.GetAsync("/health/ready")).Status.ShouldBe(200);
        org.SupersededAsync(The.Ct).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task And_may_be_started_again_beside_it()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.StartAsync();
        await NewerAsync(database, Ours + 1, oldest: Ours);

        using var http = new Browserless(await database.StartAsync());

        (await http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("SUCCESS");
        (await database.ValueAsync("select max(version) from schema_version")).ShouldBe($"{Ours + 1}");
        (await database.ValueAsync("select value from shared_state where name = 'schema'")).ShouldBe($"{Ours + 1}");
    }

    [Fact]
    public async Task A_process_whose_database_a_newer_one_has_taken_does_nothing_more_and_says_why()
    {
        await using var database = await OneDatabase.CreateAsync();
        var org = await database.StartAsync();
        using var http = new Browserless(org);
        var tokens = await http.TokensAsync(scope: "openid%20offline_access");
        await NewerAsync(database, Ours + 2, oldest: Ours + 1);

        var refused = await http.RefreshAsync(tokens.Text("refresh_token"));
        var ready = await http.GetAsync("/health/ready");

        refused.ShouldBeError(
            503, "temporarily_unavailable",
            "The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the " +
            "server.");
        refused.Headers.ShouldContainKey("Retry-After");
        (await http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(503);
        (ready.Status, ready.Body).ShouldBe((503, """{"status":"superseded"}"""));
        (await http.GetAsync("/health/live")).Status.ShouldBe(200);
        (await org.SupersededAsync(The.Ct).InTimeAsync("the word that it is superseded")).ShouldBe(
            $"A newer Postern has brought the database to schema version {Ours + 2}, which is used by processes of version {Ours + 1} " +
            $"and later, and this one is of version {Ours}: it stops using it. Update this process.");
    }

    [Fact]
    public async Task And_is_not_started_again()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.StartAsync();
        await NewerAsync(database, Ours + 2, oldest: Ours + 1);

        (await Should.ThrowAsync<IOException>(() => database.StartAsync())).Message.ShouldContain(
            $"its schema is version {Ours + 2}, and this one knows version {Ours} and earlier.");
    }

    [Fact]
    public async Task What_a_newer_version_said_is_not_unsaid_by_an_older_one()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.StartAsync();
        await database.ExecuteAsync($"update {database.Schema}.shared_state set value = {Ours + 5} where name = 'schema'");

        await Should.NotThrowAsync(() => database.StartAsync());

        (await database.ValueAsync("select value from shared_state where name = 'schema'")).ShouldBe($"{Ours + 5}");
    }

    [Fact]
    public void Who_may_go_on_beside_this_version_is_of_a_version_that_there_was() =>
        Postern.LocalOrg.Storage.Schema.OldestBeside.ShouldBeInRange(1, Ours);

    /// <summary>What the migration of a newer version leaves behind.</summary>
    static Task NewerAsync(OneDatabase database, int version, int oldest) => database.ExecuteAsync(
        $"""
         set search_path to {database.Schema};
         insert into schema_version (version) select generate_series({Ours + 1}, {version});
         update shared_state set value = {version} where name = '{SharedState.SchemaVersion}';
         update shared_state set value = {oldest} where name = '{SharedState.OldestSchema}';
         alter table users add column nickname text not null default '';
         reset search_path
         """);
}
