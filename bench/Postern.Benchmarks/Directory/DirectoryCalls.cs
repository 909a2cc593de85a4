using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Postern.Benchmarks;

/// <summary>Calls of the Management API that test suites make most, one after the other, each timed until its answer is read.</summary>
sealed class DirectoryCalls : IDisposable
{
    const string Password = "Correct-Horse-9";
    static readonly string[] Departments = ["""{"profile":{"department":"Sales"}}""", """{"profile":{"department":"Reading"}}"""];
    readonly HttpClient _http;
    int _made;

    public DirectoryCalls(string url, string apiToken)
    {
        _http = new() { BaseAddress = new(url) };
        _http.DefaultRequestHeaders.Authorization = new("SSWS", apiToken);
    }

    /// <summary>What each call takes, in milliseconds.</summary>
    /// <param name="words">What this server is asked for what others are asked in other words.</param>
    /// <param name="count">Of each.</param>
    public async Task<Dictionary<string, double[]>> TimeAsync(DirectoryWords words, int count)
    {
        var group = await MakeGroupAsync("benchmark");
        List<string> users = [];
        Dictionary<string, double[]> taken = new()
        {
            ["create a user"] = await TimesAsync(count, async () => users.Add(await MakeUserAsync())),
            ["read a user"] = await TimesAsync(count, () => GetAsync($"/api/v1/users/{users[0]}")),
            ["add a member"] = await TimesAsync(
                count, () => SendAsync(HttpMethod.Put, $"/api/v1/groups/{group}/users/{Taken(users)}", null)),
            ["list members"] = await TimesAsync(count, () => GetAsync($"/api/v1/groups/{group}/users?limit=200")),
            ["list 200 users"] = await TimesAsync(Math.Min(count, 60), () => ListAsync(words.Lists)),
        };
        if (words.Search is { } search)
            taken["search by two attributes"] = await TimesAsync(
                count, async () => await ExpectAsync(["/api/v1/users?search=" + Uri.EscapeDataString(search)], 1));
        return taken;
    }

    /// <summary>Until the lists of 200 are whole, which they must be.</summary>
    public async Task FillAsync(DirectoryWords words)
    {
        for (var user = 0; user < words.Missing; user++)
            _ = await MakeUserAsync();
        await ExpectAsync(words.Lists, 200);
    }

    /// <summary>Something of a writer's own, and the calls that change it there and back again: what it is goes by the number.</summary>
    public async Task<DirectoryChange[]> MakeChangesAsync(int writer)
    {
        switch (writer % 4)
        {
            case 0:
                var membership = $"/api/v1/groups/{await MakeGroupAsync("writer")}/users/{await MakeUserAsync()}";
                return [new(HttpMethod.Put, membership, null), new(HttpMethod.Delete, membership, null)];
            case 1:
                var user = $"/api/v1/users/{await MakeUserAsync()}";
                return [.. Departments.Select(body => new DirectoryChange(HttpMethod.Post, user, body))];
            case 2:
                var group = $"/api/v1/groups/{await MakeGroupAsync("writer")}";
                return [new(HttpMethod.Put, group, Group("renamed")), new(HttpMethod.Put, group, Group("renamed"))];
            default:
                var app = $"/api/v1/apps/{await MakeAsync("/api/v1/apps", Bookmark())}/lifecycle";
                return [new(HttpMethod.Post, app + "/deactivate", null), new(HttpMethod.Post, app + "/activate", null)];
        }
    }

    /// <summary>Changes there and back again until told to stop, so many times a second; how often it did.</summary>
    public async Task<int> WriteAsync(DirectoryChange[] changes, double perSecond, CancellationToken ct)
    {
        var from = TimeProvider.System.GetTimestamp();
        var made = 0;
        for (; !ct.IsCancellationRequested; made++)
        {
            var (method, path, body) = changes[made % changes.Length];
            await SendAsync(method, path, body);
            var due = TimeSpan.FromSeconds((made + 1) / perSecond) - TimeProvider.System.GetElapsedTime(from);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, CancellationToken.None);
        }

        return made;
    }

    public void Dispose() => _http.Dispose();

    string Taken(List<string> users) => users[_made++ % users.Count];

    static string Group(string name) => JsonSerializer.Serialize(new { profile = new { name = $"{name}-{Next()}" } });

    static string Bookmark() => JsonSerializer.Serialize(new
    {
        name = "bookmark", label = $"writer-{Next()}", signOnMode = "BOOKMARK",
        settings = new { app = new { requestIntegration = false, url = "https://bookmark.example.com" } },
    });

    static string Next() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    Task<string> MakeGroupAsync(string name) => MakeAsync("/api/v1/groups", Group(name));

    Task<string> MakeUserAsync()
    {
        var login = string.Create(CultureInfo.InvariantCulture, $"made-{Next()}@example.com");
        return MakeAsync("/api/v1/users", JsonSerializer.Serialize(new
        {
            profile = new { firstName = "Ben", lastName = "Chmark", email = login, login },
            credentials = new { password = new { value = Password } },
        }));
    }

    async Task<string> MakeAsync(string path, string body) =>
        JsonDocument.Parse(await SendAsync(HttpMethod.Post, path, body)).RootElement.GetProperty("id").GetString()!;

    Task<string> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    async Task ListAsync(IEnumerable<string> paths)
    {
        foreach (var path in paths)
            await GetAsync(path);
    }

    async Task ExpectAsync(IEnumerable<string> paths, int users)
    {
        var found = 0;
        foreach (var path in paths)
            found += JsonDocument.Parse(await GetAsync(path)).RootElement.GetArrayLength();
        if (found != users)
            throw new InvalidDataException($"{string.Join(", ", paths)} should find {users} users and found {found}.");
    }

    async Task<string> SendAsync(HttpMethod method, string path, string? body)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Accept.Add(new("application/json"));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidDataException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    static async Task<double[]> TimesAsync(int count, Func<Task> call)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var from = TimeProvider.System.GetTimestamp();
            await call();
            times[i] = TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
        }

        return times;
    }
}

/// <summary>One call that changes something.</summary>
sealed record DirectoryChange(HttpMethod Method, string Path, string? Body);

/// <summary>How a server is asked for what not all are asked for in the same words.</summary>
/// <param name="Lists">The requests that list 200 users: as many as its pages are short of that.</param>
/// <param name="Search">Finds one user by two attributes. Null: there is no such search.</param>
/// <param name="Missing">So many users are made before there are 200.</param>
sealed record DirectoryWords(IReadOnlyList<string> Lists, string? Search, int Missing);
