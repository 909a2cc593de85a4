using System.Net.Http.Headers;
using System.Text;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>
/// A database that fails in the middle of an admin's change: nothing of it is done, and it is done when it is asked again.
/// </summary>
public sealed class HalfDoneTests
{
    const string Token = "00half-done-token";
    const string Ada = "00u1adaActive0000005";

    [Fact]
    public async Task A_disk_that_is_full_at_the_last_statement_leaves_nothing_of_a_change()
    {
        await using var database = SqliteDataSource.InMemory();
        await using var org = await LocalOrg.StartAsync(
            new() { DataSource = database, Seed = OrgSeed.Default with { ApiTokens = [Token] } }, The.Ct);
        using Browserless http = new(org);
        (await CallAsync(http, "GET", "/users/me")).Status.ShouldBe(200);
        // The log is the last that a change writes: a megabyte more than there is room for.
        await ExecuteAsync(database, "create table ballast (content blob)");
        await ExecuteAsync(
            database, "create trigger heavy before insert on journal begin insert into ballast values (zeroblob(1000000)); end");
        await ExecuteAsync(database, "pragma max_page_count = 250");
        foreach (var (method, path, json) in Changes)
            (await CallAsync(http, method, path, json)).ShouldBeOktaError(503, "E0000010", "Service is in read only mode");

        (await CallAsync(http, "GET", "/users/half@example.com")).Status.ShouldBe(404);
        (await CallAsync(http, "GET", "/groups?q=Half")).Body.ShouldBe("[]");
        (await CallAsync(http, "GET", $"/groups/{The.Testers}/users")).Body.ShouldContain(Ada);
        (await CallAsync(http, "GET", $"/users/{Ada}")).Text("status").ShouldBe("ACTIVE");
        (await CallAsync(http, "GET", $"/apps/{The.Spa}")).Text("status").ShouldBe("ACTIVE");
        (await CallAsync(http, "GET", "/policies?type=OKTA_SIGN_ON")).Json.GetArrayLength().ShouldBe(1);
        (await CallAsync(http, "GET", "/authorizationServers/default")).Text("status").ShouldBe("ACTIVE");

        await ExecuteAsync(database, "pragma max_page_count = 1000000");
        await ExecuteAsync(database, "drop trigger heavy");
        foreach (var (method, path, json) in Changes)
            (await CallAsync(http, method, path, json)).Status.ShouldBeLessThan(300, $"{method} {path}");
    }

    static readonly (string Method, string Path, string? Json)[] Changes =
    [
        (
            "POST",
            "/users",
            """{"profile":{"login":"half@example.com","email":"half@example.com","firstName":"Half","lastName":"Done"},"credentials":{"password":{"value":"Corr3ct-Horse!"}}}"""),
        ("POST", "/groups", """{"profile":{"name":"Half"}}"""),
        ("POST", "/policies", """{"type":"OKTA_SIGN_ON","name":"Half"}"""),
        ("POST", $"/apps/{The.Spa}/lifecycle/deactivate", "{}"),
        ("POST", "/authorizationServers/default/lifecycle/deactivate", "{}"),
        ("DELETE", $"/groups/{The.Testers}/users/{Ada}", null),
        ("POST", $"/users/{Ada}/lifecycle/deactivate", "{}"),
        ("DELETE", $"/users/{Ada}", null),
    ];

    static Task<Answer> CallAsync(Browserless http, string method, string path, string? json = null) => http.SendAsync(
        new(method), "/api/v1" + path,
        json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        ("Authorization", "SSWS " + Token));

    static async Task ExecuteAsync(SqliteDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync(The.Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(The.Ct);
    }
}
