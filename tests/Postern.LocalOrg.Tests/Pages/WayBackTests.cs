using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>From every page between a password and the app there is a way back, without a script.</summary>
public sealed class WayBackTests : IAsyncLifetime
{
    const string Query = "-prompt&response_type=id_token";

    Walk _walk = null!;

    Browserless Http => _walk.Http;

    public async ValueTask InitializeAsync() => _walk = await Walk.StartAsync(seed => seed with
    {
        Apps = [.. seed.Apps.Select(app => app with { AssignedUserIds = [Walk.Amy.Id, Walk.Nora.Id] })],
        EnrollmentPolicies =
        [
            new()
            {
                Name = "p",
                Factors = [new() { FactorType = "sms" }, new() { FactorType = "token:software:totp", Provider = "GOOGLE" }],
            },
        ],
    });

    public ValueTask DisposeAsync() => _walk.DisposeAsync();

    [Theory]
    [InlineData("amy@example.com", "Send code by SMS", "Choose another factor", "Code of Google Authenticator")]
    [InlineData("amy@example.com", "Send push", "Choose another factor", "Code of Google Authenticator")]
    [InlineData("nora@example.com", "Set up Google Authenticator", "Choose another factor", "Set up SMS")]
    public async Task Another_factor_can_be_chosen(string login, string chosen, string back, string offered)
    {
        var page = await Http.SubmitAsync(await OpenAsync(login), chosen);

        var answer = await Http.SubmitAsync(page, back);

        page.Words.ShouldNotContain(offered);
        answer.Words.ShouldContain(offered);
    }

    [Theory]
    [InlineData("amy@example.com", null)]
    [InlineData("amy@example.com", "Send code by SMS")]
    [InlineData("amy@example.com", "Send push")]
    [InlineData("nora@example.com", null)]
    [InlineData("nora@example.com", "Set up Google Authenticator")]
    [InlineData("eve@example.com", null)]
    public async Task Somebody_else_can_sign_in_and_the_app_still_waits(string login, string? chosen)
    {
        var page = await OpenAsync(login);
        if (chosen is not null)
            page = await Http.SubmitAsync(page, chosen);

        var signIn = await Http.SubmitAsync(page, "Back to sign in");
        var signedIn = await SignInAsync(signIn, "ada@example.com");
        var answer = await Http.FinishAsync(signedIn);

        signIn.ShouldBeSignInPage();
        signIn.Words.ShouldNotContain("role=\"alert\"");
        Jwt.Text(answer.Redirected("id_token")!, "sub").ShouldBe("00u1adaActive0000005");
    }

    [Fact]
    public async Task Who_has_gone_back_has_ended_what_they_left()
    {
        var page = await OpenAsync("amy@example.com");
        await Http.SubmitAsync(page, "Back to sign in");

        var answer = await Http.SubmitAsync(page, "Code of Okta Verify", ("pass_code", _walk.Totp()));

        answer.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
    }

    [Fact]
    public async Task The_way_back_is_there_when_the_factors_time_is_over()
    {
        var page = await OpenAsync("amy@example.com");

        _walk.Time.Advance(TimeSpan.FromMinutes(6));
        var answer = await Http.SubmitAsync(page, "Back to sign in");

        answer.ShouldBeSignInPage();
        (await SignInAsync(answer, "ada@example.com")).Status.ShouldBe(302);
    }

    [Theory]
    [InlineData("Send code by SMS", "sms")]
    [InlineData("Send code by phone call", "call")]
    [InlineData("Send code by e-mail", "email")]
    public async Task Another_code_can_be_had(string chosen, string channel)
    {
        var sent = await Http.SubmitAsync(await OpenAsync("amy@example.com"), chosen);

        _walk.Time.Advance(TimeSpan.FromSeconds(30));
        var again = await Http.SubmitAsync(sent, "Send another code");
        var answer = await Http.FinishAsync(
            await Http.SubmitAsync(again, "Verify", ("pass_code", await _walk.CodeAsync("amy@example.com", channel))));

        (await _walk.Org.Outbox.MessagesAsync(The.Ct)).Count(message => message.Channel == channel).ShouldBe(2);
        answer.Redirected("id_token").ShouldNotBeNull(answer.Body);
    }

    // Five wrong ones lock an account, and an empty one with a factor that sends codes asks for a code.
    [Theory]
    [InlineData("Code of Okta Verify", "", "The code cannot be left blank.")]
    [InlineData("Code of Okta Verify", " ", "The code cannot be left blank.")]
    [InlineData("What is the food you least liked as a child?", "", "The answer cannot be left blank.")]
    public async Task An_empty_answer_is_not_a_wrong_one(string form, string answer, string problem)
    {
        var page = await OpenAsync("amy@example.com");

        for (var i = 0; i < 6; i++)
        {
            page = await Http.SubmitAsync(page, form, ("pass_code", answer));
            page.Words.ShouldContain($"<p class=\"problem\" role=\"alert\">{problem}</p>");
        }

        (await Http.SubmitAsync(page, "Code of Okta Verify", ("pass_code", _walk.Totp()))).Status.ShouldBe(302);
    }

    [Fact]
    public async Task An_empty_code_does_not_ask_for_another()
    {
        var sent = await Http.SubmitAsync(await OpenAsync("amy@example.com"), "Send code by SMS");

        var empty = await Http.SubmitAsync(sent, "Verify", ("pass_code", ""));

        empty.Words.ShouldContain("The code cannot be left blank.");
        (await _walk.Org.Outbox.MessagesAsync(The.Ct)).Count(message => message.Channel == "sms").ShouldBe(1);
        (await Http.SubmitAsync(empty, "Verify", ("pass_code", await _walk.CodeAsync("amy@example.com", "sms")))).Status.ShouldBe(302);
    }

    [Theory]
    [InlineData("ada@example.com", "", "Please enter a password")]
    [InlineData("", "x", "Please enter a username")]
    [InlineData("", "", "Please enter a username")]
    public async Task An_empty_password_is_not_a_wrong_one(string login, string password, string problem)
    {
        var page = await Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(Query)}");

        for (var i = 0; i < 12; i++)
        {
            page = await Http.PostFormAsync("/login/login.htm", $"okta_key={page.SignInKey}&username={login}&password={password}");
            page.Words.ShouldContain($"<p class=\"problem\" role=\"alert\">{problem}</p>");
        }

        (await SignInAsync(page, "ada@example.com")).Status.ShouldBe(302);
    }

    [Fact]
    public async Task An_empty_phone_number_is_told()
    {
        var page = await Http.SubmitAsync(await OpenAsync("nora@example.com"), "Set up SMS", ("phone_number", ""));

        page.Words.ShouldContain("The phone number cannot be left blank.");
    }

    Task<Answer> OpenAsync(string login) => Http.SignInAsync(login, AuthorizeQuery.With(Query));

    Task<Answer> SignInAsync(Answer page, string login) =>
        Http.PostFormAsync("/login/login.htm", $"okta_key={page.SignInKey}&username={Uri.EscapeDataString(login)}&password={The.Password}");
}
