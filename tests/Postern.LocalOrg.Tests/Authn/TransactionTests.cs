using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Answers that are not the end: their shapes, and the state token that carries them on.</summary>
public sealed class TransactionTests : IAsyncLifetime
{
    readonly FakeTimeProvider _time = new(The.Now);
    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        var nora = new SeedUser
        {
            Id = "00u1noraNofactor0005",
            Login = "nora@example.com",
            Password = The.Password,
            FirstName = "Nora",
            LastName = "Nofactor",
            State = UserState.MfaRequired,
        };
        _org = await LocalOrg.StartAsync(
            new() { Time = _time, Seed = OrgSeed.Default with { Users = [.. OrgSeed.Default.Users, nora] } }, The.Ct);
        _http = new(_org);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }

    [Fact]
    public async Task An_expired_password_asks_for_a_new_one()
    {
        var answer = await _http.AuthenticateAsync("eve@example.com");

        answer.ShouldBe(
            200,
            """
            {"stateToken":"{stateToken}","expiresAt":"2026-02-03T10:20:30.000Z","status":"PASSWORD_EXPIRED","_embedded":{"user":{"id":"00u1eveExpired000005","passwordChanged":"2026-02-03T10:15:30.000Z","profile":{"login":"eve@example.com","firstName":"Eve","lastName":"Expired","locale":"en","timeZone":"America/Los_Angeles"}},"policy":{"complexity":{"minLength":8,"minLowerCase":1,"minUpperCase":1,"minNumber":1,"minSymbol":0,"excludeUsername":true}}},"_links":{"next":{"name":"changePassword","href":"{org}/api/v1/authn/credentials/change_password","hints":{"allow":["POST"]}},"cancel":{"href":"{org}/api/v1/authn/cancel","hints":{"allow":["POST"]}}}}
            """,
            _org);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_with_the_factors_to_choose_from()
    {
        var answer = await _http.AuthenticateAsync("max@example.com");

        answer.ShouldBe(
            200,
            """
            {"stateToken":"{stateToken}","expiresAt":"2026-02-03T10:20:30.000Z","status":"MFA_REQUIRED","_embedded":{"user":{"id":"00u1maxMultifactor05","passwordChanged":"2026-02-03T10:15:30.000Z","profile":{"login":"max@example.com","firstName":"Max","lastName":"Multifactor","locale":"en","timeZone":"America/Los_Angeles"}},"factors":[{"id":"ost1maxMultifactor05","factorType":"token:software:totp","provider":"OKTA","vendorName":"OKTA","profile":{"credentialId":"max@example.com"},"_links":{"verify":{"href":"{org}/api/v1/authn/factors/ost1maxMultifactor05/verify","hints":{"allow":["POST"]}}}}],"policy":{"allowRememberDevice":false,"rememberDeviceLifetimeInMinutes":0,"rememberDeviceByDefault":false,"factorsPolicyInfo":{}}},"_links":{"cancel":{"href":"{org}/api/v1/authn/cancel","hints":{"allow":["POST"]}}}}
            """,
            _org);
    }

    [Fact]
    public async Task A_user_without_a_factor_is_asked_to_enroll_one()
    {
        var answer = await _http.AuthenticateAsync("nora@example.com");

        answer.Text("status").ShouldBe("MFA_ENROLL");
        answer.Json.GetProperty("_embedded").GetProperty("factors").EnumerateArray()
            .Select(factor =>
                $"{factor.GetProperty("factorType")} {factor.GetProperty("provider")} {factor.GetProperty("status")} " +
                $"{factor.GetProperty("enrollment")}")
            .ShouldBe(
            [
                "token:software:totp OKTA NOT_SETUP REQUIRED", "token:software:totp GOOGLE NOT_SETUP OPTIONAL",
                "push OKTA NOT_SETUP OPTIONAL", "sms OKTA NOT_SETUP OPTIONAL",
                "call OKTA NOT_SETUP OPTIONAL", "email OKTA NOT_SETUP OPTIONAL", "question OKTA NOT_SETUP OPTIONAL",
                "webauthn FIDO NOT_SETUP OPTIONAL",
            ]);
        answer.Body.ShouldContain(
            """{"factorType":"question","provider":"OKTA","vendorName":"OKTA","_links":{"questions":{"href":"{org}/api/v1/users/00u1noraNofactor0005/factors/questions","hints":{"allow":["GET"]}},"enroll":{"href":"{org}/api/v1/authn/factors","hints":{"allow":["POST"]}}},"status":"NOT_SETUP","enrollment":"OPTIONAL"}""".Replace(
                "{org}",
                _org.Url,
                StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_tells_nothing_of_the_users_state()
    {
        var answer = await _http.AuthenticateAsync("max@example.com", "not the one");

        answer.ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task A_state_token_is_00_and_forty_characters_of_base64url()
    {
        var answer = await _http.AuthenticateAsync("max@example.com");

        answer.Text("stateToken").ShouldMatch("^00[A-Za-z0-9_-]{40}$");
    }

    [Fact]
    public async Task A_state_token_alone_gives_the_same_state_again()
    {
        var begun = await _http.AuthenticateAsync("max@example.com");

        var continued = await ContinueAsync(begun);

        continued.Status.ShouldBe(200);
        continued.Body.ShouldBe(begun.Body);
    }

    [Fact]
    public async Task A_state_token_lives_five_minutes()
    {
        var begun = await _http.AuthenticateAsync("max@example.com");

        _time.Advance(TimeSpan.FromMinutes(5));
        var late = await ContinueAsync(begun);

        late.ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Fact]
    public async Task Every_call_gives_a_state_token_its_five_minutes_again()
    {
        var begun = await _http.AuthenticateAsync("max@example.com");

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(4));
            (await ContinueAsync(begun)).Status.ShouldBe(200);
        }

        (await ContinueAsync(begun)).Text("expiresAt").ShouldBe("2026-02-03T10:32:30.000Z");
    }

    [Fact]
    public async Task The_relay_state_comes_back_in_every_answer_of_the_transaction()
    {
        var begun = await _http.PostJsonAsync(
            "/api/v1/authn", $$"""{"username":"max@example.com","password":"{{The.Password}}","relayState":"r-1"}""");

        var continued = await ContinueAsync(begun);

        begun.Text("relayState").ShouldBe("r-1");
        continued.Text("relayState").ShouldBe("r-1");
    }

    [Fact]
    public async Task Links_lead_to_the_public_URL()
    {
        await using var org = await LocalOrg.StartAsync(new() { PublicUrl = "https://org.example" }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.AuthenticateAsync("max@example.com");

        answer.Body.ShouldContain("\"href\":\"https://org.example/api/v1/authn/cancel\"");
        answer.Body.ShouldNotContain("127.0.0.1");
    }

    Task<Answer> ContinueAsync(Answer begun) => _http.PostJsonAsync("/api/v1/authn", $$"""{"stateToken":"{{begun.Text("stateToken")}}"}""");
}
