using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>An org whose database goes away for a moment, and comes back.</summary>
public sealed class DatabaseOutageTests
{
    const string Unavailable =
        "The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the server.";
    const string Keys = "/oauth2/default/v1/keys";
    const string Authorize =
        $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}" +
        $"&state=s-1f0c&{The.Pkce}";

    [Fact]
    public async Task Nobody_notices_that_all_connections_have_been_ended_meanwhile()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        // Of twenty at once some wait for a lock, and are to have it.
        await using var patient = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString.ConnectionString) { Options = "" });
        await using var org = await LocalOrg.StartAsync(
            new() { DataSource = patient, Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);
        var code = await http.CodeAsync(clientId: The.Spa, scope: "openid%20offline_access");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ServiceTokenAsync(http)));

        await postgres.EndConnectionsAsync();
        List<Answer> answers = [await http.RedeemAsync(code), await http.AuthenticateAsync("ada@example.com"), await http.GetAsync(Keys)];
        await postgres.EndConnectionsAsync();
        answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ServiceTokenAsync(http))));

        answers.Where(answer => answer.Status != 200).Select(answer => $"{answer.Status} {answer.Body}").ShouldBeEmpty();
    }

    static Task<Answer> ServiceTokenAsync(Browserless http) => http.PostFormAsync(
        "/oauth2/default/v1/token", "grant_type=client_credentials&scope=api:read", The.BasicOfService);

    [Theory]
    [InlineData("signing_keys")]
    [InlineData("key_rotations")]
    public async Task Keys_that_could_not_be_read_once_are_read_the_next_time(string table)
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres);
        using var http = new Browserless(org);

        Answer keys, tokens;
        await using (await postgres.LockAsync(table))
        {
            keys = await http.GetAsync(Keys);
            tokens = await ServiceTokenAsync(http);
        }

        keys.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        tokens.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        (await http.GetAsync(Keys)).Status.ShouldBe(200);
        (await http.TokensAsync(scope: "openid%20offline_access")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Every_secret_that_is_made_at_first_use_is_made_after_a_disk_that_was_full()
    {
        await using var database = SqliteDataSource.InMemory();
        await using var org = await LocalOrg.StartAsync(new() { DataSource = database, Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);
        var sessionToken = await http.SessionTokenAsync();

        await ExecuteAsync(database, "pragma query_only = on");
        var full = await http.GetAsync($"{Authorize}&sessionToken={sessionToken}");
        var keys = await http.GetAsync(Keys);
        await ExecuteAsync(database, "pragma query_only = off");

        full.ShouldBeRedirectedError("temporarily_unavailable", Unavailable);
        keys.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        (await http.GetAsync(Keys)).Status.ShouldBe(200);
        (await http.TokensAsync(scope: "openid%20offline_access")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_disk_that_is_full_between_the_code_and_its_tokens_leaves_the_code_good_and_the_connection_whole()
    {
        await using var database = SqliteDataSource.InMemory();
        await using var org = await LocalOrg.StartAsync(new() { DataSource = database, Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);
        await http.TokensAsync();
        var code = await http.CodeAsync(clientId: The.Spa, scope: "openid%20offline_access");

        // Whatever is kept of a refresh token needs a megabyte, and there are a few pages left.
        await ExecuteAsync(database, "create table ballast (content blob)");
        await ExecuteAsync(
            database, "create trigger heavy before insert on refresh_tokens begin insert into ballast values (zeroblob(1000000)); end");
        await ExecuteAsync(database, "pragma max_page_count = 200");
        var full = await http.RedeemAsync(code);
        await ExecuteAsync(database, "pragma max_page_count = 100000");
        var later = await http.RedeemAsync(code);

        full.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        later.Status.ShouldBe(200, later.Body);
        later.Text("refresh_token").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_SQLite_file_that_somebody_else_writes_to_is_waited_for_and_then_told()
    {
        await using var file = SharedSqlite.Create();
        await using var org = await LocalOrg.StartAsync(new() { DataSource = file, Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);

        Answer during;
        await using (await file.LockAsync())
            during = await http.AuthenticateAsync("ada@example.com");

        during.ShouldBeOktaError(503, "E0000010", "Service is in read only mode");
        (await http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Without_a_connection_left_a_fresh_node_says_later_and_works_later()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var narrow = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        await using var org = await LocalOrg.StartAsync(new() { DataSource = narrow, Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);

        Answer during;
        await using (await narrow.OpenConnectionAsync(The.Ct))
            during = await http.GetAsync(Keys);

        during.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        (await http.GetAsync(Keys)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_authn_surface_says_later_in_its_own_shape()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres);
        using var http = new Browserless(org);

        await using var locked = await postgres.LockAllAsync();
        Answer[] answers =
        [
            await http.AuthenticateAsync("ada@example.com"),
            await http.PostJsonAsync("/api/v1/authn/introspect", """{"stateToken":"00abc"}"""),
            await http.PostJsonAsync("/api/v1/authn/recovery/password", """{"username":"ada@example.com","factorType":"EMAIL"}"""),
            await http.PostJsonAsync("/api/v1/authn/recovery/token", """{"recoveryToken":"abc"}"""),
            await http.GetAsync("/api/v1/users/00u1/factors/ost1/qr/abc"),
        ];

        foreach (var answer in answers)
        {
            answer.ShouldBeOktaError(503, "E0000010", "Service is in read only mode");
            answer.Headers["Retry-After"].ShouldBe("5");
        }
    }

    [Fact]
    public async Task The_management_and_well_known_surfaces_say_later_in_their_own_shape()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres, seed => seed with { ApiTokens = ["00-api-token"] });
        using var http = new Browserless(org);

        await using var locked = await postgres.LockAllAsync();
        Answer[] answers =
        [
            await http.GetAsync("/api/v1/authorizationServers/default/credentials/keys", ("Authorization", "SSWS 00-api-token")),
            await http.SendAsync(HttpMethod.Delete, "/api/v1/users/ada@example.com/grants", null, ("Authorization", "SSWS 00-api-token")),
            await http.GetAsync("/.well-known/webfinger?resource=okta:acct:ada@example.com"),
        ];

        foreach (var answer in answers)
        {
            answer.ShouldBeOktaError(503, "E0000010", "Service is in read only mode");
            answer.Headers["Retry-After"].ShouldBe("5");
        }
    }

    [Fact]
    public async Task The_oauth_surface_says_later_in_its_own_shape()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres, seed => seed with { ApiTokens = ["00-api-token"] });
        using var http = new Browserless(org);

        await using var locked = await postgres.LockAllAsync();
        List<Answer> answers =
        [
            await http.GetAsync(Keys),
            await http.GetAsync("/oauth2/default/.well-known/oauth-authorization-server"),
            await http.GetAsync("/oauth2/v1/clients", ("Authorization", "SSWS 00-api-token")),
        ];
        foreach (var endpoint in (string[])["token", "introspect", "revoke", "par", "device/authorize", "bc/authorize"])
            answers.Add(
                await http.PostFormAsync(
                    $"/oauth2/v1/{endpoint}", $"client_id={The.Spa}&token=abc&grant_type=refresh_token&refresh_token=abc"));

        foreach (var answer in answers)
        {
            answer.ShouldBeError(503, "temporarily_unavailable", Unavailable);
            answer.Headers["Retry-After"].ShouldBe("5");
        }
    }

    [Fact]
    public async Task Pages_say_later_as_pages()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres);
        using var http = new Browserless(org);

        await using var locked = await postgres.LockAllAsync();
        Answer[] answers =
        [
            await http.GetAsync("/login/login.htm"),
            await http.PostFormAsync("/login/login.htm", "okta_key=abc&username=ada@example.com&password=x"),
            await http.PostFormAsync("/login/step", "okta_key=abc"),
            await http.PostFormAsync("/login/consent", "okta_key=abc"),
            await http.GetAsync("/signin/forgot-password"),
            await http.PostFormAsync("/signin/forgot-password", "okta_key=abc&username=ada@example.com&method=email"),
            await http.GetAsync("/signin/unlock"),
            await http.PostFormAsync("/signin/unlock", "okta_key=abc&username=lou@example.com&method=email"),
            await http.GetAsync("/signin/register"),
            await http.PostFormAsync("/signin/register", "okta_key=abc&profile.email=nell@example.com&password=x"),
            await http.PostFormAsync("/welcome/abc", ""),
            await http.PostFormAsync("/reset_password/abc", ""),
            await http.PostFormAsync("/signin/reset-password/abc", ""),
            await http.GetAsync("/email/verify?stateToken=02.id.abc&otp=123456"),
            await http.GetAsync("/login/token/redirect?stateToken=02.id.abc"),
            await http.GetAsync("/login/step-up/redirect?stateToken=abc"),
            await http.GetAsync("/app/UserHome", ("Cookie", "sid=102abc")),
            await http.GetAsync("/activate?user_code=BCDFGHJK"),
            await http.GetAsync(Authorize),
            await http.GetAsync("/oauth2/v1/authorize/redirect?okta_key=abc"),
            await http.GetAsync("/oauth2/v1/logout", ("Cookie", "sid=102abc")),
        ];

        foreach (var answer in answers[..^1])
        {
            answer.ShouldBeErrorPage(503, "temporarily_unavailable", "");
            answer.Headers["Retry-After"].ShouldBe("5");
        }
    }

    [Fact]
    public async Task An_app_whose_redirect_uri_is_known_hears_it_there()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres);
        using var http = new Browserless(org);

        Answer answer;
        await using (await postgres.LockAsync("authorize_requests"))
            answer = await http.GetAsync(Authorize);

        answer.ShouldBeRedirectedError("temporarily_unavailable", Unavailable);
        answer.Redirected("state").ShouldBe("s-1f0c");
    }

    [Fact]
    public async Task Identity_Engines_surface_says_later_to_a_page_in_its_own_shape()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres);
        using var http = new Browserless(org);

        await using var locked = await postgres.LockAllAsync();
        var answer = await http.PostJsonAsync("/idp/idx/introspect", "{}", ("Origin", "https://app.example"));

        answer.Status.ShouldBe(503, answer.Body);
        answer.Headers["Content-Type"].ShouldBe("application/ion+json; okta-version=1.0.0");
        answer.Headers["Retry-After"].ShouldBe("5");
        answer.Body.ShouldBe(
            """{"version":"1.0.0","messages":{"type":"array","value":[{"message":"The local org cannot reach its database for the moment. Try again in a few seconds.","class":"ERROR"}]}}""");
    }

    [Fact]
    public async Task The_control_surface_says_later_as_problem_details()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres);
        using var http = new Browserless(org);

        await using var locked = await postgres.LockAllAsync();
        Answer[] answers =
        [
            await http.GetAsync("/_postern/outbox"),
            await http.PostJsonAsync("/_postern/pushes/abc", """{"decision":"approve"}"""),
            await http.PostJsonAsync("/_postern/users/ada@example.com", """{"state":"active"}"""),
            await http.PostJsonAsync("/_postern/tokens", "{}"),
            await http.GetAsync("/_postern/seed"),
        ];

        foreach (var answer in answers)
        {
            answer.Status.ShouldBe(503, answer.Body);
            answer.Headers["Content-Type"].ShouldBe("application/problem+json");
            answer.Headers["Retry-After"].ShouldBe("5");
            answer.Body.ShouldBe(
                """{"title":"Service Unavailable","status":503,"detail":"The org cannot reach its database for the moment. Try again in a few seconds."}""");
        }
    }

    [Fact]
    public async Task The_consoles_pages_say_later_as_pages_and_what_was_pressed_is_not_done()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres);
        using var http = new Browserless(org);
        var browser = await Console.ConsoleBrowser.OpenAsync(http, org);

        List<Answer> answers = [];
        await using (await postgres.LockAllAsync())
        {
            foreach (var page in (string[])["/_postern/", "/_postern/console/users", "/_postern/console/outbox"])
                answers.Add(await browser.GetAsync(page));
            answers.Add(await browser.SubmitAsync("/_postern/console/users/00u1adaActive0000005/state", "state=LockedOut"));
            answers.Add(await browser.SubmitAsync("/_postern/console/tokens/issue", $"user=ada@example.com&clientId={The.Spa}"));
        }

        foreach (var answer in answers)
        {
            answer.Status.ShouldBe(503, answer.Body);
            answer.Headers["Content-Type"].ShouldStartWith("text/html");
            answer.Headers["Retry-After"].ShouldBe("5");
            answer.Body.ShouldContain("The org cannot reach its database for the moment. Try again in a few seconds.");
        }

        (await browser.GetAsync("/_postern/")).Status.ShouldBe(200);
        (await http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("SUCCESS");
    }

    static Task<LocalOrg> StartAsync(OwnPostgres postgres) => StartAsync(postgres, seed => seed);

    /// <summary>Its time stands still, so that nothing is made before it is asked for.</summary>
    static Task<LocalOrg> StartAsync(OwnPostgres postgres, Func<OrgSeed, OrgSeed> seed) =>
        LocalOrg.StartAsync(
            new() { DataSource = postgres.Source, Time = new FakeTimeProvider(The.Now), Seed = seed(OrgSeed.Default) }, The.Ct);

    static async Task ExecuteAsync(SqliteDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync(The.Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(The.Ct);
    }
}
