using System.Data.Common;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>How many connections an org takes, and what it does where there are none.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Two_orgs_whose_database_has_five_connections_answer_all_of_forty_requests_at_once()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.LimitConnectionsAsync(5);
        var orgs = new[] { await database.StartAsync(), await database.StartAsync() };

        var answers = await Task.WhenAll(orgs.SelectMany(org => Enumerable.Range(0, 20).Select(async _ =>
        {
            using var http = new Browserless(org);
            return await TokenAsync(http);
        })));

        answers.ShouldAllBe(answer => answer.Status == 200);
    }

    [Fact]
    public async Task An_org_takes_as_many_connections_as_it_was_told_and_no_more()
    {
        await using var database = await OneDatabase.CreateAsync();
        var org = await database.StartAsync(new() { MaxConnections = 3 });
        using var http = new Browserless(org);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => TokenAsync(http)));

        answers.ShouldAllBe(answer => answer.Status == 200);
        int.Parse((await database.ValueAsync($"select count(*) from pg_stat_activity where application_name = '{database.Schema}'"))!, null)
            .ShouldBeLessThanOrEqualTo(3);
    }

    // No password is hashed for it: what is waited for here is the database, not the processor.
    static Task<Answer> TokenAsync(Browserless http) => http.PostFormAsync(
        "/oauth2/default/v1/token", "grant_type=client_credentials&scope=api%3Aread", The.BasicOfService);

    [Fact]
    public async Task A_server_without_a_connection_left_is_asked_again_until_it_has_one()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.LimitConnectionsAsync(1);
        database.ConnectionString.Pooling = false;
        var source = database.Source();
        await using var rationed = new RationedDataSource(source, 5);
        var taken = await source.OpenConnectionAsync(The.Ct);

        var waiting = rationed.OpenConnectionAsync(The.Ct).AsTask();
        await Should.ThrowAsync<DbException>(() => source.OpenConnectionAsync(The.Ct).AsTask());
        waiting.IsCompleted.ShouldBeFalse();
        await taken.DisposeAsync();

        await (await waiting).DisposeAsync();
    }

    [Fact]
    public async Task The_third_of_two_connections_waits_for_one_to_come_back()
    {
        await using var source = new CountedSqlite();
        await using var rationed = new RationedDataSource(source, 2);
        var first = await rationed.OpenConnectionAsync(The.Ct);
        await using var second = await rationed.OpenConnectionAsync(The.Ct);

        var third = rationed.OpenConnectionAsync(The.Ct).AsTask();
        third.IsCompleted.ShouldBeFalse();
        await first.DisposeAsync();
        await first.DisposeAsync();

        await using (await third)
            rationed.OpenConnectionAsync(The.Ct).AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task However_many_requests_come_at_once_one_read_of_what_they_share_runs_and_one_waits()
    {
        await using var source = new CountedSqlite();
        await using var rationed = new RationedDataSource(source, 1);
        var database = new Database(rationed);
        await new OrgStore(database, TimeProvider.System).MigrateAsync(The.Ct);
        var (here, there) = (new SharedState(database), new SharedState(database));
        there.Advance(TimeSpan.FromDays(1), TimeSpan.FromDays(2));
        var taken = await rationed.OpenConnectionAsync(The.Ct);
        source.Statements.Clear();

        var requests = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => here.RefreshAsync()));
        await taken.DisposeAsync();
        await requests;

        source.Statements.Count.ShouldBe(2);
        here.ClockAhead.ShouldBe(TimeSpan.FromDays(1));
        await here.RefreshAsync();
        source.Statements.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_read_of_what_they_share_that_failed_fails_those_who_asked_and_no_other()
    {
        await using var database = await OneDatabase.CreateAsync();
        var org = await database.StartAsync();
        using var http = new Browserless(org);
        await database.ExecuteAsync($"alter table {database.Schema}.shared_state rename to away");

        var failed = await http.GetAsync("/oauth2/default/v1/keys");
        await database.ExecuteAsync($"alter table {database.Schema}.away rename to shared_state");
        var later = await http.GetAsync("/oauth2/default/v1/keys");

        failed.Text("error").ShouldBe("server_error");
        later.Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_org_of_no_connections_is_refused()
    {
        await using var source = new CountedSqlite();

        var refused = await Should.ThrowAsync<ArgumentException>(
            () => LocalOrg.StartAsync(new() { DataSource = source, MaxConnections = 0 }, The.Ct));

        refused.Message.ShouldStartWith("MaxConnections is 0: the org needs one connection at least.");
    }
}
