namespace Postern.Conventions.Tests.Supported;

/// <summary>What the fact sheets' tables cannot say: parameters that they name in prose, and what the local org does differently.</summary>
static class Deviations
{
    const string Client = "client_id client_secret client_assertion client_assertion_type";

    /// <summary>By path: the parameters that the prose of the OpenID Connect sheet gives the endpoint.</summary>
    public static readonly IReadOnlyDictionary<string, string> Parameters = new Dictionary<string, string>
    {
        ["{as}/v1/token"] = Client +
            " grant_type code redirect_uri code_verifier refresh_token scope username password device_code auth_req_id assertion " +
            "subject_token subject_token_type actor_token actor_token_type requested_token_type audience resource interaction_code otp " +
            "mfa_token oob_code binding_code login_hint grant_types_supported clientDataJSON authenticatorData signature userHandle",
        ["{as}/v1/interact"] = Client +
            " scope redirect_uri code_challenge code_challenge_method state nonce max_age acr_values login_hint recovery_token " +
            "activation_token",
        ["{as}/v1/primary-authenticate"] = Client + " challenge_hint channel_hint login_hint mfa_token grant_types_supported",
        ["{as}/v1/oob-authenticate"] = Client + " channel_hint login_hint",
        ["{as}/v1/challenge"] = Client + " mfa_token challenge_types_supported channel_hint",
        ["{as}/v1/introspect"] = Client + " token token_type_hint",
        ["{as}/v1/revoke"] = Client + " token token_type_hint",
        ["{as}/v1/keys"] = "client_id",
        ["{as}/v1/userinfo"] = "access_token",
        ["{as}/v1/logout"] = "id_token_hint post_logout_redirect_uri state",
        ["{as}/v1/par"] = Client + " request_uri request",
        ["{as}/v1/device/authorize"] = Client + " scope",
        ["{as}/v1/bc/authorize"] = Client + " scope login_hint id_token_hint binding_message requested_expiry request",
        ["/oauth2/v1/clients"] =
            "q limit after client_name redirect_uris response_types grant_types token_endpoint_auth_method application_type",
        ["/.well-known/openid-configuration"] = "client_id",
        ["/.well-known/oauth-authorization-server"] = "client_id",
        ["/oauth2/{id}/.well-known/openid-configuration"] = "client_id",
        ["/oauth2/{id}/.well-known/oauth-authorization-server"] = "client_id",
        ["/.well-known/webfinger"] = "resource rel",
    };

    /// <summary>By path, or by path and parameter: what differs, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> Notes = new Dictionary<string, string>
    {
        ["{as}/v1/authorize"] =
            "Without a session the sign-in page is shown at this very URL, as Identity Engine does; Classic redirects to it.",
        ["{as}/v1/authorize display"] = "One page for all.",
        ["{as}/v1/authorize idp_scope"] = "No external identity providers.",
        ["{as}/v1/introspect token_type_hint"] = "A token's form says what it is.",
        ["{as}/v1/revoke token_type_hint"] = "A token's form says what it is.",
        ["{as}/v1/token userHandle"] = "What was signed says whose sign-in it is.",
        ["/api/v1/authn audience"] = "Deprecated by Okta.",
        ["/api/v1/authn/factors nextPassCode"] = "Hardware tokens have fixed codes.",
        ["/api/v1/sessions/me"] = "The cookie's value is not told: the `id` is one that only the calls of admins take.",
        ["/login/sessionCookieRedirect"] = "Redirects to this org, its apps and trusted origins; without a good token to the sign-in page.",
        ["/login/token/sso"] = "Leads to the app's `initiate_login_uri`: no app signs in by SAML.",
        ["/login/token/redirect"] =
            "Of what a hosted page began, in the same browser; of what a client began, in the browser that signed in, or for a " +
            "confidential " +
            "client; a step-up leads on by `/login/step-up/redirect`.",
        ["/.well-known/webfinger rel"] = "Every answer has the one relation that Okta's has.",
    };

    /// <summary>By method and path: what an operation of the Management API that is built does not do.</summary>
    public static readonly IReadOnlyDictionary<string, string> Managed = new Dictionary<string, string>
    {
        ["POST /api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys"] = "No access token is encrypted",
        ["POST /api/v1/hook-keys"] = "No hook is asked with a signature",
        ["POST /api/v1/org/factors/yubikey_token/tokens"] = "Kept by its serial number: hardware keys have fixed codes here",
        ["POST /api/v1/domains"] = "Kept: the org answers by the names that it was started with",
        ["POST /api/v1/domains/{domainId}/verify"] = "Nobody's DNS is asked",
        ["POST /api/v1/authenticators/{authenticatorId}/methods/{webAuthnMethodType}/verify-rp-id-domain"] = "Nobody's DNS is asked",
        ["PUT /api/v1/brands/{brandId}"] = "Kept: the hosted pages look as they do",
        ["GET /api/v1/apps/{appId}/sso/saml/metadata"] = "No app signs in by SAML",
        ["POST /api/v1/idps"] = "Kept: people are sent there, and nobody answers",
        ["POST /api/v1/behaviors"] = "Kept: nobody's behaviour is watched",
        ["POST /api/v1/threats/configuration"] = "Kept: nobody is known to be dangerous",
    };

    /// <summary>Why some of Okta's reasons have no occasion here; a word that ends in <c>*</c> stands for all that begin so.</summary>
    public static readonly IReadOnlyList<(string Why, string Reasons)> Unsaid =
    [
        ("Nothing here is switched on or sold one by one", "invalid_grant_type_or_token_exchange_sku_not_enabled"),
        ("Okta's integrations and products beside the org's apps are not here",
            "unsupported_auth_method_client_creds_oauth_integration invalid_client_aerial_authorization_server " +
            "insufficient_user_authentication invalid_user_type token_request_missing_device_id jwks_uri_error_auth_server"),
        ("There is no admin console to link to", "illegal_redirect_uri_enhanced illegal_post_logout_redirect_uri_enhanced"),
        ("A user has one login and one password", "invalid_username multiple_password_enrollments"),
        ("okta-auth-js asks for what Okta's text would refuse", "unsupported_response_mode_okta_post_message_with_code"),
        (
            "Something more exact is said",
            "oie_not_enabled_for_interact invalid_grant invalid_target insufficient_scope missing_redirect_uri id_token_not_generated " +
            "access_token_not_generated " +
            "refresh_token_validation_failure"),
        (
            "No scope is known that Okta would refuse so",
            "illegal_scopes at_least_one_required_scope_combination exact_scope_required"),
    ];
}
