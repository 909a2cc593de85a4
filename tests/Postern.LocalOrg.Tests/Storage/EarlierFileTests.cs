using System.IO.Compression;
using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>
/// A data file that the last version of schema 14 wrote, when all that decides lay in one document (<c>schema-14.db.gz</c>: the demo org
/// with policies, an API
/// token, a trusted origin, a client that registered itself and a refresh token). It is opened, and nothing of it is lost.
/// </summary>
public sealed class EarlierFileTests : IAsyncLifetime
{
    const string ApiToken = "SSWS 00api-token-of-the-old-file-1234567890abcd";
    const string RefreshToken = "Fwmf5eePSm0AAABZUBHlcg_Qw5JIecqT4JILM0MDLvc";

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("postern").FullName;
    readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_795_764_000));
    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        await using (var packed = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Storage", "schema-14.db.gz")))
        await using (var plain = new GZipStream(packed, CompressionMode.Decompress))
        await using (var file = File.Create(Path.Combine(_folder, "org.db")))
            await plain.CopyToAsync(file, The.Ct);
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Its_keys_and_refresh_tokens_are_good()
    {
        var keys = await _http.GetAsync("/oauth2/aus1posternOrders005/v1/keys");
        var refreshed = await _http.RefreshAsync(RefreshToken, "/oauth2/aus1posternOrders005", The.Native);

        keys.Body.ShouldContain("nlio2QIR8bKpi4nj0GVUi2oC15vBPymYZj7WR_PCjIo");
        refreshed.Status.ShouldBe(200, refreshed.Body);
        Jwt.Texts(refreshed.Text("access_token"), "groups").ShouldBe(["Everyone", "Testers"]);
    }

    [Fact]
    public async Task Its_API_token_and_the_client_that_registered_itself_are_there()
    {
        var clients = await _http.GetAsync("/oauth2/v1/clients?q=Registered", ("Authorization", ApiToken));

        clients.Status.ShouldBe(200, clients.Body);
        clients.Json[0].GetProperty("client_id").GetString().ShouldBe("0oayEuAadBXqgya7qa8K");
    }

    [Fact]
    public async Task Its_policies_and_origins_decide()
    {
        var atNight = await _http.PostJsonAsync(
            "/api/v1/authn", $$"""{"username":"ada@example.com","password":"{{The.Password}}"}""", ("Authorization", ApiToken),
            ("X-Forwarded-For", "10.1.2.3"));
        var byDay = await _http.PostJsonAsync(
            "/api/v1/authn", $$"""{"username":"ada@example.com","password":"{{The.Password}}"}""",
            ("Origin", "https://portal.example.com"));
        var expired = await _http.AuthenticateAsync("eve@example.com");
        var tooShort = await _http.PostJsonAsync(
            "/api/v1/authn/credentials/change_password",
            $$"""{"stateToken":"{{expired.Text("stateToken")}}","oldPassword":"{{The.Password}}","newPassword":"Short-Horse-8"}""");

        atNight.ShouldBeOktaError(403, "E0000085", "You do not have permission to access your account at this time.");
        byDay.Status.ShouldBe(200, byDay.Body);
        byDay.Headers["Access-Control-Allow-Origin"].ShouldBe("https://portal.example.com");
        tooShort.Body.ShouldContain("at least 14 characters");
    }

    [Fact]
    public async Task Seven_wrong_passwords_lock_as_its_own_default_policy_says()
    {
        for (var i = 0; i < 6; i++)
            await _http.AuthenticateAsync("una@example.com", "wrong");
        (await _http.AuthenticateAsync("una@example.com")).Status.ShouldBe(200);
        for (var i = 0; i < 7; i++)
            await _http.AuthenticateAsync("una@example.com", "wrong");

        (await _http.AuthenticateAsync("una@example.com")).ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task Once_it_has_been_brought_up_to_date_it_stays_as_it_is()
    {
        await CloseAsync();
        await OpenAsync();

        (await _http.GetAsync("/.well-known/okta-organization")).Text("id").ShouldBe("00o1posternLocal0005");
        (await _http.GetAsync("/login/login.htm")).Body.ShouldContain("Sign in to Before");
        (await _org.Directory.Groups.AllAsync(The.Ct)).Select(group => group.Name).ShouldBe(["Everyone", "Testers"]);
        (await _org.Directory.Servers.FindAsync("aus1posternOrders005", The.Ct)).ShouldNotBeNull().Scopes
            .ShouldAllBe(scope => scope.Id.StartsWith("scp"));
    }

    async Task OpenAsync()
    {
        // Another seed, which an org that is there does not look at.
        _org = await LocalOrg.StartAsync(
            new() { DataFile = Path.Combine(_folder, "org.db"), Time = _time, Seed = new() { OrgName = "Another" } }, The.Ct);
        _http = new(_org);
    }

    async Task CloseAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }
}
