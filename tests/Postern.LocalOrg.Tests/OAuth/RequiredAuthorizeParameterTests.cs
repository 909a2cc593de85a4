namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>
/// What Okta requires of an authorize request is required here, and what is wrong is told in Okta's order (oidc.md 3 and 6).
/// </summary>
public sealed class RequiredAuthorizeParameterTests(SharedOrg shared)
{
    const string NoNonce =
        "The 'nonce' parameter is required for authorize requests with either the 'id_token' or 'token' response types..";
    const string NoScope = "No scopes were requested.";
    const string NoState = "The authentication request has an invalid 'state' parameter.";
    const string NoType =
        "The response type is not supported by the authorization server. Configured response types: [code, id_token, token].";
    const string NoChallenge = "PKCE code challenge is required by the application.";
    const string NoMethod = "PKCE code challenge method is not supported. Valid values: [S256]";
    const string Spa = $"client_id={The.Spa}&{The.Pkce}";

    [Theory]
    [InlineData("client_id", "invalid_client", "Invalid value for 'client_id' parameter.")]
    [InlineData("redirect_uri", "invalid_request", "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.")]
    public async Task Without_it_there_is_nowhere_to_redirect_to(string name, string error, string description)
    {
        foreach (var change in (string[])[$"-{name}", $"{name}="])
        {
            var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(change)}");

            answer.ShouldBeErrorPage(400, error, description);
        }
    }

    [Theory]
    [InlineData("client_id", The.Web)]
    [InlineData("redirect_uri", The.EncodedCallback)]
    public async Task Where_there_are_two_there_is_nowhere_certain_to_redirect_to(string name, string value)
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}&{name}={value}");

        answer.ShouldBeErrorPage(400, "invalid_request", $"Duplicate parameter provided in request. Duplicated parameters: [{name}].");
    }

    [Theory]
    [InlineData("response_type", "", "unsupported_response_type", NoType)]
    [InlineData("state", "", "invalid_request", NoState)]
    [InlineData("scope", "", "invalid_scope", NoScope)]
    [InlineData("nonce", "response_type=id_token", "invalid_request", NoNonce)]
    [InlineData("nonce", "response_type=token", "invalid_request", NoNonce)]
    [InlineData("nonce", "response_type=token%20id_token", "invalid_request", NoNonce)]
    [InlineData("nonce", "response_type=code%20id_token", "invalid_request", NoNonce)]
    [InlineData("nonce", "response_type=code%20token%20id_token", "invalid_request", NoNonce)]
    [InlineData("code_challenge", Spa, "invalid_request", NoChallenge)]
    [InlineData("code_challenge", $"client_id={The.Native}&{The.Pkce}", "invalid_request", NoChallenge)]
    // UNCONFIRMED (oidc.md 3): RFC 7636 takes it for plain, which Okta does not support
    [InlineData("code_challenge_method", Spa, "invalid_request", NoMethod)]
    public async Task Left_out_or_empty_it_is_missed(string name, string changes, string error, string description)
    {
        var good = changes.Length > 0 ? changes + "&" : "";
        foreach (var change in (string[])[$"{good}-{name}", $"{good}{name}="])
        {
            var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(change)}");

            answer.ShouldBeRedirectedError(error, description);
        }
    }

    [Theory]
    [InlineData("response_type")]
    [InlineData("state")]
    [InlineData("scope")]
    [InlineData("nonce")]
    [InlineData("code_challenge")]
    [InlineData("code_challenge_method")]
    [InlineData("response_mode")]
    [InlineData("prompt")]
    [InlineData("max_age")]
    public async Task Twice_it_is_named(string name)
    {
        var good = AuthorizeQuery.With($"{Spa}&response_mode=query&max_age=9");

        foreach (var more in (string[])[$"&{name}=code", $"&{name}=", $"&{name}=code&{name}=code"])
        {
            var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{good}{more}");

            answer.ShouldBeRedirectedError("invalid_request", $"Duplicate parameter provided in request. Duplicated parameters: [{name}].");
        }
    }

    // Everything is wrong at once, and is put right one thing after the other.
    [Fact]
    public async Task What_is_wrong_is_told_in_Oktas_order()
    {
        List<string> changes =
        [
            "-client_id", "-redirect_uri", "response_type=toaster", "response_mode=web_message", "-state", "-nonce", "-code_challenge",
            "code_challenge_method=plain",
            "prompt=never", "-scope",
        ];
        List<string> told = [];

        while (changes.Count > 0)
        {
            var answer = await AskAsync(string.Join('&', changes));
            told.Add(answer.Redirected("error") ?? answer.Body.Split("Error Code: ")[1].Split('<')[0]);
            told.Add(answer.Redirected("error_description") ?? "on a page");
            changes.RemoveAt(0);
        }

        told.ShouldBe(
        [
            "invalid_client", "on a page",
            "invalid_request", "on a page",
            "unsupported_response_type", NoType,
            "unsupported_response_mode",
            "The response mode is not supported by the authorization server. Valid response modes: [query, fragment, form_post, " +
            "okta_post_message].",
            "invalid_request", NoState,
            "invalid_request", NoNonce,
            "invalid_request", NoChallenge,
            "invalid_request", NoMethod,
            "invalid_request",
            "Invalid value for 'prompt' parameter. Supported values: [none, login, consent, login consent, consent login, " +
            "enroll_authenticator, idp_refresh]",
            "invalid_scope", NoScope,
        ]);
    }

    [Fact]
    public async Task A_grant_type_that_the_app_lacks_is_told_before_the_mode_and_the_state()
    {
        await using var org = await ClockedOrg.StartAsync(The.Web, app => app with { GrantTypes = ["authorization_code"] });

        var answer = await org.Http.GetAsync(
            $"/oauth2/v1/authorize?{AuthorizeQuery.With("response_type=id_token&response_mode=web_message&-state")}");

        answer.ShouldBeRedirectedError(
            "unauthorized_client",
            "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code].");
    }

    Task<Answer> AskAsync(string changes) =>
        shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With($"{Spa}&response_type=code%20id_token&{changes}")}");
}
