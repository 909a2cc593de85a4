using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>The link beside a mail's code: in the same browser, in another, too late (idx.md 7.2).</summary>
public sealed partial class MailLinkTests(IdxOrg org) : IClassFixture<IdxOrg>
{
    const string Browser = "DT=DI0aBrowserOfAnns";

    [Fact]
    public async Task In_the_browser_that_signs_in_it_is_the_answer_and_the_page_goes_on()
    {
        var run = await ChallengedAsync("ann");
        var link = await LinkAsync("ann");

        var opened = await org.Http.GetAsync(link, ("Cookie", Browser));
        await run.GoAsync("challenge/poll", "", "successWithInteractionCode");
        var redeemed = await run.RedeemAsync();
        var again = await org.Http.GetAsync(link, ("Cookie", Browser));

        opened.Status.ShouldBe(200, opened.Body);
        opened.Body.ShouldContain("idx.return.to.original.tab");
        redeemed.Status.ShouldBe(200, redeemed.Body);
        again.Body.ShouldContain("idx.return.link.expired");
    }

    [Theory]
    [InlineData("DT=DI0ofAnother")]
    [InlineData("")]
    public async Task In_another_browser_it_shows_the_code_and_answers_nothing(string cookie)
    {
        org.Advance(6);
        var run = await ChallengedAsync("abe");
        var link = await LinkAsync("abe");

        var opened = await org.Http.GetAsync(link, ("Cookie", cookie));
        await run.GoAsync("challenge/poll", "", "challenge-authenticator", "select-authenticator-authenticate");
        await run.AnswerAsync(await org.CodeAsync("abe@example.com", "email"), "successWithInteractionCode");

        opened.Body.ShouldContain("idx.enter.otp.in.original.tab");
        opened.Body.ShouldContain(Code().Match(link).Groups[1].Value);
    }

    [Theory]
    [InlineData("?stateToken=02.id.nothing&otp=123456")]
    [InlineData("?stateToken=02.id.nothing&otp=%3Cscript%3E")]
    [InlineData("")]
    public async Task What_is_no_link_of_ours_has_expired(string query)
    {
        var opened = await org.Http.GetAsync("/email/verify" + query);

        opened.Status.ShouldBe(200);
        opened.Body.ShouldContain("idx.return.link.expired");
        opened.Body.ShouldNotContain("script>");
    }

    [Fact]
    public async Task A_forgotten_password_is_reset_by_it_as_well()
    {
        var run = new IdxRun(org) { Cookie = Browser };
        await run.BeginAsync(The.Spa, "");
        await run.GoAsync("recover", "", "identify-recovery");
        await run.GoAsync("identify", "\"identifier\":\"wendy@example.com\"", "select-authenticator-authenticate");
        await run.ChooseAsync("Email", null, "challenge-authenticator");
        run.Current.GetProperty("poll").GetProperty("refresh").GetInt32().ShouldBe(4000);

        var opened = await org.Http.GetAsync(await LinkAsync("wendy"), ("Cookie", Browser));
        await run.GoAsync("challenge/poll", "", "reset-authenticator");

        opened.Body.ShouldContain("idx.return.to.original.tab");
    }

    [Fact]
    public async Task An_account_that_it_unlocks_is_told_of_where_somebody_waits_once()
    {
        var run = new IdxRun(org) { Cookie = Browser };
        await run.BeginAsync(The.Spa, "");
        await run.GoAsync("unlock-account", "", "select-authenticator-unlock-account");
        await run.GoAsync(
            "challenge", $"\"identifier\":\"leo@example.com\",\"authenticator\":{run.Authenticator("Email")}", "challenge-authenticator");
        run.Current.GetProperty("poll").GetProperty("href").GetString().ShouldEndWith("/idp/idx/challenge/poll");

        var opened = await org.Http.GetAsync(await LinkAsync("leo"), ("Cookie", Browser));
        var again = await org.Http.GetAsync(await LinkAsync("leo"), ("Cookie", Browser));
        await run.GoAsync("challenge/poll", "", "messages");
        var late = await run.SendAsync("challenge/poll");

        opened.Body.ShouldContain("idx.return.to.original.tab");
        again.Body.ShouldContain("idx.return.link.expired");
        run.MessageKeys.ShouldBe(["oie.selfservice.unlock_user.success.message"]);
        late.Status.ShouldBe(401, late.Body);
        await run.BeginAsync(The.Spa, "");
        await run.IdentifyAsync("leo", "successWithInteractionCode");
    }

    [Theory]
    [InlineData("challenge/answer", "\"credentials\":{\"passcode\":\"000000\"}")]
    [InlineData("introspect", "")]
    public async Task Whatever_the_page_that_waits_asks_next_it_is_told_so(string path, string members)
    {
        var run = new IdxRun(org) { Cookie = Browser };
        await org.Org.SetUserStateAsync("otto@example.com", UserState.LockedOut, The.Ct);
        await run.BeginAsync(The.Spa, "");
        await run.GoAsync("unlock-account", "", "select-authenticator-unlock-account");
        await run.GoAsync(
            "challenge", $"\"identifier\":\"otto@example.com\",\"authenticator\":{run.Authenticator("Email")}", "challenge-authenticator");
        await org.Http.GetAsync(await LinkAsync("otto"), ("Cookie", Browser));

        await run.GoAsync(path, members, "messages");

        run.MessageKeys.ShouldBe(["oie.selfservice.unlock_user.success.message"]);
    }

    [Fact]
    public async Task An_address_is_set_up_by_it_as_well()
    {
        var run = new IdxRun(org) { Cookie = Browser };
        await run.BeginAsync(The.Spa, "");
        await run.IdentifyAsync("ona", "select-authenticator-enroll", "skip");
        await run.GoAsync(
            "credential/enroll", $"\"authenticator\":{run.Authenticator("Email")}", "enroll-authenticator", "select-authenticator-enroll");
        run.Current.GetProperty("poll").GetProperty("refresh").GetInt32().ShouldBe(4000);

        var opened = await org.Http.GetAsync(await LinkAsync("ona"), ("Cookie", Browser));
        await run.GoAsync("challenge/poll", "", "successWithInteractionCode");

        opened.Body.ShouldContain("idx.return.to.original.tab");
    }

    async Task<IdxRun> ChallengedAsync(string name)
    {
        var run = new IdxRun(org) { Cookie = Browser };
        await run.BeginAsync(IdxOrg.TwoFactors, "");
        await run.IdentifyAsync(name, "select-authenticator-authenticate");
        await run.ChooseAsync("Email", null, "challenge-authenticator", "select-authenticator-authenticate");
        return run;
    }

    async Task<string> LinkAsync(string name) =>
        new Uri(Address().Match((await org.Org.Outbox.LatestAsync($"{name}@example.com", "email", The.Ct)).Text).Value).PathAndQuery;

    [GeneratedRegex("http[^ ]+")]
    private static partial Regex Address();

    [GeneratedRegex("otp=([0-9]+)")]
    private static partial Regex Code();
}
