using System.Net.Http.Headers;
using System.Text;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>An org with an API token, and a clock that a test moves.</summary>
public sealed class ApiOrg : IAsyncLifetime
{
    public const string Token = "00an-admins-token";

    ClockedOrg _clocked = null!;

    public LocalOrg Org => _clocked.Org;

    public Browserless Http => _clocked.Http;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync(seed => seed with { ApiTokens = [Token] });

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    public void Advance(int seconds) => _clocked.Advance(seconds);

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<Answer> PostAsync(string path, string? json = null) => SendAsync("POST", path, json);

    public Task<Answer> PutAsync(string path, string json) => SendAsync("PUT", path, json);

    public Task<Answer> DeleteAsync(string path) => SendAsync("DELETE", path, null);

    public Task<Answer> SendAsync(string method, string path, string? json, params (string Name, string Value)[] headers) => Http.SendAsync(
        new(method), path, json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        [("Authorization", "SSWS " + Token), .. headers]);

    /// <summary>What an admin makes; its id.</summary>
    public async Task<string> MakeAsync(string path, string json)
    {
        var made = await PostAsync(path, json);
        made.Status.ShouldBe(200, made.Body);
        return made.Text("id");
    }
}
