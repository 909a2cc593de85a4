namespace Postern.LocalOrg.Tests.Idx;

/// <summary>Identity Engine's sign-in while Okta can only read, which a fault script brings about (idx.md 8).</summary>
public sealed class SafeModeTests(IdxOrg org) : IClassFixture<IdxOrg>
{
    [Fact]
    public async Task Whoever_takes_a_step_waits_and_takes_it_again_once_it_is_over()
    {
        var run = await org.BeginAsync();
        await org.Org.Faults.AddAsync(new FaultScript { Id = "twice", Fault = FaultKind.SafeMode, ToCall = 2 }, The.Ct);

        await run.IdentifyAsync("ada", "poll");
        var form = run.Form("poll");
        await run.GoAsync("poll", "", "poll");
        await run.GoAsync("poll", "", "identify", "unlock-account");
        await run.IdentifyAsync("ada", "successWithInteractionCode");

        form.GetProperty("href").GetString().ShouldBe(org.Org.Url + "/idp/idx/poll");
        form.GetProperty("refresh").GetInt32().ShouldBe(2000);
        form.GetProperty("value").EnumerateArray().Select(field => field.GetProperty("name").GetString()).ShouldBe(["stateHandle"]);
        (await run.RedeemAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Whoever_looks_how_it_stands_waits_as_well()
    {
        var run = await org.BeginAsync();
        await org.Org.Faults.AddAsync(new FaultScript { Id = "once", Fault = FaultKind.SafeMode, ToCall = 1 }, The.Ct);

        await run.IntrospectAsync();
        var waiting = run.Names;
        await run.GoAsync("poll", "", "identify", "unlock-account");

        waiting.ShouldBe(["poll"]);
    }
}
