namespace Postern.LocalOrg.Tests.Pages;

/// <summary>People who make themselves users on the hosted pages, where the app's policy lets them (idx.md 5).</summary>
public sealed class RegistrationPageTests(AccountOrg org) : IClassFixture<AccountOrg>
{
    [Fact]
    public async Task Somebody_who_is_none_yet_signs_up_and_is_in_the_app()
    {
        var first = await org.OpenAsync(AccountOrg.Open);
        var asked = await org.Http.GetAsync($"/signin/register?okta_key={first.SignInKey}");
        const string Said = "&profile.firstName=Nell&profile.lastName=New&profile.badge=7&password=Fresh-Staple-7";

        var done = await RegisterAsync(asked.SignInKey, "&profile.email=nell%40example.com" + Said);
        var answer = await org.Http.FinishAsync(done);
        var user = await org.Http.GetAsync("/api/v1/users/nell@example.com", AccountOrg.Admin);
        var taken = await RegisterAsync((await org.OpenAsync(AccountOrg.Open)).SignInKey, "&profile.email=nell%40example.com" + Said);

        asked.Words.ShouldContain("<label for=\"profile.badge\">Badge</label>");
        Jwt.Text(answer.Redirected("id_token")!, "sub").ShouldBe(user.Text("id"));
        taken.Words.ShouldContain("An account with this user name exists already.");
        taken.Words.ShouldContain("value=\"Nell\"");
        taken.Words.ShouldNotContain("Fresh-Staple-7");
    }

    [Fact]
    public async Task Where_the_policy_wants_it_somebody_proves_the_address_before_the_app_is_theirs()
    {
        var first = await org.OpenAsync(AccountOrg.Verified);

        var sent = await RegisterAsync(
            first.SignInKey,
            "&profile.email=vera%40example.com&profile.firstName=Vera&profile.lastName=V&password=Fresh-Staple-7");
        var wrong = await org.SubmitAsync(sent, "Verify", "pass_code=no-code");
        var early = await org.Http.PostFormAsync(
            "/login/login.htm",
            $"okta_key={(await org.OpenAsync(AccountOrg.Verified)).SignInKey}&username=vera%40example.com&password=Fresh-Staple-7");
        var done = await org.SubmitAsync(wrong, "Verify", $"pass_code={await org.CodeAsync("vera@example.com", "email")}");
        var answer = await org.Http.FinishAsync(done);

        sent.Words.ShouldContain("<h1>Verify your e-mail address</h1>");
        sent.Words.ShouldContain("I have opened the link in the mail");
        sent.Words.ShouldNotContain("Choose another factor");
        wrong.Words.ShouldContain("Verify your e-mail address");
        early.Words.ShouldContain("Unable to sign in");
        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["mfa", "email", "pwd"]);
    }

    [Theory]
    [InlineData("nick", "&profile.badge=8&password=", "The password cannot be left blank.")]
    [InlineData("nick", "&profile.badge=8&password=weak", "Password requirements were not met.")]
    [InlineData("nick", "&password=Fresh-Staple-7", "badge: The field cannot be left blank")]
    [InlineData("nick", "&profile.badge=eight&password=Fresh-Staple-7", "badge: The value is not of the expected type")]
    [InlineData(
        "nick", "&profile.badge=8&profile.plan=gold&password=Fresh-Staple-7", "plan: The value is not one of the allowed values")]
    public async Task What_is_wrong_with_a_registration_is_told_and_makes_nobody(string name, string said, string problem)
    {
        var key = (await org.OpenAsync(AccountOrg.Open)).SignInKey;

        var page = await RegisterAsync(key, $"&profile.email={name}%40example.com&profile.firstName=Nick&profile.lastName=N{said}");

        page.Words.ShouldContain(problem);
        (await org.Http.GetAsync($"/api/v1/users/{name}@example.com", AccountOrg.Admin)).Status.ShouldBe(404);
    }

    Task<Answer> RegisterAsync(string key, string said) => org.Http.PostFormAsync(
        "/signin/register", $"okta_key={key}{said}", ("Cookie", AccountOrg.Browser));
}
