using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>An org whose process is killed in the midst of what admins do to it. Only a process of its own can be.</summary>
[Trait("Runs", "Last")]
public sealed class KilledTests
{
    const string Token = "00killed-in-the-midst";

    [Fact]
    public async Task A_user_is_there_with_groups_password_and_log_entry_or_not_at_all()
    {
        using DataFolder folder = new();
        ConcurrentBag<string> answered = [];
        string group;
        using (var org = Start(folder))
        {
            using var http = await ClientAsync(org);
            group = await MakeAsync(http, "groups", """{"profile":{"name":"Killed"}}""");
            var rule = await MakeAsync(
                http, "groups/rules",
                $$$$"""{"type":"group_rule","name":"Killed","conditions":{"expression":{"type":"urn:okta:expression:1.0","value":"user.lastName==\"Killed\""}},"actions":{"assignUserToGroups":{"groupIds":["{{{{group}}}}"]}}}""");
            (await PostAsync(http, $"groups/rules/{rule}/lifecycle/activate", "{}")).EnsureSuccessStatusCode();
            var makers = Enumerable.Range(0, 4).Select(maker => MakeUsersAsync(http, maker, answered)).ToList();
            await Patience.UntilAsync("twenty users", () => answered.Count >= 20);
            org.Signal("KILL");
            await Task.WhenAll(makers);
            await org.EndAsync();
        }

        using var again = Start(folder);
        using var later = await ClientAsync(again);
        var users = (await ListAsync(later, "users?limit=200")).Where(user => Text(user.GetProperty("profile"), "lastName") is "Killed")
            .ToList();
        var members = (await ListAsync(later, $"groups/{group}/users?limit=200")).Select(user => Text(user, "id")).Order();
        var told = (await ListAsync(later, "logs?limit=1000&filter=" + Uri.EscapeDataString("eventType eq \"user.lifecycle.create\"")))
            .Select(each => Text(each.GetProperty("target")[0], "id")).Order();

        var ids = users.Select(user => Text(user, "id")).Order().ToList();
        answered.Except(ids).ShouldBeEmpty();
        members.ShouldBe(ids);
        told.ShouldBe(ids);
        users.ShouldAllBe(user => user.GetProperty("credentials").GetProperty("password").ValueKind == JsonValueKind.Object);
    }

    /// <summary>One after the other, until nobody answers.</summary>
    static async Task MakeUsersAsync(HttpClient http, int maker, ConcurrentBag<string> answered)
    {
        try
        {
            for (var i = 0; ; i++)
                answered.Add(await MakeAsync(
                    http, "users",
                    $$$$"""{"profile":{"login":"u{{{{maker}}}}-{{{{i}}}}@example.com","email":"u{{{{maker}}}}-{{{{i}}}}@example.com","firstName":"U","lastName":"Killed"},"credentials":{"password":{"value":"Corr3ct-Horse!"}}}"""));
        }
        catch (HttpRequestException)
        {
            // It has been killed.
        }
        catch (IOException)
        {
            // In the midst of an answer.
        }
    }

    static Command Start(DataFolder folder) => Command.StartWith(
        ["TOKEN=" + Token], "org", "start", "--port", "0", "--output", "json", "--data", folder.File("org.db"), "--api-token", "env:TOKEN");

    static async Task<HttpClient> ClientAsync(Command org)
    {
        var url = JsonDocument.Parse((await org.LineAsync())!).RootElement.GetProperty("url").GetString()!;
        HttpClient http = new() { BaseAddress = new(url.TrimEnd('/') + "/api/v1/") };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "SSWS " + Token);
        return http;
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string json) => http.PostAsync(
        path, new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")), TestContext.Current.CancellationToken);

    static async Task<string> MakeAsync(HttpClient http, string path, string json)
    {
        using var made = await PostAsync(http, path, json);
        var body = await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        made.IsSuccessStatusCode.ShouldBeTrue(body);
        return Text(JsonDocument.Parse(body).RootElement, "id");
    }

    static async Task<IReadOnlyList<JsonElement>> ListAsync(HttpClient http, string path) =>
        [.. JsonDocument.Parse(await http.GetStringAsync(path, TestContext.Current.CancellationToken)).RootElement.EnumerateArray()];

    static string Text(JsonElement of, string member) => of.GetProperty(member).GetString()!;
}
