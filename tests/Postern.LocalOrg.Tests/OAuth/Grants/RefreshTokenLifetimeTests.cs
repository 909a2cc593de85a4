namespace Postern.LocalOrg.Tests.OAuth.Grants;

/// <summary>How long refresh tokens live, static and rotating ones (oidc.md 9.2, 21).</summary>
public sealed class RefreshTokenLifetimeTests
{
    const string Offline = "openid%20offline_access";
    const string Unknown = "The refresh token is invalid or expired.";
    const int Day = 24 * 60 * 60;

    [Fact]
    public async Task A_static_refresh_token_stays_the_same_through_every_refresh()
    {
        await using var org = await ClockedOrg.StartAsync();
        var tokens = await org.Http.TokensAsync(scope: Offline, clientId: The.Native);

        for (var i = 0; i < 3; i++)
        {
            org.Advance(Day);
            var answer = await org.Http.RefreshAsync(tokens.Text("refresh_token"), clientId: The.Native);

            answer.Text("refresh_token").ShouldBe(tokens.Text("refresh_token"));
        }
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.14.2 refresh token expires")]
    public async Task Unused_for_seven_days_a_refresh_token_is_dead()
    {
        await using var org = await ClockedOrg.StartAsync();
        var token = (await org.Http.TokensAsync(scope: Offline, clientId: The.Native)).Text("refresh_token");

        org.Advance((7 * Day) - 1);
        var used = await org.Http.RefreshAsync(token, clientId: The.Native);
        org.Advance((7 * Day) - 1);
        var usedAgain = await org.Http.RefreshAsync(token, clientId: The.Native);
        org.Advance(7 * Day);
        var tooLate = await org.Http.RefreshAsync(token, clientId: The.Native);

        used.Status.ShouldBe(200, used.Body);
        usedAgain.Status.ShouldBe(200, usedAgain.Body);
        tooLate.ShouldBeError(400, "invalid_grant", Unknown);
    }

    [Fact]
    public async Task Every_rotation_begins_the_idle_time_again()
    {
        await using var org = await ClockedOrg.StartAsync();
        var token = (await org.Http.TokensAsync(scope: Offline)).Text("refresh_token");

        org.Advance((7 * Day) - 1);
        token = (await org.Http.RefreshAsync(token)).Text("refresh_token");
        org.Advance((7 * Day) - 1);
        token = (await org.Http.RefreshAsync(token)).Text("refresh_token");
        org.Advance(7 * Day);

        (await org.Http.RefreshAsync(token)).ShouldBeError(400, "invalid_grant", Unknown);
    }

    [Fact]
    public async Task Rotation_does_not_put_the_end_off()
    {
        await using var org = await ClockedOrg.StartAsync((SeedAuthorizationServer server) => server with
        {
            Policies = [new() { Name = "p", Rules = [new() { Name = "r", RefreshTokenLifetime = TimeSpan.FromDays(10) }] }],
        });
        var token = (await org.Http.TokensAsync(scope: Offline)).Text("refresh_token");

        org.Advance(6 * Day);
        token = (await org.Http.RefreshAsync(token)).Text("refresh_token");
        org.Advance((4 * Day) - 1);
        token = (await org.Http.RefreshAsync(token)).Text("refresh_token");
        org.Advance(1);

        (await org.Http.RefreshAsync(token)).ShouldBeError(400, "invalid_grant", Unknown);
    }

    [Fact]
    public async Task The_policys_window_is_the_idle_time()
    {
        await using var org = await ClockedOrg.StartAsync((SeedAuthorizationServer server) => server with
        {
            Policies =
            [
                new()
                {
                    Name = "p",
                    Rules =
                    [
                        new() { Name = "r", AccessTokenLifetime = TimeSpan.FromMinutes(5), RefreshTokenWindow = TimeSpan.FromMinutes(10) },
                    ],
                },
            ],
        });
        var token = (await org.Http.TokensAsync(scope: Offline, clientId: The.Native)).Text("refresh_token");

        org.Advance(600);

        (await org.Http.RefreshAsync(token, clientId: The.Native)).ShouldBeError(400, "invalid_grant", Unknown);
    }

    [Fact]
    public async Task The_org_servers_refresh_tokens_live_ninety_days()
    {
        await using var org = await ClockedOrg.StartAsync();
        var token = (await org.Http.TokensAsync("/oauth2", Offline, The.Native)).Text("refresh_token");

        org.Advance((90 * Day) - 1);
        var inTime = await org.Http.RefreshAsync(token, "/oauth2", The.Native);
        org.Advance(1);
        var tooLate = await org.Http.RefreshAsync(token, "/oauth2", The.Native);

        inTime.Status.ShouldBe(200, inTime.Body);
        tooLate.ShouldBeError(400, "invalid_grant", Unknown);
    }

    [Fact]
    public async Task A_rotated_token_works_thirty_seconds_more_and_gives_the_same_successor()
    {
        await using var org = await ClockedOrg.StartAsync();
        var first = (await org.Http.TokensAsync(scope: Offline)).Text("refresh_token");
        var successor = (await org.Http.RefreshAsync(first)).Text("refresh_token");

        org.Advance(30);
        var again = await org.Http.RefreshAsync(first);

        successor.ShouldNotBe(first);
        again.Text("refresh_token").ShouldBe(successor);
        (await org.Http.RefreshAsync(successor)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_restart_knows_its_refresh_tokens()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("postern-").FullName;
        var options = new LocalOrgOptions { DataFile = Path.Combine(folder, "org.db") };
        string token;
        await using (var org = await LocalOrg.StartAsync(options, The.Ct))
        {
            using var http = new Browserless(org);
            token = (await http.TokensAsync(scope: Offline)).Text("refresh_token");
        }

        await using (var restarted = await LocalOrg.StartAsync(options, The.Ct))
        {
            using var http = new Browserless(restarted);

            (await http.RefreshAsync(token)).Status.ShouldBe(200);
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }
}
