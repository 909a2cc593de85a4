namespace Postern.LocalOrg.Tests.Faults;

/// <summary><c>/_postern/faults</c>, and what two processes on one database make of it.</summary>
public sealed class FaultControlTests(FaultyOrg faulty) : IClassFixture<FaultyOrg>
{
    [Fact]
    public async Task A_script_is_added_counted_and_taken_away()
    {
        var added = await faulty.Http.PostJsonAsync(
            "/_postern/faults", """{"id":"slow","fault":"status","status":500,"endpoint":"keys","chance":1,"seed":7}""");
        await faulty.Http.GetAsync("/oauth2/default/v1/keys");
        var told = await faulty.Http.GetAsync("/_postern/faults");
        var removed = await faulty.Http.SendAsync(HttpMethod.Delete, "/_postern/faults/slow", null);
        var again = await faulty.Http.SendAsync(HttpMethod.Delete, "/_postern/faults/slow", null);

        added.Status.ShouldBe(200, added.Body);
        told.Body.ShouldBe(
            """{"faults":[{"script":{"id":"slow","fault":"status","endpoint":"keys","chance":1,"seed":7,"status":500},"calls":1,"strikes":1}]}""");
        removed.Status.ShouldBe(204);
        again.Status.ShouldBe(404);
        (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Of_a_file_the_next_process_counts_on()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("postern-").FullName;
        try
        {
            List<int> seen = [];
            for (var process = 0; process < 3; process++)
            {
                await using var org = await LocalOrg.StartAsync(new() { DataFile = Path.Combine(folder, "org.db") }, The.Ct);
                using var http = new Browserless(org);
                if (process == 0)
                    await org.Faults.AddAsync(FaultScript.Answering(418) with { Endpoint = "keys", FromCall = 3 }, The.Ct);
                for (var i = 0; i < 2; i++)
                    seen.Add((await http.GetAsync("/oauth2/default/v1/keys")).Status);
                (await org.Faults.AllAsync(The.Ct)).ShouldHaveSingleItem().Calls.ShouldBe(seen.Count);
            }

            seen.ShouldBe([200, 200, 418, 418, 418, 418]);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task After_a_reset_one_of_the_same_id_is_counted_anew()
    {
        var script = FaultScript.Answering(418) with { Id = "second", Endpoint = "keys", FromCall = 2, ToCall = 2 };
        await faulty.Org.Faults.AddAsync(script, The.Ct);
        await faulty.Http.GetAsync("/oauth2/default/v1/keys");

        await faulty.Org.ResetAsync(The.Ct);
        await faulty.Org.Faults.AddAsync(script, The.Ct);

        (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Status.ShouldBe(200);
        (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Status.ShouldBe(418);
        await faulty.Org.Faults.ClearAsync(The.Ct);
    }

    [Fact]
    public async Task Several_are_added_at_once_or_none()
    {
        var refused = await faulty.Http.PostJsonAsync(
            "/_postern/faults",
            """[{"fault":"halfBody"},{"fault":"latency","seconds":-1,"chance":2},{"fault":"status","colour":"red"},{"fault":"tilt"},{}]""");

        refused.Status.ShouldBe(400);
        refused.Text("detail").ShouldBe(
            "[2].colour: there is no such member. [3].fault: it is not what is wanted there. [4].fault: it is not what is wanted there.");
        var wrong = await faulty.Http.PostJsonAsync(
            "/_postern/faults", """[{"fault":"halfBody"},{"fault":"latency","seconds":-1,"chance":2}]""");
        wrong.Text("detail").ShouldBe(
            "[1].chance: above 0 and up to 1. [1].seconds: how late the answer comes, above 0 and up to an hour (3600).");
        (await faulty.Http.GetAsync("/_postern/faults")).Body.ShouldBe("""{"faults":[]}""");
    }

    [Theory]
    [InlineData("POST", "/_postern/faults", "", 415)]
    [InlineData("POST", "/_postern/faults", "not json", 400)]
    [InlineData("POST", "/_postern/faults", "null", 400)]
    [InlineData("POST", "/_postern/faults", "7", 400)]
    [InlineData("POST", "/_postern/faults", """{"fault":1}""", 400)]
    [InlineData("POST", "/_postern/faults", """{"fault":"latency"}""", 400)]
    [InlineData("POST", "/_postern/faults", """{"fault":"status","status":"500"}""", 400)]
    [InlineData("POST", "/_postern/faults", """{"fault":"halfBody","toCall":0}""", 400)]
    [InlineData("POST", "/_postern/faults", """{"fault":"halfBody","fault":"latency"}""", 400)]
    [InlineData("POST", "/_postern/faults", """{"fault":"halfBody","\ud800":1}""", 400)]
    [InlineData("POST", "/_postern/faults", """{"fault":"status","status":500,"body":"x","contentType":"text/pläin"}""", 400)]
    [InlineData("POST", "/_postern/faults", """{"fault":"halfBody","endpoint":"/_postern/faults"}""", 400)]
    [InlineData("PUT", "/_postern/faults", "{}", 405)]
    [InlineData("GET", "/_postern/faults/slow", "", 405)]
    public async Task What_is_refused_is_a_problem_that_says_what_to_do(string method, string path, string body, int status)
    {
        var answer = await faulty.Http.SendAsync(
            new(method), path, body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        answer.Status.ShouldBe(status, answer.Body);
        answer.Headers["Content-Type"].ShouldBe("application/problem+json");
        answer.Members.ShouldBe(["title", "status", "detail"]);
    }

    [Fact]
    public async Task In_code_all_that_is_wrong_is_told_at_once()
    {
        var refused = await Should.ThrowAsync<ArgumentException>(
            () => faulty.Org.Faults.AddAsync(new FaultScript { Id = "a b", Fault = FaultKind.HalfBody, Seed = 1 }, The.Ct));

        refused.Message.ShouldStartWith(
            "id: up to 64 letters, digits, hyphens, dots and underscores. seed: it decides nothing without a chance.");
    }

    [Fact]
    public async Task Two_processes_obey_one_script_at_their_next_request_and_count_together()
    {
        await using var database = await Storage.OneDatabase.CreateAsync();
        var (first, second) = (await database.StartAsync(), await database.StartAsync());
        using var here = new Browserless(first);
        using var there = new Browserless(second);
        await there.GetAsync("/oauth2/default/v1/keys");

        await here.PostJsonAsync("/_postern/faults", """{"fault":"status","status":418,"endpoint":"keys","fromCall":3,"toCall":3}""");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? here : there).GetAsync("/oauth2/default/v1/keys")));

        answers.Count(answer => answer.Status == 418).ShouldBe(1);
        (await second.Faults.AllAsync(The.Ct)).ShouldHaveSingleItem().Calls.ShouldBe(20);
        await here.SendAsync(HttpMethod.Delete, "/_postern/faults", null);
        await there.PostJsonAsync("/_postern/faults", """{"fault":"status","status":451,"endpoint":"keys"}""");
        (await here.GetAsync("/oauth2/default/v1/keys")).Status.ShouldBe(451);
    }
}
