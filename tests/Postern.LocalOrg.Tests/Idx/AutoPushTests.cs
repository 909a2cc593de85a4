using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>A browser may be told to send pushes unasked: <c>autoChallenge</c> (idx.md 7.5, 11).</summary>
public sealed class AutoPushTests(AutoPushTests.PushedOrg org) : IClassFixture<AutoPushTests.PushedOrg>
{
    const string Device = "DT=DI0aDeviceOfPams";
    static readonly string[] Asked = ["challenge-poll", "select-authenticator-authenticate"];

    [Fact]
    public async Task Who_wants_so_is_sent_the_next_push_unasked()
    {
        var run = await ChallengedAsync("pam", Device);
        Value(run).ShouldBeFalse();

        var kept = await run.GoAsync("authenticators/poll", "\"autoChallenge\":true", Asked);
        Value(run).ShouldBeTrue();
        await ApproveAsync("pam");
        await run.GoAsync("authenticators/poll", "\"autoChallenge\":true", "successWithInteractionCode");
        var next = new IdxRun(org) { Cookie = $"{Device}; {kept.Cookie}" };
        await next.BeginAsync(IdxOrg.TwoFactors, "");
        await next.IdentifyAsync("pam", Asked);
        await ApproveAsync("pam");
        await next.GoAsync("authenticators/poll", "\"autoChallenge\":true", "successWithInteractionCode");

        kept.Cookie.ShouldBe("auto_push_00u1pamPushed0000005=true");
    }

    [Fact]
    public async Task Who_takes_it_back_chooses_again()
    {
        const string Auto = $"{Device}; auto_push_00u1pimPushed0000005=true";
        var run = new IdxRun(org) { Cookie = Auto };
        await run.BeginAsync(IdxOrg.TwoFactors, "");
        await run.IdentifyAsync("pim", Asked);

        var kept = await run.GoAsync("authenticators/poll", "\"autoChallenge\":false", Asked);

        kept.Cookie.ShouldBe("auto_push_00u1pimPushed0000005=false");
    }

    [Fact]
    public async Task Who_has_something_else_to_answer_with_chooses_all_the_same()
    {
        var run = new IdxRun(org) { Cookie = $"{Device}; auto_push_00u1abe5555555555555=true" };
        await run.BeginAsync(IdxOrg.TwoFactors, "");

        await run.IdentifyAsync("abe", "select-authenticator-authenticate");
    }

    async Task<IdxRun> ChallengedAsync(string name, string cookie)
    {
        var run = new IdxRun(org) { Cookie = cookie };
        await run.BeginAsync(IdxOrg.TwoFactors, "");
        await run.IdentifyAsync(name, "select-authenticator-authenticate");
        await run.ChooseAsync("Okta Verify", "push", Asked);
        return run;
    }

    async Task ApproveAsync(string name) => await org.Org.Outbox.ApproveAsync(
        (await org.Org.Outbox.LatestAsync($"{name}@example.com", "push", The.Ct)).Id, ct: The.Ct);

    static bool Value(IdxRun run) => IdxRun.Field(run.Form("challenge-poll"), "autoChallenge").GetProperty("value").GetBoolean();

    /// <summary>With users who have a push and nothing else.</summary>
    public sealed class PushedOrg : IdxOrg
    {
        protected override OrgSeed Change(OrgSeed seed) => seed with
        {
            Users = [.. seed.Users, Pushed("00u1pamPushed0000005", "pam"), Pushed("00u1pimPushed0000005", "pim")],
        };

        static SeedUser Pushed(string id, string name) => Walk.Nora with
        {
            Id = id,
            Login = $"{name}@example.com",
            State = UserState.Active,
            GroupIds = [The.Testers],
            Factors = [new() { FactorType = "push" }],
        };
    }
}
