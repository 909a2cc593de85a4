using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Management.Logs;

/// <summary>Limits and denials that no admin's call brings about: management.md 17.</summary>
public sealed class LimitEventTests
{
    const string Token = "00limited-token";

    [Fact]
    public async Task A_rate_limit_is_told_once_when_it_is_near_and_once_when_it_is_passed()
    {
        await using var clocked = await ClockedOrg.StartAsync(
            OrgSeed.Default with { ApiTokens = [Token] }, RateLimits.Okta);
        List<int> statuses = [];
        for (var i = 0; i < 102; i++)
            statuses.Add((await clocked.Http.GetAsync("/api/v1/apps", ("Authorization", "SSWS " + Token))).Status);
        statuses.Count(status => status is 429).ShouldBe(2);

        var told = await clocked.Http.GetAsync(
            "/api/v1/logs?limit=1000&filter=" + Uri.EscapeDataString("eventType sw \"system.org.rate_limit\""),
            ("Authorization", "SSWS " + Token));

        told.Json.EnumerateArray().Select(each => each.GetProperty("eventType").GetString())
            .ShouldBe(["system.org.rate_limit.warning", "system.org.rate_limit.violation"], told.Body);
    }

    [Fact]
    public async Task A_user_who_signs_in_too_often_is_told_of_once()
    {
        await using var clocked = await ClockedOrg.StartAsync(OrgSeed.Default with { ApiTokens = [Token] }, RateLimits.Okta);
        for (var i = 0; i < 7; i++)
            (await clocked.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(i < 4 ? 200 : 429);

        var told = (await clocked.Http.GetAsync(
            "/api/v1/logs?filter=" + Uri.EscapeDataString("eventType eq \"system.org.rate_limit.violation\""),
            ("Authorization", "SSWS " + Token))).Json.EnumerateArray().ShouldHaveSingleItem();

        told.GetProperty("target")[0].GetProperty("id").GetString().ShouldBe("/api/v1/authn");
        told.GetProperty("debugContext").GetProperty("debugData").GetProperty("timeUnit").GetString().ShouldBe("SECONDS");
    }

    [Fact]
    public async Task A_push_that_is_denied_is_told_of_whoever_denied_it()
    {
        await using var walk = await Walk.StartAsync(seed => seed with { ApiTokens = [.. seed.ApiTokens, Token] });
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        await walk.Http.PostJsonAsync(
            "/api/v1/authn/factors/push/verify", $$"""{"stateToken":"{{begun.Text("stateToken")}}"}""");
        var push = await walk.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct);

        (await walk.Org.Outbox.RejectAsync(push.Id, The.Ct)).ShouldBeTrue();

        var told = await walk.Http.GetAsync(
            "/api/v1/logs?filter=" + Uri.EscapeDataString("eventType eq \"user.mfa.okta_verify.deny_push\""),
            ("Authorization", "SSWS " + Token));
        told.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("actor").GetProperty("alternateId").GetString()
            .ShouldBe("amy@example.com");
    }
}
