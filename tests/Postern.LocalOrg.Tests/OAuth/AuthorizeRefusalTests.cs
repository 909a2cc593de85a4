namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>What is wrong with an authorize request, told where Okta tells it (oidc.md 6).</summary>
public sealed class AuthorizeRefusalTests(SharedOrg shared)
{
    [Theory]
    [InlineData("-client_id")]
    [InlineData("client_id=0oa1unknownApp000005")]
    public async Task Without_a_known_client_there_is_nowhere_to_redirect_to(string change)
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(change)}");

        answer.ShouldBeErrorPage(400, "invalid_client", "Invalid value for 'client_id' parameter.");
    }

    [Theory]
    [Trait("Proves", "RFC 9700 4.11.2 authorization server as open redirector")]
    [InlineData("-redirect_uri")]
    [InlineData("redirect_uri=https%3A%2F%2Felsewhere.example%2Fcallback")]
    public async Task Without_a_registered_redirect_URI_there_is_nowhere_to_redirect_to(string change)
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(change)}");

        answer.ShouldBeErrorPage(
            400, "invalid_request", "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.");
    }

    [Fact]
    public async Task No_second_factor_is_attested_for_an_app_that_wants_none()
    {
        var answer = await shared.Http.GetAsync(
            $"/oauth2/v1/authorize?{AuthorizeQuery.With("acr_values=urn%3Aokta%3Aapp%3Amfa%3Aattestation&-prompt")}");

        answer.ShouldBeRedirectedError(
            "mfa_not_required", "The MFA attestation request cannot proceed because the client app policy does not require MFA.");
    }

    [Fact]
    public async Task An_unknown_authorization_server_is_told_on_a_page()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/aus1unknown000000005/v1/authorize?{AuthorizeQuery.Good}");

        answer.ShouldBeErrorPage(400, "invalid_request", "The authorization server id is invalid.");
    }

    [Fact]
    public async Task A_request_URI_that_was_never_pushed_is_told_on_a_page()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("request_uri=urn:okta:never-pushed")}");

        answer.ShouldBeErrorPage(400, "invalid_request_uri", "The authorize request_uri is invalid.");
    }

    [Theory]
    [InlineData("https%3A%2F%2Fapp.example%2Frequest.jwt")]
    [InlineData("urn%3Aexample%3Anever-pushed")]
    public async Task A_request_URI_that_no_org_gives_is_told_on_a_page_and_nothing_is_fetched(string requestUri)
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With($"request_uri={requestUri}")}");

        answer.ShouldBeErrorPage(400, "request_uri_not_supported", "The authorize request uri is not supported by this client.");
    }

    [Fact]
    public async Task A_service_has_no_business_here()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With($"client_id={The.Service}")}");

        answer.ShouldBeErrorPage(
            400, "invalid_request", "Clients with 'application_type' of 'service' are not allowed to access the 'authorize' endpoint.");
    }

    [Theory]
    [Trait("Proves", "OIDC 3.1.2.6 error response")]
    [InlineData(
        "response_type=code%20code",
        "unsupported_response_type",
        "The response type is not supported by the authorization server. Configured response types: [code, id_token, token].")]
    [InlineData(
        "-response_type",
        "unsupported_response_type",
        "The response type is not supported by the authorization server. Configured response types: [code, id_token, token].")]
    [InlineData(
        "response_mode=web_message",
        "unsupported_response_mode",
        "The response mode is not supported by the authorization server. Valid response modes: [query, fragment, form_post, " +
        "okta_post_message].")]
    [InlineData(
        "response_type=id_token&response_mode=query",
        "unsupported_response_mode",
        "'query' response mode cannot be used with either the 'id_token' or 'token' response types.")]
    [InlineData(
        "response_type=code%20token&response_mode=query",
        "unsupported_response_mode",
        "'query' response mode cannot be used with either the 'id_token' or 'token' response types.")]
    [InlineData("-state", "invalid_request", "The authentication request has an invalid 'state' parameter.")]
    [InlineData(
        "response_type=id_token&-nonce",
        "invalid_request",
        "The 'nonce' parameter is required for authorize requests with either the 'id_token' or 'token' response types..")]
    [InlineData(
        "response_type=token&-nonce",
        "invalid_request",
        "The 'nonce' parameter is required for authorize requests with either the 'id_token' or 'token' response types..")]
    [InlineData(
        "prompt=never",
        "invalid_request",
        "Invalid value for 'prompt' parameter. Supported values: [none, login, consent, login consent, consent login, " +
        "enroll_authenticator, idp_refresh]")]
    [InlineData(
        "prompt=none%20login",
        "invalid_request",
        "Invalid value for 'prompt' parameter. Supported values: [none, login, consent, login consent, consent login, " +
        "enroll_authenticator, idp_refresh]")]
    [InlineData("max_age=-1", "invalid_request", "Invalid value for 'max_age' parameter. It should be within range 0 - 2^31-1.")]
    [InlineData("max_age=2147483648", "invalid_request", "Invalid value for 'max_age' parameter. It should be within range 0 - 2^31-1.")]
    [InlineData("max_age=soon", "invalid_request", "Invalid value for 'max_age' parameter. It should be within range 0 - 2^31-1.")]
    [InlineData("max_age=0", "invalid_request", "'prompt' parameter must not have the value 'none' for request with 'zero' as max_age.")]
    [InlineData("scope=openid%20money", "invalid_scope", "One or more scopes are not configured for the authorization server resource.")]
    [InlineData("scope=email", "invalid_scope", "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.")]
    [InlineData("-scope", "invalid_scope", "No scopes were requested.")]
    [InlineData(
        "scope=openid%20a%22b",
        "invalid_scope",
        "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.")]
    [InlineData(
        "scope=openid%09profile",
        "invalid_scope",
        "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.")]
    [InlineData(
        "scope=openid%20caf%C3%A9",
        "invalid_scope",
        "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.")]
    [InlineData(
        "request=eyJhbGciOiJub25lIn0.e30.", "request_not_supported", "The authorize request object is not supported by this client.")]
    public async Task What_is_wrong_with_a_request_is_told_to_the_redirect_URI(string change, string error, string description)
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(change)}");

        answer.ShouldBeRedirectedError(error, description);
    }

    [Theory]
    [InlineData(4096, "login_required", "The client specified not to prompt, but the user is not logged in.")]
    [InlineData(
        4097,
        "invalid_scope",
        "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.")]
    public async Task A_scope_may_be_so_long_and_no_longer(int length, string error, string description)
    {
        var scopes = $"{"openid".PadRight(length - 6)}%20email".Replace(" ", "%20", StringComparison.Ordinal);
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With($"scope={scopes}")}");

        answer.ShouldBeRedirectedError(error, description);
    }

    [Theory]
    [InlineData(
        "scope=openid%20device_sso",
        "invalid_scope",
        "The following scopes: [device_sso] must be requested together with [openid, offline_access].")]
    [InlineData(
        "scope=offline_access%20device_sso",
        "invalid_scope",
        "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.")]
    [InlineData(
        "scope=openid%20offline_access%20device_sso&response_type=id_token",
        "invalid_request",
        "The response type code is required when requesting scope device_sso.")]
    [InlineData(
        "scope=openid%20offline_access%20device_sso&response_type=token%20id_token",
        "invalid_request",
        "The response type code is required when requesting scope device_sso.")]
    [InlineData(
        "scope=openid%20offline_access%20device_sso&response_type=code%20id_token",
        "invalid_request",
        "The response type code id_token is not supported when requesting scope device_sso. Allowed response types: [code].")]
    public async Task A_devices_sign_in_wants_a_code_and_a_refresh_token(string change, string error, string description)
    {
        var answer = await shared.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.With(change)}");

        answer.ShouldBeRedirectedError(error, description);
    }

    [Fact]
    public async Task A_custom_server_without_default_scopes_must_be_told_which()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.With("-scope")}");

        answer.ShouldBeRedirectedError(
            "invalid_scope", "The authorization server resource does not have any configured default scopes, 'scope' must be provided.");
    }

    [Fact]
    public async Task A_repeated_parameter_is_named()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}&scope=email");

        answer.ShouldBeRedirectedError("invalid_request", "Duplicate parameter provided in request. Duplicated parameters: [scope].");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.2.1 unknown parameters")]
    public async Task A_parameter_never_heard_of_is_ignored()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}&favourite_colour=green");

        answer.ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    [Fact]
    public async Task A_grant_type_that_the_app_lacks_is_told_to_the_redirect_URI()
    {
        var app = OrgSeed.Default.Apps[1] with { GrantTypes = ["authorization_code"] };
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [app] } }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("response_type=id_token")}");

        answer.ShouldBeRedirectedError(
            "unauthorized_client",
            "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code].");
    }

    [Fact]
    public async Task A_response_type_that_the_app_lacks_is_told_before_its_grant_type()
    {
        var app = OrgSeed.Default.Apps[1] with { GrantTypes = ["authorization_code"], ResponseTypes = ["code"] };
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [app] } }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("response_type=token")}");

        answer.ShouldBeRedirectedError(
            "unsupported_response_type",
            "The response type is not supported by the authorization server. Configured response types: [code].");
    }

    [Fact]
    public async Task A_POST_must_not_use_the_query_too()
    {
        var answer = await shared.Http.PostFormAsync($"/oauth2/v1/authorize?client_id={The.Web}", AuthorizeQuery.Good);

        answer.ShouldBeErrorPage(400, "invalid_request", "Invalid request");
    }

    [Fact]
    public async Task A_user_whom_nobody_assigned_to_the_app_is_denied()
    {
        var answer = await shared.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.Good, "una@example.com");

        answer.Location.ShouldBe(
            "http://localhost:8080/callback?state=s-1f0c&error=access_denied" +
            "&error_description=User+is+not+assigned+to+the+client+application.");
    }

    [Fact]
    public async Task A_user_may_be_assigned_by_name()
    {
        var app = OrgSeed.Default.Apps[1] with { AssignedUserIds = ["00u1unaUnassigned005"] };
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [app] } }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good, "una@example.com");

        answer.Redirected("code").ShouldNotBeNull();
    }
}
