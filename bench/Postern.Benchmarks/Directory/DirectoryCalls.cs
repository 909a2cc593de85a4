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
    readonly HttpClient _http;
    int _made;

    public DirectoryCalls(string url, string apiToken)
    {
        _http = new() { BaseAddress = new(url) };
        _http.DefaultRequestHeaders.Authorization = new("SSWS", apiToken);
    }

    /// <summary>What each call takes, in milliseconds.</summary>
    /// <param name="search">A search by two attributes that finds one user. Empty: there is no such search.</param>
    /// <param name="count">Of each.</param>
    public async Task<Dictionary<string, double[]>> TimeAsync(string search, int count)
    {
        var group = await MakeAsync("/api/v1/groups", Group("benchmark"));
        List<string> users = [];
        Dictionary<string, double[]> taken = new()
        {
            ["create a user"] = await TimesAsync(count, async () => users.Add(await MakeUserAsync())),
            ["read a user"] = await TimesAsync(count, () => GetAsync($"/api/v1/users/{users[0]}")),
            ["add a member"] = await TimesAsync(
                count, () => SendAsync(HttpMethod.Put, $"/api/v1/groups/{group}/users/{Taken(users)}", null)),
            ["list members"] = await TimesAsync(count, () => GetAsync($"/api/v1/groups/{group}/users?limit=200")),
            ["list 200 users"] = await TimesAsync(Math.Min(count, 60), () => GetAsync("/api/v1/users?limit=200")),
        };
        if (search is not "")
            taken["search by two attributes"] = await TimesAsync(
                count, async () => await OneAsync("/api/v1/users?search=" + Uri.EscapeDataString(search)));
        return taken;
    }

    /// <summary>A user and a group of their own, and the path of the membership.</summary>
    public async Task<string> MakeMembershipAsync() =>
        $"/api/v1/groups/{await MakeAsync("/api/v1/groups", Group("writer"))}/users/{await MakeUserAsync()}";

    /// <summary>Begins and ends a membership until told to stop, so many times a second; how often it did.</summary>
    public async Task<int> WriteAsync(string membership, double perSecond, CancellationToken ct)
    {
        var from = TimeProvider.System.GetTimestamp();
        var made = 0;
        for (; !ct.IsCancellationRequested; made++)
        {
            await SendAsync(made % 2 == 0 ? HttpMethod.Put : HttpMethod.Delete, membership, null);
            var due = TimeSpan.FromSeconds((made + 1) / perSecond) - TimeProvider.System.GetElapsedTime(from);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, CancellationToken.None);
        }

        return made;
    }

    public void Dispose() => _http.Dispose();

    string Taken(List<string> users) => users[_made++ % users.Count];

    static string Group(string name) => JsonSerializer.Serialize(new { profile = new { name = $"{name}-{Next()}" } });

    static string Next() => RandomNumberGenerator.GetHexString(16, lowercase: true);

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

    async Task OneAsync(string path)
    {
        if (JsonDocument.Parse(await GetAsync(path)).RootElement.GetArrayLength() != 1)
            throw new InvalidDataException($"{path} should find one user.");
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
