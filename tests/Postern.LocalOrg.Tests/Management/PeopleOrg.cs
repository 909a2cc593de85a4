using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>An org whose users and groups an admin changes by an API token; its clock stands still until a test moves it.</summary>
public sealed class PeopleOrg : IAsyncLifetime
{
    const string Token = "00people-api-token-of-the-tests-0123456789";

    static readonly (string, string) Admin = ("Authorization", "SSWS " + Token);

    readonly FakeTimeProvider _time = new(The.Now);

    public LocalOrg Org { get; private set; } = null!;

    public Browserless Http { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Http = new(Org = await LocalOrg.StartAsync(Options, The.Ct));

    /// <summary>Another process of the same org, on a database that they share.</summary>
    internal static async Task<PeopleOrg> OnAsync(OneDatabase database)
    {
        PeopleOrg people = new();
        people.Http = new(people.Org = await database.StartAsync(people.Options));
        return people;
    }

    LocalOrgOptions Options => new()
    {
        Seed = OrgSeed.Default with { ApiTokens = [Token] }, RateLimits = RateLimits.Off, Time = _time,
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Org.DisposeAsync();
    }

    public void Advance(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    public Task<Answer> GetAsync(string path, params (string, string)[] headers) =>
        Http.GetAsync("/api/v1" + path, [Admin, .. headers]);

    /// <summary>With a content type, as Okta's own clients ask for less of users.</summary>
    public Task<Answer> GetAsAsync(string path, string contentType)
    {
        ByteArrayContent nothing = new([]);
        nothing.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return Http.SendAsync(HttpMethod.Get, "/api/v1" + path, nothing, Admin);
    }

    public Task<Answer> PostAsync(string path, string json = "", params (string, string)[] headers) =>
        SendAsync(HttpMethod.Post, path, json, headers);

    public Task<Answer> PutAsync(string path, string json = "", params (string, string)[] headers) =>
        SendAsync(HttpMethod.Put, path, json, headers);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, "");

    /// <summary>The user's id.</summary>
    public async Task<string> UserAsync(string login, string profile = "", string more = "", string query = "")
    {
        var created = await PostAsync(
            "/users" + query,
            $$$"""{"profile":{"login":"{{{login}}}","email":"{{{login}}}","firstName":"Jo","lastName":"Tester"{{{profile}}}},"credentials":{"password":{"value":"Corr3ct-Horse!"}}{{{more}}}}""");
        created.Status.ShouldBe(200, created.Body);
        return created.Text("id");
    }

    /// <summary>The group's id.</summary>
    public async Task<string> GroupAsync(string name)
    {
        var created = await PostAsync("/groups", $$$"""{"profile":{"name":"{{{name}}}"}}""");
        created.Status.ShouldBe(200, created.Body);
        return created.Text("id");
    }

    /// <summary>Of a list, a member of each.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string path, string member = "id")
    {
        var answer = await GetAsync(path);
        answer.Status.ShouldBe(200, answer.Body);
        return [.. answer.Json.EnumerateArray().Select(each => each.GetProperty(member).GetString()!)];
    }

    Task<Answer> SendAsync(HttpMethod method, string path, string json, params (string, string)[] headers) => Http.SendAsync(
        method,
        "/api/v1" + path,
        json.Length == 0 ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        [Admin, .. headers]);
}
