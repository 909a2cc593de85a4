namespace Postern.LocalOrg.Tests.Management.Users;

/// <summary>Users move from status to status, and what they are signed in with ends: management.md 5.5.</summary>
public sealed class LifecycleTests(PeopleOrg people) : IClassFixture<PeopleOrg>
{
    [Fact]
    public async Task Activation_hands_out_a_token_that_takes_a_passwords_place_once()
    {
        var id = (await CreateAsync("activate@acme.example")).Text("id");

        var activated = await people.PostAsync($"/users/{id}/lifecycle/activate?sendEmail=false");

        activated.Members.ShouldBe(["activationUrl", "activationToken"]);
        activated.Text("activationToken").ShouldMatch("^[A-Za-z0-9_-]{20}$");
        activated.Text("activationUrl").ShouldBe($"{people.Org.Url}/welcome/{activated.Text("activationToken")}");
        (await StatusAsync(id)).ShouldBe("PROVISIONED");
        var begun = await people.Http.PostJsonAsync("/api/v1/authn", $$"""{"token":"{{activated.Text("activationToken")}}"}""");
        begun.Text("status").ShouldBe("PASSWORD_RESET", begun.Body);
        var changed = await people.Http.PostJsonAsync(
            "/api/v1/authn/credentials/reset_password",
            $$"""{"stateToken":"{{begun.Text("stateToken")}}","newPassword":"Corr3ct-Horse!"}""");
        changed.Text("status").ShouldBe("SUCCESS", changed.Body);
        (await StatusAsync(id)).ShouldBe("ACTIVE");
        (await people.PostAsync($"/users/{id}/lifecycle/activate")).ShouldBeOktaError(
            403, "E0000016", "Activation failed because the user is already active");
    }

    [Fact]
    public async Task Activation_is_sent_where_nothing_else_is_said()
    {
        var id = (await CreateAsync("mailed@acme.example")).Text("id");

        var activated = await people.PostAsync($"/users/{id}/lifecycle/activate");
        var again = await people.PostAsync($"/users/{id}/lifecycle/reactivate");

        (activated.Status, activated.Body).ShouldBe((200, "{}"));
        again.Members.ShouldBe(["activationUrl", "activationToken"]);
    }

    [Fact]
    public async Task Who_is_suspended_cannot_sign_in_until_that_is_over()
    {
        var id = await people.UserAsync("suspend@acme.example");

        (await people.PostAsync($"/users/{id}/lifecycle/suspend")).Body.ShouldBe("{}");
        (await people.Http.AuthenticateAsync("suspend@acme.example", "Corr3ct-Horse!")).Status.ShouldBe(401);
        (await people.PostAsync($"/users/{id}/lifecycle/suspend")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: suspendUser", "Cannot suspend a user that is not active");
        (await people.PostAsync($"/users/{id}/lifecycle/unsuspend")).Body.ShouldBe("{}");

        (await people.Http.AuthenticateAsync("suspend@acme.example", "Corr3ct-Horse!")).Text("status").ShouldBe("SUCCESS");
        (await people.PostAsync($"/users/{id}/lifecycle/unsuspend")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Who_is_locked_out_is_let_in_again()
    {
        (await people.PostAsync("/users/lou@example.com/lifecycle/unlock")).Body.ShouldBe("{}");

        (await people.Http.AuthenticateAsync("lou@example.com")).Text("status").ShouldBe("SUCCESS");
        (await people.PostAsync("/users/lou@example.com/lifecycle/unlock")).ShouldBeOktaError(
            403, "E0000032", "Unlock is not allowed for this user.", "The user is not locked out.");
    }

    [Fact]
    public async Task An_expired_password_is_to_be_changed_at_the_next_sign_in()
    {
        var id = await people.UserAsync("expire@acme.example");
        people.Advance(5);

        var expired = await people.PostAsync($"/users/{id}/lifecycle/expire_password");

        expired.Text("status").ShouldBe("PASSWORD_EXPIRED");
        expired.Text("statusChanged").ShouldBe(expired.Text("created"));
        expired.Text("lastUpdated").ShouldNotBe(expired.Text("created"));
        (await people.GetAsync($"/users/{id}")).Text("statusChanged").ShouldBe(expired.Text("lastUpdated"));
        (await people.Http.AuthenticateAsync("expire@acme.example", "Corr3ct-Horse!")).Text("status").ShouldBe("PASSWORD_EXPIRED");
    }

    [Fact]
    public async Task A_temporary_password_is_good_for_a_new_one()
    {
        var id = await people.UserAsync("temp@acme.example");

        var answer = await people.PostAsync($"/users/{id}/lifecycle/expire_password_with_temp_password");

        answer.Members.ShouldBe(["tempPassword"]);
        (await people.Http.AuthenticateAsync("temp@acme.example", answer.Text("tempPassword"))).Text("status").ShouldBe("PASSWORD_EXPIRED");
        (await people.Http.AuthenticateAsync("temp@acme.example", "Corr3ct-Horse!")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_password_that_is_reset_opens_nothing_until_there_is_a_new_one()
    {
        var id = await people.UserAsync("reset@acme.example");

        var reset = await people.PostAsync($"/users/{id}/lifecycle/reset_password?sendEmail=false");

        var token = reset.Text("resetPasswordUrl").Split('/')[^1];
        reset.Text("resetPasswordUrl").ShouldBe($"{people.Org.Url}/reset_password/{token}");
        (await StatusAsync(id)).ShouldBe("RECOVERY");
        (await people.Http.AuthenticateAsync("reset@acme.example", "Corr3ct-Horse!")).Status.ShouldBe(401);
        (await people.Http.PostJsonAsync("/api/v1/authn/recovery/token", $$"""{"recoveryToken":"{{token}}"}""")).Text("status")
            .ShouldBe("PASSWORD_RESET");
        (await people.PostAsync($"/users/{id}/lifecycle/reset_password")).Body.ShouldBe("{}");
    }

    [Fact]
    public async Task Who_is_deactivated_keeps_nothing_that_they_were_signed_in_with()
    {
        var (id, group) = (await people.UserAsync("leave@acme.example"), await people.GroupAsync("Leavers"));
        (await people.PutAsync($"/groups/{group}/users/{id}")).Status.ShouldBe(204);

        (await people.PostAsync($"/users/{id}/lifecycle/deactivate")).Body.ShouldBe("{}");

        (await people.ListAsync($"/users/{id}/groups")).ShouldBe(["00g1posternEveryone5"]);
        (await people.ListAsync($"/groups/{group}/users")).ShouldBeEmpty();
        (await people.Http.AuthenticateAsync("leave@acme.example", "Corr3ct-Horse!")).Status.ShouldBe(401);
        (await people.PostAsync($"/users/{id}/lifecycle/deactivate")).ShouldBeOktaError(
            403, "E0000038", "This operation is not allowed in the user's current status.");
        (await people.PostAsync($"/users/{id}/lifecycle/activate?sendEmail=false")).Status.ShouldBe(200);
        (await StatusAsync(id)).ShouldBe("PROVISIONED");
    }

    [Fact]
    public async Task Tokens_of_who_is_deactivated_are_good_no_more()
    {
        var tokens = await people.Http.TokensAsync(scope: "openid%20offline_access");

        (await people.PostAsync("/users/ada/lifecycle/deactivate")).Status.ShouldBe(200);

        (await people.Http.RefreshAsync(tokens.Text("refresh_token"))).Status.ShouldBe(400);
        (await people.Http.IntrospectAsync(tokens.Text("access_token"))).Body.ShouldBe("""{"active":false}""");
    }

    [Fact]
    public async Task Of_fifty_activations_one_succeeds()
    {
        var id = (await CreateAsync("fifty@acme.example")).Text("id");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => people.PostAsync($"/users/{id}/lifecycle/activate?sendEmail=false")));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 403).ShouldBe(49);
    }

    Task<Answer> CreateAsync(string login) => people.PostAsync(
        "/users?activate=false", $$$"""{"profile":{"login":"{{{login}}}","email":"{{{login}}}","firstName":"A","lastName":"B"}}""");

    async Task<string> StatusAsync(string id) => (await people.GetAsync($"/users/{id}")).Text("status");
}
