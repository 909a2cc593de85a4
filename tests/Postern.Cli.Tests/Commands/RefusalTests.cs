namespace Postern.Cli.Tests.Commands;

/// <summary>Each way to be refused: its exit code, what a person reads, what a script reads.</summary>
public class RefusalTests(TheOrg org)
{
    [Theory]
    [InlineData("ada@example.com", 3, "authentication_refused", "E0000004")]
    [InlineData("nobody@example.com", 3, "authentication_refused", "E0000004")]
    public async Task A_wrong_password_or_user_is_refused_by_Okta(string login, int exitCode, string code, string errorCode)
    {
        var run = org.Run.With("PASSWORD", "hidden-value");

        var said = await RefusedAsync(run, exitCode, code, "authn", [.. org.AsUser(login), .. org.AsSpa]);

        said.JsonError.GetProperty("errorCode").GetString().ShouldBe(errorCode);
        said.JsonError.GetProperty("errorSummary").GetString().ShouldBe("Authentication failed");
        said.JsonError.GetProperty("errorId").GetString().ShouldNotBeEmpty();
        said.JsonError.GetProperty("httpStatus").GetInt32().ShouldBe(401);
        said.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task A_locked_out_user_is_refused_like_a_wrong_password() =>
        await RefusedAsync(org.Run, 3, "authentication_refused", "authn", [.. org.AsUser("lou@example.com"), .. org.AsSpa]);

    [Theory]
    [InlineData("max@example.com", "MFA_REQUIRED")]
    [InlineData("eve@example.com", "PASSWORD_EXPIRED")]
    public async Task A_user_of_whom_Okta_wants_more_needs_interaction(string login, string status)
    {
        var said = await RefusedAsync(org.Run, 4, "interaction_needed", "authn", [.. org.AsUser(login), .. org.AsSpa]);

        said.JsonError.GetProperty("status").GetString().ShouldBe(status);
    }

    [Fact]
    public async Task An_unassigned_user_is_refused_authorization()
    {
        var said = await RefusedAsync(org.Run, 5, "authorization_refused", "authorize", [.. org.AsUser("una@example.com"), .. org.AsSpa]);

        said.JsonError.GetProperty("error").GetString().ShouldBe("access_denied");
        said.JsonError.GetProperty("error_description").GetString().ShouldBe("User is not assigned to the client application.");
    }

    [Fact]
    public async Task A_redirect_URI_that_is_not_the_apps_is_refused() =>
        await RefusedAsync(
            org.Run,
            5,
            "authorization_refused",
            "authorize",
            [.. org.AsUser(), "--client-id", org.Spa.ClientId, "--redirect-uri", org.Spa.RedirectUris[0] + "/"]);

    [Fact]
    public async Task An_unknown_client_is_refused() =>
        await RefusedAsync(
            org.Run,
            5,
            "authorization_refused",
            "authorize",
            [.. org.AsUser(), "--client-id", "0oa1unknown000000005", "--redirect-uri", org.Spa.RedirectUris[0]]);

    [Fact]
    public async Task An_unknown_scope_is_refused() =>
        await RefusedAsync(
            org.Run, 5, "authorization_refused", "authorize", [.. org.AsUser(), .. org.AsSpa, "--scopes", "openid no-such-scope"]);

    [Fact]
    public async Task A_wrong_client_secret_is_refused_as_the_apps_own_password()
    {
        var run = org.Run.With("SECRET", "hidden-value");

        var said = await RefusedAsync(
            run, 3, "authentication_refused", "token", [.. org.AsUser(), .. org.AsWeb, "--client-secret", "env:SECRET"]);

        said.JsonError.GetProperty("error").GetString().ShouldBe("invalid_client");
        said.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task A_page_for_a_person_needs_interaction() =>
        await RefusedAsync(org.Run, 4, "interaction_needed", "authorize", [.. org.AsUser(), .. org.AsSpa, "--param", "prompt=login"]);

    [Fact]
    public async Task An_unknown_authorization_server_is_a_matter_of_configuration() =>
        await RefusedAsync(org.Run, 2, "usage", "discovery", [.. org.AsUser(), .. org.AsSpa, "--auth-server", "nowhere"]);

    [Fact]
    public async Task A_parameter_that_the_client_sets_itself_is_a_usage_error() =>
        (await org.Run.PosternAsync(["token", .. org.AsUser(), .. org.AsSpa, "--param", "state=mine"])).ShouldFail(2, "state");

    [Fact]
    public async Task A_call_that_the_local_org_does_not_do_yet_is_named_with_the_way_round_it()
    {
        string[] args = ["discover", "--issuer", $"{org.Org.Url}/idp/idx"];
        var told = await Run.Postern(args);
        var said = await Run.Postern([.. args, "--output", "json"]);

        told.ShouldFail(8, "The local org does not do GET /idp/idx/.well-known/openid-configuration yet.");
        told.Error.ShouldContain("SUPPORTED.md");
        told.Error.ShouldNotContain("status.okta.com");
        said.JsonError.GetProperty("code").GetString().ShouldBe("server_error");
        said.JsonError.GetProperty("httpStatus").GetInt32().ShouldBe(501);
    }

    /// <summary>Runs twice: for a person, and for a script, which it returns.</summary>
    static async Task<Said> RefusedAsync(Run run, int exitCode, string code, string stage, string[] args)
    {
        var told = await run.PosternAsync(["token", .. args]);
        told.ShouldFail(exitCode, $"error ({stage}): ");
        told.Error.ShouldContain("\nhint: ");

        var said = await run.PosternAsync(["token", .. args, "--output", "json"]);
        said.ExitCode.ShouldBe(exitCode);
        said.Out.ShouldBeEmpty();
        said.Error.Trim().ShouldNotContain('\n');
        said.JsonError.GetProperty("code").GetString().ShouldBe(code);
        said.JsonError.GetProperty("stage").GetString().ShouldBe(stage);
        said.JsonError.GetProperty("message").GetString().ShouldNotBeEmpty();
        said.JsonError.GetProperty("hint").GetString().ShouldNotBeEmpty();
        return said;
    }
}
