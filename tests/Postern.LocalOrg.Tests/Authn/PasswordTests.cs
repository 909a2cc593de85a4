namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Passwords changed and reset, and what their policy asks of them.</summary>
public sealed class PasswordTests
{
    const string Sentence =
        "Password requirements were not met. Password requirements: at least 8 characters, a lowercase letter, an uppercase letter, a " +
        "number, no parts of your username.";

    [Fact]
    public async Task A_changed_password_goes_on_and_is_the_one_from_then_on()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("eve@example.com", "PASSWORD_EXPIRED");

        await walk.GoAsync(begun, "/credentials/change_password", "SUCCESS", Change("Fresh-Staple-7"));

        (await walk.Http.AuthenticateAsync("eve@example.com", "Fresh-Staple-7")).Text("status").ShouldBe("SUCCESS");
        (await walk.Http.AuthenticateAsync("eve@example.com")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task An_expired_password_may_be_changed_at_a_page_elsewhere()
    {
        await using var walk = await Walk.StartAsync(seed => seed with { PasswordExpiredPage = "https://passwords.example.com/expired" });

        var begun = await walk.BeginAsync("eve@example.com", "PASSWORD_EXPIRED");

        begun.Json.GetProperty("_links").GetProperty("next").GetRawText().ShouldBe(
            """{"name":"changePassword","title":"passwords.example.com","href":"https://passwords.example.com/expired","hints":{"allow":["GET"]}}""");
    }

    [Fact]
    public async Task The_wrong_old_password_changes_nothing()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("eve@example.com", "PASSWORD_EXPIRED");

        var answer = await walk.PostAsync(begun, "/credentials/change_password", Change("Fresh-Staple-7", "not the one"));

        answer.ShouldBeOktaError(403, "E0000014", "Update of credentials failed", "oldPassword: The credentials provided were incorrect.");
        (await walk.PostAsync(begun, "")).Text("status").ShouldBe("PASSWORD_EXPIRED");
    }

    [Theory]
    [InlineData("short-A1")]
    [InlineData("Sh0rt")]
    [InlineData("no-upper-case-1")]
    [InlineData("NO-LOWER-CASE-1")]
    [InlineData("No-Digit-At-All")]
    [InlineData("Example.com-77")]
    [InlineData(The.Password)]
    public async Task A_password_that_the_policy_refuses_is_answered_with_the_policy(string password)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("eve@example.com", "PASSWORD_EXPIRED");

        var answer = await walk.PostAsync(begun, "/credentials/change_password", Change(password));

        if (password == "short-A1")
            answer.Text("status").ShouldBe("SUCCESS");
        else
            answer.ShouldBeOktaError(403, "E0000014", "Update of credentials failed", Sentence);
    }

    [Fact]
    public async Task An_earlier_password_may_not_come_again()
    {
        await using var walk = await Walk.StartAsync(seed => seed with
        {
            PasswordPolicies =
            [
                new()
                {
                    Name = "History",
                    HistoryCount = 4,
                    MaxAge = TimeSpan.FromDays(30),
                    MinAge = TimeSpan.FromHours(2),
                    ExcludedAttributes = ["firstName", "lastName"],
                },
            ],
        });
        var first = await walk.BeginAsync("eve@example.com", "PASSWORD_EXPIRED");
        await walk.GoAsync(first, "/credentials/change_password", "SUCCESS", Change("Fresh-Staple-7"));
        walk.Time.Advance(TimeSpan.FromDays(30));
        var second = await walk.Http.AuthenticateAsync("eve@example.com", "Fresh-Staple-7");

        var answer = await walk.PostAsync(second, "/credentials/change_password", Change(The.Password, "Fresh-Staple-7"));

        second.Text("status").ShouldBe("PASSWORD_EXPIRED");
        answer.ShouldBeOktaError(403, "E0000014", "Update of credentials failed",
            "Password requirements were not met. Password requirements: at least 8 characters, a lowercase letter, an uppercase letter, " +
            "a number, no parts of your username, does not include your first name, does not include your last name. Your password " +
            "cannot be any of your last 4 passwords. At least 2 hour(s) must have elapsed since you last changed your password.");
    }

    [Fact]
    public async Task A_password_that_expires_soon_warns_whoever_asked_to_be_warned()
    {
        await using var walk = await Walk.StartAsync(Warning);
        walk.Time.Advance(TimeSpan.FromDays(26));

        var silent = await walk.Http.AuthenticateAsync("ada@example.com");
        var warned = await walk.BeginAsync("ada@example.com", "PASSWORD_WARN", ",\"options\":{\"warnBeforePasswordExpired\":true}");

        silent.Text("status").ShouldBe("SUCCESS");
        warned.Body.ShouldContain("\"policy\":{\"expiration\":{\"passwordExpireDays\":4},\"complexity\":{\"minLength\":8,");
        warned.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name).ShouldBe(["next", "skip", "cancel"]);
        await walk.GoAsync(warned, "/skip", "SUCCESS");
    }

    [Fact]
    public async Task A_warned_password_may_be_changed()
    {
        await using var walk = await Walk.StartAsync(Warning);
        walk.Time.Advance(TimeSpan.FromDays(26));
        var warned = await walk.BeginAsync("ada@example.com", "PASSWORD_WARN", ",\"options\":{\"warnBeforePasswordExpired\":true}");

        await walk.GoAsync(warned, "/credentials/change_password", "SUCCESS", Change("Fresh-Staple-7"));
    }

    [Fact]
    public async Task The_second_factor_comes_before_the_expired_password()
    {
        await using var walk = await Walk.StartAsync(
            seed => seed with { PasswordPolicies = [new() { Name = "Month", MaxAge = TimeSpan.FromDays(30) }] });
        walk.Time.Advance(TimeSpan.FromDays(31));
        var begun = await walk.BeginAsync("max@example.com", "MFA_REQUIRED");

        await walk.GoAsync(begun, Walk.VerifyPath(begun, "token:software:totp"), "PASSWORD_EXPIRED", $"\"passCode\":\"{walk.Totp()}\"");

        await walk.GoAsync(begun, "/credentials/change_password", "SUCCESS", Change("Fresh-Staple-7"));
    }

    [Fact]
    public async Task Other_sessions_end_where_that_is_asked()
    {
        await using var walk = await Walk.StartAsync(Warning);
        var session = (await walk.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}" +
            $"&state=s&nonce=n&{The.Pkce}&sessionToken={await walk.Http.SessionTokenAsync()}")).Cookie!;
        walk.Time.Advance(TimeSpan.FromDays(26));
        var warned = await walk.BeginAsync("ada@example.com", "PASSWORD_WARN", ",\"options\":{\"warnBeforePasswordExpired\":true}");

        await walk.GoAsync(warned, "/credentials/change_password", "SUCCESS", Change("Fresh-Staple-7") + ",\"revokeSessions\":true");

        var after = await walk.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s" +
            $"&nonce=n&{The.Pkce}&prompt=none",
            ("Cookie", session));
        after.Redirected("error").ShouldBe("login_required");
    }

    static string Change(string newPassword, string oldPassword = The.Password) =>
        $"\"oldPassword\":\"{oldPassword}\",\"newPassword\":\"{newPassword}\"";

    static OrgSeed Warning(OrgSeed seed) =>
        seed with { PasswordPolicies = [new() { Name = "Month", MaxAge = TimeSpan.FromDays(30), ExpiryWarning = TimeSpan.FromDays(5) }] };
}
