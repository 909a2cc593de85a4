using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>Changing an expired password on the hosted page.</summary>
public sealed class PasswordPageTests : IAsyncLifetime
{
    const string Query = "-prompt&response_type=id_token";

    ClockedOrg _clocked = null!;

    Browserless Http => _clocked.Http;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync();

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Fact]
    public async Task A_new_password_signs_in_then_and_later()
    {
        var page = await OpenAsync(_clocked);

        var answer = await Http.FinishAsync(
            await Http.SubmitAsync(page, "Change password", ("old_password", The.Password), ("new_password", "Better-Horse-10")));

        Jwt.Text(answer.Redirected("id_token")!, "sub").ShouldBe("00u1eveExpired000005");
        (await Http.AuthenticateAsync("eve@example.com", "Better-Horse-10")).Text("status").ShouldBe("SUCCESS");
        (await Http.AuthenticateAsync("eve@example.com")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task The_page_says_what_a_password_must_have()
    {
        var page = await OpenAsync(_clocked);

        page.Words.ShouldContain(
            "A new password has at least 8 characters, a lower case letter, an upper case letter, a number, no part of your username.");
    }

    [Theory]
    [InlineData("wrong", "Better-Horse-10", "\"alert\">The credentials provided were incorrect.")]
    [InlineData(The.Password, "short", "Password requirements were not met.")]
    [InlineData(The.Password, "", "The new password cannot be left blank.")]
    public async Task What_is_wrong_is_told_and_can_be_put_right(string oldPassword, string newPassword, string problem)
    {
        var refused = await Http.SubmitAsync(
            await OpenAsync(_clocked), "Change password", ("old_password", oldPassword), ("new_password", newPassword));

        var answer = await Http.FinishAsync(
            await Http.SubmitAsync(refused, "Change password", ("old_password", The.Password), ("new_password", "Better-Horse-10")));

        refused.Words.ShouldContain(problem);
        refused.Headers.Keys.ShouldNotContain("Set-Cookie");
        answer.Redirected("id_token").ShouldNotBeNull();
    }

    [Fact]
    public async Task Where_passwords_are_changed_elsewhere_the_page_leads_there()
    {
        await using var other = await ClockedOrg.StartAsync(
            seed => seed with { PasswordExpiredPage = "https://id.example.com/change?a=1&b=2" });

        var page = await OpenAsync(other);

        page.Words.ShouldContain("""<a href="https://id.example.com/change?a=1&b=2">Change your password</a>, then sign in again.""");
        page.Body.ShouldNotContain("new_password");
    }

    static Task<Answer> OpenAsync(ClockedOrg org) => org.Http.SignInAsync("eve@example.com", AuthorizeQuery.With(Query));
}
