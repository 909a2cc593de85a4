using System.Net.Http.Headers;
using System.Text;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>An org with API tokens of admins of several kinds, and a clock that a test moves.</summary>
public sealed class AdminOrg : IAsyncLifetime
{
    public const string Token = "00superAdminsToken", Amy = "00u1amyAdministrator";

    ClockedOrg _clocked = null!;

    public LocalOrg Org => _clocked.Org;

    public Browserless Http => _clocked.Http;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync(seed => seed with
    {
        ApiTokens = [Token, "00another"],
        Users = [.. seed.Users, new() { Id = Amy, Login = "amy@example.com", Password = The.Password, Roles = ["SUPER_ADMIN"] }],
        NetworkZones = [new() { Id = "nzo1elsewhere0000005", Name = "Elsewhere", Networks = ["203.0.113.0/24"] }],
    });

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    public DateTimeOffset Now => _clocked.Time.GetUtcNow();

    public void Advance(int seconds) => _clocked.Advance(seconds);

    public Task<Answer> GetAsync(string path, string token = Token) => SendAsync(HttpMethod.Get, path, null, token);

    public Task<Answer> PostAsync(string path, string? json = null, string token = Token) => SendAsync(HttpMethod.Post, path, json, token);

    public Task<Answer> PutAsync(string path, string json, string token = Token) => SendAsync(HttpMethod.Put, path, json, token);

    public Task<Answer> DeleteAsync(string path, string token = Token) => SendAsync(HttpMethod.Delete, path, null, token);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? json, string token) => Http.SendAsync(
        method, path, json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        ("Authorization", "SSWS " + token));
}
