using System.Text.RegularExpressions;
using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>Second factors on the hosted sign-in page, walked through without a browser.</summary>
public partial class FactorPageTests : IAsyncLifetime
{
    Walk _walk = null!;

    protected virtual OrgEngine Engine => OrgEngine.Classic;

    public async ValueTask InitializeAsync() => _walk = await Walk.StartAsync(seed => seed with
    {
        Engine = Engine,
        Apps = [.. seed.Apps.Select(app => app with { AssignedUserIds = [Walk.Amy.Id, Walk.Nora.Id] })],
    });

    public async ValueTask DisposeAsync()
    {
        await _walk.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("Code of Okta Verify", null, "otp")]
    [InlineData("Code of Google Authenticator", "MZ2XG5DJNR4WC3TF", "otp")]
    public async Task A_one_time_password_signs_in(string name, string? seed, string method)
    {
        var page = await OpenAsync();

        var answer = await FinishAsync(await AnswerAsync(page, name, seed is null ? _walk.Totp() : _walk.Totp(seed)));

        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["mfa", method, "pwd"]);
        Jwt.Text(answer.Redirected("id_token")!, "sub").ShouldBe(Walk.Amy.Id);
    }

    [Theory]
    [InlineData("What is the food you least liked as a child?", "mayonnaise")]
    [InlineData("Code of your RSA token", "5275875498")]
    [InlineData("Code of your YUBICO token", "cccccceukngd")]
    public async Task What_the_user_knows_or_holds_signs_in(string name, string code)
    {
        var answer = await FinishAsync(await AnswerAsync(await OpenAsync(), name, code));

        answer.Redirected("id_token").ShouldNotBeNull(answer.Body);
    }

    [Theory]
    [InlineData("Send code by SMS", "sms")]
    [InlineData("Send code by phone call", "call")]
    [InlineData("Send code by e-mail", "email")]
    public async Task A_code_is_sent_and_signs_in(string name, string channel)
    {
        var sent = await AnswerAsync(await OpenAsync(), name, code: null);
        var message = await _walk.Org.Outbox.LatestAsync("amy@example.com", channel, The.Ct);

        var answer = await FinishAsync(await AnswerAsync(sent, "", message.Code));

        answer.Redirected("id_token").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task A_push_is_waited_for_without_a_script()
    {
        var sent = await AnswerAsync(await OpenAsync(), "Okta Verify on your phone", code: null);
        var early = await AnswerAsync(sent, "Approve the request on your phone", code: null);

        await _walk.Org.Outbox.ApproveAsync((await _walk.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct)).Id, ct: The.Ct);
        var answer = await FinishAsync(await AnswerAsync(early, "Approve the request on your phone", code: null));

        answer.Redirected("id_token").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task A_push_that_was_rejected_is_told_and_can_be_sent_again()
    {
        var sent = await AnswerAsync(await OpenAsync(), "Okta Verify on your phone", code: null);
        await _walk.Org.Outbox.RejectAsync((await _walk.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct)).Id, The.Ct);

        var told = await AnswerAsync(sent, "", code: null);
        var again = await AnswerAsync(told, "Okta Verify on your phone", code: null);

        told.Words.ShouldContain("You have rejected the request on your phone.");
        again.Words.ShouldContain("Approve the request on your phone");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_number_that_a_push_asks_for_is_on_the_page(bool isRight)
    {
        await using var walk = await Walk.StartAsync(seed => seed with
        {
            Engine = Engine,
            Users =
            [
                Walk.Amy with { Factors = [new() { FactorType = "push", ShowsNumber = true }] },
            ],
            Apps = [.. seed.Apps.Select(app => app with { AssignedUserIds = [Walk.Amy.Id] })],
        });
        var sent = await AnswerAsync(await OpenAsync(walk: walk), "Okta Verify on your phone", code: null, walk);
        var number = int.Parse(Number().Match(sent.Words).Groups[1].Value, null);
        var push = await walk.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct);

        await walk.Org.Outbox.ApproveAsync(push.Id, isRight ? number : 109 - number, The.Ct);
        var answered = await AnswerAsync(sent, "on your phone, then go on", code: null, walk);

        if (isRight)
            answered.Status.ShouldBe(302, answered.Body);
        else
            answered.Words.ShouldContain("You have rejected the request on your phone.");
    }

    [Fact]
    public async Task A_wrong_code_is_told_and_the_right_one_then_works()
    {
        var wrong = await AnswerAsync(await OpenAsync(), "Code of Okta Verify", "000000");

        var answer = await FinishAsync(await AnswerAsync(wrong, "Code of Okta Verify", _walk.Totp()));

        wrong.Words.ShouldContain("Your passcode doesn't match our records. Please try again.");
        wrong.Headers.Keys.ShouldNotContain("Set-Cookie");
        answer.Redirected("id_token").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task Five_wrong_codes_lock_the_account()
    {
        var page = await OpenAsync();
        for (var i = 0; i < 5; i++)
            page = await AnswerAsync(page, "Code of Okta Verify", "000000");

        page.Words.ShouldContain("User Locked");
        (await AnswerAsync(page, "Code of Okta Verify", _walk.Totp())).Status.ShouldNotBe(302);
    }

    [Fact]
    public async Task A_page_left_open_for_five_minutes_has_expired()
    {
        var page = await OpenAsync();

        _walk.Time.Advance(TimeSpan.FromMinutes(5));
        var answer = await AnswerAsync(page, "Code of Okta Verify", _walk.Totp());

        answer.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
    }

    [Fact]
    public async Task Without_a_request_there_is_nothing_to_verify_for()
    {
        var answer = await _walk.Http.PostFormAsync("/login/step", "okta_key=x&state_token=x&factor=x&pass_code=x");

        answer.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
    }

    [Fact]
    public async Task Who_has_no_factor_is_to_set_one_up()
    {
        var answer = await OpenAsync(login: "nora@example.com");

        answer.Words.ShouldContain("Set up a second factor");
    }

    [Fact]
    public async Task An_app_that_wants_a_second_factor_gets_one_from_a_user_who_needs_none()
    {
        var min = OrgSeed.Default.Users[3] with { Id = "00u1minSometimes0005", Login = "min@example.com", State = UserState.Active };
        await using var walk = await Walk.StartAsync(seed => seed with { Engine = Engine, Users = [.. seed.Users, min] });
        var page = await OpenAsync("&acr_values=urn:okta:loa:2fa:any", "min@example.com", walk);

        var signedIn = await AnswerAsync(page, "Code of Okta Verify", walk.Totp(), walk);
        var answer = await walk.Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));
        var silent = await walk.Http.GetAsync(
            $"/oauth2/v1/authorize?{AuthorizeQuery.With("response_type=id_token&acr_values=urn:okta:loa:2fa:any")}",
            ("Cookie", signedIn.Cookie!));

        Jwt.Text(answer.Redirected("id_token")!, "acr").ShouldBe("urn:okta:loa:2fa:any");
        silent.Redirected("id_token").ShouldNotBeNull();
    }

    Task<Answer> OpenAsync(string more = "", string login = "amy@example.com", Walk? walk = null) =>
        (walk ?? _walk).Http.SignInAsync(login, AuthorizeQuery.With("-prompt&response_type=id_token") + more);

    Task<Answer> AnswerAsync(Answer page, string text, string? code, Walk? walk = null) =>
        (walk ?? _walk).Http.SubmitAsync(page, text, code is null ? [] : [("pass_code", code)]);

    Task<Answer> FinishAsync(Answer signedIn) => _walk.Http.FinishAsync(signedIn);

    [GeneratedRegex("Choose ([0-9]{2}) on your phone")]
    private static partial Regex Number();
}

/// <summary>The same pages on the other engine, whose machine they follow.</summary>
public sealed class EngineFactorPageTests : FactorPageTests
{
    protected override OrgEngine Engine => OrgEngine.IdentityEngine;
}
