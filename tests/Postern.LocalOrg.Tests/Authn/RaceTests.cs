namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Many callers at once, and one-time things that stay so.</summary>
public sealed class RaceTests
{
    [Fact]
    public async Task Fifty_wrong_passwords_at_once_lock_at_the_limit()
    {
        await using var walk = await Walk.StartAsync(
            seed => seed with { PasswordPolicies = [new() { Name = "Shown", MaxAttempts = 20, ShowsLockoutFailures = true }] });

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => walk.Http.AuthenticateAsync("ada@example.com", "not the one")));
        var after = await walk.Http.AuthenticateAsync("ada@example.com");

        answers.ShouldAllBe(answer => answer.Status == 401 || answer.Body.Contains("LOCKED_OUT", StringComparison.Ordinal));
        answers.Count(answer => answer.Status == 401).ShouldBe(20);
        after.Text("status").ShouldBe("LOCKED_OUT");
    }

    [Fact]
    public async Task Nineteen_wrong_passwords_at_once_lock_nobody_whose_limit_is_twenty()
    {
        await using var walk = await Walk.StartAsync(
            seed => seed with { PasswordPolicies = [new() { Name = "Twenty", MaxAttempts = 20 }] });

        await Task.WhenAll(Enumerable.Range(0, 19).Select(_ => walk.Http.AuthenticateAsync("ada@example.com", "not the one")));

        (await walk.Http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Of_fifty_wrong_answers_at_once_five_are_looked_at_before_the_account_locks()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "question");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => walk.PostAsync(begun, path, "\"answer\":\"ketchup\"")));

        answers.ShouldAllBe(answer => answer.Status == 403);
        answers.Count(answer => answer.Text("errorCode") == "E0000068").ShouldBeLessThan(5);
        (await walk.PostAsync(begun, path, "\"answer\":\"mayonnaise\"")).ShouldBeOktaError(403, "E0000069", "User Locked");
    }

    [Fact]
    public async Task Of_fifty_verifications_of_one_code_that_was_sent_one_succeeds()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        await walk.GoAsync(begun, Walk.VerifyPath(begun, "sms"), "MFA_CHALLENGE");
        var code = $"\"passCode\":\"{await walk.CodeAsync("amy@example.com", "sms")}\"";

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => walk.PostAsync(begun, Walk.VerifyPath(begun, "sms"), code)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 401);
    }

    [Fact]
    public async Task Of_fifty_verifications_of_one_time_password_in_fifty_transactions_one_succeeds()
    {
        await using var walk = await Walk.StartAsync();
        var begun = new List<Answer>();
        for (var i = 0; i < 50; i++)
            begun.Add(await walk.BeginAsync("max@example.com", "MFA_REQUIRED"));
        var code = $"\"passCode\":\"{walk.Totp()}\"";

        var answers = await Task.WhenAll(
            begun.Select(transaction => walk.PostAsync(transaction, Walk.VerifyPath(transaction, "token:software:totp"), code)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Where(answer => answer.Status != 200).ShouldAllBe(answer => answer.Text("errorCode") == "E0000082");
    }

    [Fact]
    public async Task Of_fifty_activations_of_one_factor_one_succeeds()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var factor = (
            await walk.GoAsync(
                begun,
                "/factors",
                "MFA_ENROLL_ACTIVATE",
                "\"factorType\":\"token:software:totp\",\"provider\":\"OKTA\"")).Json.GetProperty("_embedded").GetProperty("factor");
        var secret = factor.GetProperty("_embedded").GetProperty("activation").GetProperty("sharedSecret").GetString()!;
        var code = $"\"passCode\":\"{walk.Totp(secret)}\"";

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => walk.PostAsync(begun, $"/factors/{factor.GetProperty("id")}/lifecycle/activate", code)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        (await walk.BeginAsync("nora@example.com", "MFA_REQUIRED")).Json.GetProperty("_embedded").GetProperty("factors").GetArrayLength()
            .ShouldBe(1);
    }

    [Fact]
    public async Task Of_fifty_changes_of_one_password_one_succeeds()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("eve@example.com", "PASSWORD_EXPIRED");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            walk.PostAsync(
                begun, "/credentials/change_password", $"\"oldPassword\":\"{The.Password}\",\"newPassword\":\"Fresh-Staple-{i}\"")));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
    }
}
