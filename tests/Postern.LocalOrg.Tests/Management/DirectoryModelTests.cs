using System.Text;
using System.Text.Json;
using Postern.LocalOrg.Tests.Garbage;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>Any sequence of operations on users, groups and apps leaves the org equal to a model of it.</summary>
public sealed class DirectoryModelTests
{
    const string ApiToken = "00directory-model-token";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_the_org_holds_is_what_was_done_to_it(int seed)
    {
        await using var org = await LocalOrg.StartAsync(
            new() { Seed = new() { ApiTokens = [ApiToken], Groups = [OrgSeed.Default.Groups[0]] } }, The.Ct);
        using Browserless http = new(org);
        Model model = new();
        Walker walker = new(http, model, new Chance((ulong)seed));
        for (var step = 0; step < 120; step++)
            await walker.StepAsync(step);

        foreach (var (id, status) in model.Users)
            (await walker.GetAsync($"/users/{id}")).Text("status").ShouldBe(status);
        (await walker.IdsAsync("/groups")).ShouldBe(model.Members.Keys.Order());
        foreach (var (group, members) in model.Members)
            (await walker.IdsAsync($"/groups/{group}/users")).ShouldBe(members.Order(), $"members of {group}");
        (await walker.IdsAsync("/apps?limit=200")).ShouldBe(model.Assigned.Keys.Order());
        foreach (var (app, users) in model.Assigned)
            (await walker.IdsAsync($"/apps/{app}/users")).ShouldBe(users.Order(), $"users of {app}");
    }

    /// <summary>All that there should be.</summary>
    sealed class Model
    {
        public Dictionary<string, string> Users { get; } = [];

        public Dictionary<string, HashSet<string>> Members { get; } = [];

        public Dictionary<string, HashSet<string>> Assigned { get; } = [];

        public void Leave(string user)
        {
            foreach (var set in Members.Values.Concat(Assigned.Values))
                set.Remove(user);
        }
    }

    /// <summary>Does what it does to both.</summary>
    sealed class Walker(Browserless http, Model model, Chance chance)
    {
        public Task StepAsync(int step) => chance.Below(12) switch
        {
            0 or 1 => AddUserAsync(step),
            2 => AddGroupAsync(step),
            3 => AddAppAsync(step),
            4 => OfAsync(model.Users.Keys, user => OfAsync(model.Members.Keys, async group =>
            {
                if (await DoneAsync("PUT", $"/groups/{group}/users/{user}", 204, when: model.Users[user] is not "DEPROVISIONED"))
                    model.Members[group].Add(user);
            })),
            5 => OfAsync(model.Members.Keys, group => OfAsync(model.Members[group], async user =>
            {
                await DoneAsync("DELETE", $"/groups/{group}/users/{user}", 204);
                model.Members[group].Remove(user);
            })),
            6 => OfAsync(model.Users.Keys, user => OfAsync(model.Assigned.Keys, async app =>
            {
                if (await DoneAsync("POST", $"/apps/{app}/users", 200, new { id = user }, when: model.Users[user] is not "DEPROVISIONED"))
                    model.Assigned[app].Add(user);
            })),
            7 => OfAsync(model.Assigned.Keys, app => OfAsync(model.Assigned[app], async user =>
            {
                await DoneAsync("DELETE", $"/apps/{app}/users/{user}", 204);
                model.Assigned[app].Remove(user);
            })),
            8 => OfAsync(model.Users.Keys, LiveAsync),
            9 => OfAsync(model.Users.Keys, EndAsync),
            10 => OfAsync(model.Members.Keys, async group =>
            {
                await DoneAsync("DELETE", $"/groups/{group}", 204);
                model.Members.Remove(group);
            }),
            _ => OfAsync(model.Assigned.Keys, async app =>
            {
                await DoneAsync("POST", $"/apps/{app}/lifecycle/deactivate", 200);
                await DoneAsync("DELETE", $"/apps/{app}", 204);
                model.Assigned.Remove(app);
            }),
        };

        async Task AddUserAsync(int step)
        {
            var made = await SendAsync("POST", "/users?activate=true", new
            {
                profile = new { firstName = "U", lastName = $"{step}", email = $"u{step}@example.com", login = $"u{step}@example.com" },
                credentials = new { password = new { value = The.Password } },
            });
            made.Status.ShouldBe(200, made.Body);
            model.Users[made.Text("id")] = "ACTIVE";
        }

        async Task AddGroupAsync(int step)
        {
            var made = await SendAsync("POST", "/groups", new { profile = new { name = $"g{step}" } });
            made.Status.ShouldBe(200, made.Body);
            model.Members[made.Text("id")] = [];
        }

        async Task AddAppAsync(int step)
        {
            var made = await SendAsync("POST", "/apps", new
            {
                name = "bookmark", label = $"a{step}", signOnMode = "BOOKMARK",
                settings = new { app = new { requestIntegration = false, url = "https://a.example" } },
            });
            made.Status.ShouldBe(200, made.Body);
            model.Assigned[made.Text("id")] = [];
        }

        /// <summary>The next state that the user may go to.</summary>
        async Task LiveAsync(string user)
        {
            var (call, next) = model.Users[user] switch
            {
                "ACTIVE" => ("suspend", "SUSPENDED"),
                "SUSPENDED" => ("unsuspend", "ACTIVE"),
                "DEPROVISIONED" => ("activate?sendEmail=false", "PROVISIONED"),
                var staying => ("reset_factors", staying),
            };
            await DoneAsync("POST", $"/users/{user}/lifecycle/{call}", 200);
            model.Users[user] = next;
        }

        /// <summary>Deactivated first, and then gone.</summary>
        async Task EndAsync(string user)
        {
            await DoneAsync("DELETE", $"/users/{user}", 204);
            model.Leave(user);
            if (model.Users[user] is "DEPROVISIONED")
                model.Users.Remove(user);
            else
                model.Users[user] = "DEPROVISIONED";
        }

        async Task OfAsync(IEnumerable<string> ids, Func<string, Task> work)
        {
            if (ids.ToList() is { Count: > 0 } all)
                await work(all[chance.Below(all.Count)]);
        }

        async Task<bool> DoneAsync(string method, string path, int status, object? body = null, bool when = true)
        {
            var answer = await SendAsync(method, path, body);
            if (when)
                answer.Status.ShouldBe(status, $"{method} {path}: {answer.Body}");
            return answer.Status == status;
        }

        public Task<Answer> GetAsync(string path) => SendAsync("GET", path, null);

        /// <summary>But for what every org has.</summary>
        public async Task<IEnumerable<string>> IdsAsync(string path) => (await GetAsync(path)).Json.EnumerateArray()
            .Where(item =>
                !item.TryGetProperty("type", out var type)
                    || type.ValueKind is not JsonValueKind.String
                    || type.GetString() is not "BUILT_IN")
            .Select(item => item.GetProperty("id").GetString()!).Order();

        Task<Answer> SendAsync(string method, string path, object? body) => http.SendAsync(
            new(method), "/api/v1" + path, body is null
                ? null
                : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
            ("Authorization", "SSWS " + ApiToken));
    }
}
