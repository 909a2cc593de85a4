using System.Text.RegularExpressions;
using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>Setting up a second factor on the hosted page, walked through without a browser.</summary>
public partial class EnrollmentPageTests : IAsyncLifetime
{
    const string Query = "-prompt&response_type=id_token";

    Walk _walk = null!;

    Browserless Http => _walk.Http;

    protected virtual OrgEngine Engine => OrgEngine.Classic;

    public async ValueTask InitializeAsync() => _walk = await StartAsync(
        new() { FactorType = "question" }, new() { FactorType = "sms" }, new() { FactorType = "email" }, new() { FactorType = "push" },
        new() { FactorType = "token:software:totp", Provider = "GOOGLE" }, new() { FactorType = "token", Provider = "RSA" },
        new() { FactorType = "webauthn", Provider = "FIDO" });

    public async ValueTask DisposeAsync()
    {
        await _walk.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Who_must_have_a_factor_and_has_none_is_offered_all_that_the_policy_allows()
    {
        var page = await OpenAsync();

        Buttons(page).ShouldBe(
            [
                "Set up security question", "Set up SMS", "Set up e-mail", "Set up Okta Verify push", "Set up Google Authenticator",
                "Set up RSA token", "Set up security key", "Back to sign in",
            ]);
    }

    [Fact]
    public async Task An_authenticator_app_is_set_up_by_its_picture_or_its_key_and_signs_in()
    {
        var page = await Http.SubmitAsync(await OpenAsync(), "Set up Google Authenticator");
        var picture = await Http.GetAsync(Picture().Match(page.Words).Groups[1].Value);
        var key = Key().Match(page.Body).Groups[1].Value;

        var answer = await Http.FinishAsync(await Http.SubmitAsync(page, "Verify", ("pass_code", _walk.Totp(key))));

        picture.Headers["Content-Type"].ShouldBe("image/png");
        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["mfa", "otp", "pwd"]);
    }

    [Fact]
    public async Task What_was_set_up_is_asked_for_the_next_time()
    {
        var page = await Http.SubmitAsync(
            await OpenAsync(), "Set up security question", ("question", "disliked_food"), ("answer", "mayonnaise"));
        await Http.FinishAsync(page);

        var next = await OpenAsync();
        var answer = await Http.FinishAsync(
            await Http.SubmitAsync(next, "What is the food you least liked as a child?", ("pass_code", "mayonnaise")));

        answer.Redirected("id_token").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_phone_is_set_up_by_the_code_that_it_gets()
    {
        var sent = await Http.SubmitAsync(await OpenAsync(), "Set up SMS", ("phone_number", "+1 555 010 0142"));
        var wrong = await Http.SubmitAsync(sent, "Verify", ("pass_code", "000000"));
        var code = await _walk.CodeAsync("nora@example.com", "sms");

        var answer = await Http.FinishAsync(await Http.SubmitAsync(wrong, "Verify", ("pass_code", code)));

        sent.Words.ShouldContain("SMS +1 XXX-XXX-0142");
        wrong.Words.ShouldContain("Your passcode doesn't match our records. Please try again.");
        answer.Redirected("id_token").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_address_is_set_up_by_the_code_that_it_gets()
    {
        var sent = await Http.SubmitAsync(await OpenAsync(), "Set up e-mail");

        var answer = await Http.FinishAsync(
            await Http.SubmitAsync(sent, "Verify", ("pass_code", await _walk.CodeAsync("nora@example.com", "email"))));

        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["mfa", "email", "pwd"]);
    }

    [Fact]
    public async Task A_token_is_set_up_by_what_it_shows_and_signs_in_from_then_on()
    {
        var set = await Http.SubmitAsync(await OpenAsync(), "Set up RSA token", ("pass_code", "5275875498"));
        await Http.FinishAsync(set);

        var answer = await Http.FinishAsync(
            await Http.SubmitAsync(await OpenAsync(), "Code of your RSA token", ("pass_code", "5275875498")));

        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["mfa", "otp", "pwd"]);
    }

    [Fact]
    public async Task Another_code_can_be_had_and_another_factor_chosen()
    {
        var sent = await Http.SubmitAsync(await OpenAsync(), "Set up e-mail");
        _walk.Time.Advance(TimeSpan.FromSeconds(30));
        var again = await Http.SubmitAsync(sent, "Send another code");

        var back = await Http.SubmitAsync(again, "Choose another factor");

        (await _walk.Org.Outbox.MessagesAsync(The.Ct)).Count(message => message.Channel == "email").ShouldBe(2);
        Buttons(back).ShouldContain("Set up SMS");
    }

    [Fact]
    public async Task A_phone_for_pushes_is_set_up_by_a_picture_and_a_yes()
    {
        var page = await Http.SubmitAsync(await Http.SubmitAsync(await OpenAsync(), "Set up Okta Verify push"), "Continue");
        await _walk.Org.Outbox.ApproveAsync((await _walk.Org.Outbox.LatestAsync("nora@example.com", "push", The.Ct)).Id, ct: The.Ct);

        var answer = await Http.FinishAsync(await Http.SubmitAsync(page, "Continue"));

        page.Words.ShouldContain("Scan this with the app");
        answer.Redirected("id_token").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_phone_number_that_is_none_is_told()
    {
        var page = await Http.SubmitAsync(await OpenAsync(), "Set up SMS", ("phone_number", "tomorrow"));

        page.Words.ShouldContain("This phone number is invalid.");
        Buttons(page).ShouldContain("Set up SMS");
    }

    [Fact]
    public async Task What_is_required_cannot_be_left_for_later()
    {
        await using var walk = await StartAsync(
            new SeedFactorRule { FactorType = "question", IsRequired = true }, new SeedFactorRule { FactorType = "sms" });
        var page = await walk.Http.SignInAsync("nora@example.com", AuthorizeQuery.With(Query));

        var answer = await walk.Http.FinishAsync(
            await walk.Http.SubmitAsync(
                page, "Set up security question (required)", ("question", "disliked_food"), ("answer", "mayonnaise")));

        Buttons(page).ShouldBe(["Set up security question (required)", "Set up SMS", "Back to sign in"]);
        answer.Redirected("id_token").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_not_required_can_be_left_for_later()
    {
        await using var walk = await StartAsync(new SeedFactorRule { FactorType = "sms" });
        var page = await walk.Http.SignInAsync("ada@example.com", AuthorizeQuery.With(Query));

        var answer = await walk.Http.FinishAsync(await walk.Http.SubmitAsync(page, "Not now"));

        Buttons(page).ShouldBe(["Set up SMS", "Not now", "Back to sign in"]);
        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["pwd"]);
    }

    Task<Walk> StartAsync(params SeedFactorRule[] rules) => Walk.StartAsync(seed => seed with
    {
        Engine = Engine,
        Apps = [.. seed.Apps.Select(app => app with { AssignedUserIds = [Walk.Nora.Id, "00u1adaActive0000005"] })],
        EnrollmentPolicies = [new() { Name = "p", EnrollsAtSignIn = true, Factors = rules }],
    });

    Task<Answer> OpenAsync() => Http.SignInAsync("nora@example.com", AuthorizeQuery.With(Query));

    static IEnumerable<string> Buttons(Answer page) => Button().Matches(page.Words).Select(button => button.Groups[1].Value);

    [GeneratedRegex("<button[^>]*>([^<]*)</button>")]
    private static partial Regex Button();

    [GeneratedRegex("<img src=\"([^\"]+)\"")]
    private static partial Regex Picture();

    [GeneratedRegex("<p class=\"code\">([A-Z2-7]+)</p>")]
    private static partial Regex Key();
}

/// <summary>The same pages on the other engine, whose machine they follow.</summary>
public sealed class EngineEnrollmentPageTests : EnrollmentPageTests
{
    protected override OrgEngine Engine => OrgEngine.IdentityEngine;
}
