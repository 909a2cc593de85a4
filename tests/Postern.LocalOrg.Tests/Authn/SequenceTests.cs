namespace Postern.LocalOrg.Tests.Authn;

/// <summary>A factor before, or in the place of, the password: <c>UNAUTHENTICATED</c>.</summary>
public sealed class SequenceTests
{
    const string Amy = """{"username":"amy@example.com"}""";

    [Fact]
    public async Task A_user_name_alone_is_answered_with_the_users_factors()
    {
        await using var walk = await StartAsync();

        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", Amy);

        begun.Text("status").ShouldBe("UNAUTHENTICATED", begun.Body);
        begun.Members.ShouldBe(["stateToken", "expiresAt", "status", "_embedded", "_links"]);
        begun.Json.GetProperty("_embedded").EnumerateObject().Select(member => member.Name).ShouldBe(["factors", "policy"]);
        begun.Json.GetProperty("_embedded").GetProperty("policy").GetRawText().ShouldBe(
            """{"allowRememberDevice":false,"rememberDeviceLifetimeInMinutes":0,"rememberDeviceByDefault":false,"factorsPolicyInfo":{}}""");
        begun.Body.ShouldContain("\"factorType\":\"push\",\"provider\":\"OKTA\",\"vendorName\":\"OKTA\",\"profile\":{},");
        begun.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name).ShouldBe(["cancel"]);
    }

    [Fact]
    public async Task One_factor_takes_the_passwords_place()
    {
        await using var walk = await StartAsync();
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", Amy);

        var done = await walk.GoAsync(begun, Walk.VerifyPath(begun, "question"), "SUCCESS", "\"answer\":\"mayonnaise\"");

        done.Text("sessionToken").ShouldStartWith("20111");
    }

    [Fact]
    public async Task A_challenge_is_answered_or_left_as_ever_and_nobody_is_shown_before_that()
    {
        await using var walk = await StartAsync();
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", Amy);
        var path = Walk.VerifyPath(begun, "sms");

        var challenged = await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        await walk.GoAsync(begun, "/previous", "UNAUTHENTICATED");
        await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        await walk.GoAsync(begun, path, "SUCCESS", $"\"passCode\":\"{await walk.CodeAsync("amy@example.com", "sms")}\"");

        challenged.Json.GetProperty("_embedded").TryGetProperty("user", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Where_two_factors_are_required_the_second_is_another_one()
    {
        await using var walk = await StartAsync(requiresFactor: true);
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", Amy);
        var sms = Walk.VerifyPath(begun, "sms");

        var second = await walk.GoAsync(begun, Walk.VerifyPath(begun, "question"), "MFA_REQUIRED", "\"answer\":\"mayonnaise\"");
        var again = await walk.PostAsync(begun, Walk.VerifyPath(begun, "question"), "\"answer\":\"mayonnaise\"");
        await walk.GoAsync(begun, sms, "MFA_CHALLENGE");
        var done = await walk.GoAsync(begun, sms, "SUCCESS", $"\"passCode\":\"{await walk.CodeAsync("amy@example.com", "sms")}\"");

        second.Body.ShouldNotContain("\"factorType\":\"question\"");
        again.Status.ShouldBe(404, again.Body);
        var code = await walk.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s" +
            $"&nonce=n&{The.Pkce}&sessionToken={done.Text("sessionToken")}");
        Jwt.Texts((await walk.Http.RedeemAsync(code.Redirected("code")!)).Text("id_token"), "amr").ShouldBe(["mfa", "sms", "kba"]);
    }

    [Fact]
    public async Task A_password_signs_in_there_too()
    {
        await using var walk = await StartAsync();

        (await walk.Http.AuthenticateAsync("amy@example.com")).Text("status").ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("nobody@example.com")]
    [InlineData("nora@example.com")]
    [InlineData("lou@example.com")]
    public async Task Whoever_cannot_begin_so_is_answered_as_one_with_a_wrong_password(string login)
    {
        await using var walk = await StartAsync();

        (await walk.Http.PostJsonAsync("/api/v1/authn", $$"""{"username":"{{login}}"}"""))
            .ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task Without_such_a_rule_a_password_is_missing()
    {
        await using var walk = await Walk.StartAsync();

        (await walk.Http.PostJsonAsync("/api/v1/authn", Amy)).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: authRequest",
            "The 'username' and 'password' attributes are required in this context.");
    }

    static Task<Walk> StartAsync(bool requiresFactor = false) => Walk.StartAsync(seed => seed with
    {
        Users =
        [
            .. seed.Users.Where(user => user.Login is not "amy@example.com"),
            Walk.Amy with { State = UserState.Active, GroupIds = [The.Testers] },
        ],
        SessionPolicies =
        [
            new()
            {
                Name = "Sequence",
                Rules = [new() { Name = "Any factor", FactorMayComeFirst = true, RequiresFactor = requiresFactor }],
            },
        ],
    });
}
