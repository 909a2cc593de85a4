namespace Postern.LocalOrg.Tests.Authn;

/// <summary>What too many wrong passwords come to.</summary>
public sealed class LockoutTests
{
    [Fact]
    public async Task The_tenth_wrong_password_locks_the_user_out()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        for (var i = 0; i < 10; i++)
            await http.AuthenticateAsync("ada@example.com", "not the one");
        var right = await http.AuthenticateAsync("ada@example.com");

        right.ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task Nine_wrong_passwords_are_forgiven_by_the_right_one()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 9; i++)
                await http.AuthenticateAsync("ada@example.com", "not the one");
            (await http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("SUCCESS");
        }
    }

    [Fact]
    public async Task Wrong_passwords_all_at_once_are_all_counted()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => http.AuthenticateAsync("ada@example.com", "not the one")));
        var right = await http.AuthenticateAsync("ada@example.com");

        right.ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task One_users_failures_lock_nobody_else_out()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { MaxFailedPasswords = 1 } }, The.Ct);
        using var http = new Browserless(org);

        await http.AuthenticateAsync("ada@example.com", "not the one");
        var una = await http.AuthenticateAsync("una@example.com");

        una.Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task An_org_may_never_lock_anybody_out()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { MaxFailedPasswords = 0 } }, The.Ct);
        using var http = new Browserless(org);

        for (var i = 0; i < 12; i++)
            await http.AuthenticateAsync("ada@example.com", "not the one");
        var right = await http.AuthenticateAsync("ada@example.com");

        right.Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_locked_out_user_looks_like_anybody_with_a_wrong_password()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        var answer = await http.AuthenticateAsync("lou@example.com");

        answer.ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task An_org_that_shows_lockouts_answers_LOCKED_OUT_with_a_way_to_unlock()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ShowLockoutFailures = true } }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.AuthenticateAsync("lou@example.com");

        answer.ShouldBe(
            200,
            """
            {"status":"LOCKED_OUT","_embedded":{},"_links":{"next":{"name":"unlock","href":"{org}/api/v1/authn/recovery/unlock","hints":{"allow":["POST"]}},"cancel":{"href":"{org}/api/v1/authn/cancel","hints":{"allow":["POST"]}}}}
            """,
            org);
    }
}
