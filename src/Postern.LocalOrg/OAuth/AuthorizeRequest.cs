using System.Globalization;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>An authorize request whose every parameter has been found good, before anybody asks who the user is.</summary>
sealed record AuthorizeRequest
{
    static readonly string[] KnownPrompts =
    [
        Prompts.None, Prompts.Login, Prompts.Consent, "login consent", "consent login", Prompts.EnrollAuthenticator, Prompts.IdpRefresh,
    ];

    public required AuthorizationServer Server { get; init; }
    public required App Client { get; init; }
    public required AuthorizeTarget Target { get; init; }
    public required AskedScopes Scopes { get; init; }
    public string? Nonce { get; init; }
    public string? CodeChallenge { get; init; }

    /// <summary>Of the key that the code is to be bound to: RFC 9449 section 10.</summary>
    public string? KeyThumbprint { get; init; }

    public required bool MayPrompt { get; init; }
    public required bool MustLogIn { get; init; }
    public required bool MustConsent { get; init; }
    public long? MaxAge { get; init; }
    public AuthenticationContext? Context { get; init; }

    /// <summary>The authenticators that are to be set up in the place of any token; null where tokens are asked for.</summary>
    public IReadOnlyList<string>? Enrolls { get; init; }

    /// <summary>Whether another app's sign-in answers it, and no session of the browser's.</summary>
    public bool IsHandedOver { get; init; }

    /// <summary>In the order of oidc.md 6.</summary>
    public static AuthorizeRequest Read(AuthorizationServer server, App client, AuthorizeTarget target, AuthorizeParameters parameters)
    {
        if (parameters.Duplicates.Count > 0)
            throw Duplicate(parameters.Duplicates);
        if (parameters[Parameters.Request] is not null)
            throw new OAuthError("request_not_supported", "The authorize request object is not supported by this client.");

        ClientLimits.CheckServer(client, server);
        var enrolls = AuthenticatorEnrollment.Read(target, parameters);
        if (enrolls is null)
            target.Check(client);
        AuthorizeTarget.CheckMode(parameters);
        if (target.State is null)
            throw OAuthError.InvalidRequest("The authentication request has an invalid 'state' parameter.");

        var nonce = parameters[Parameters.Nonce];
        if (nonce is null && target.GrantTypesNeeded().Contains(GrantTypes.Implicit))
            throw OAuthError.InvalidRequest(
                "The 'nonce' parameter is required for authorize requests with either the 'id_token' or 'token' response types..");

        var challenge = target.Wants(ResponseTypes.Code) ? ReadChallenge(client, parameters) : null;
        var maxAge = ReadMaxAge(parameters[Parameters.MaxAge]);
        var prompt = ReadPrompt(parameters, maxAge);
        if (client.RequiresPushedAuthorization && !parameters.IsPushed)
            // UNCONFIRMED (direct-auth.md 11): the text
            throw OAuthError.InvalidRequest("The client must push its authorization requests.");

        return new()
        {
            Server = server, Client = client, Target = target, Nonce = nonce, MaxAge = maxAge,
            CodeChallenge = challenge, KeyThumbprint = parameters[Parameters.DpopJkt],
            Scopes = enrolls is null
                ? new(ReadScopes(server, target, parameters), AreDefaults: parameters[Parameters.Scope] is null)
                : default,
            Enrolls = enrolls,
            MayPrompt = prompt is not Prompts.None,
            MustLogIn = maxAge is 0 || prompt is Prompts.IdpRefresh || (prompt?.Contains(Prompts.Login, StringComparison.Ordinal) ?? false),
            MustConsent = prompt?.Contains(Prompts.Consent, StringComparison.Ordinal) ?? false,
            Context = AuthenticationContext.Read(parameters[Parameters.AcrValues]),
        };
    }

    /// <summary>Of several resources each may be a good one; of anything else a second is an attempt to be misread.</summary>
    public static OAuthError Duplicate(IReadOnlyList<string> names) => names is [Parameters.Resource]
        ? RequestedResources.TooMany()
        : OAuthError.InvalidRequest(
            "Duplicate parameter provided in request. Duplicated parameters: " +
            $"[{string.Join(", ", names.Where(name => name is not Parameters.Resource))}].");

    static string? ReadChallenge(App client, AuthorizeParameters parameters)
    {
        var challenge = parameters[Parameters.CodeChallenge];
        if (challenge is null)
            return client.PkceRequired || client.TokenEndpointAuthMethod is ClientAuthMethods.None
                ? throw OAuthError.InvalidRequest("PKCE code challenge is required by the application.")
                : null;

        // UNCONFIRMED (oidc.md 3): no method means plain to RFC 7636, which Okta does not support.
        if (parameters[Parameters.CodeChallengeMethod] is not CodeChallengeMethods.S256)
            throw OAuthError.InvalidRequest("PKCE code challenge method is not supported. Valid values: [S256]");

        return PkceTexts.IsLongEnough(challenge) && PkceTexts.HasLegalCharacters(challenge)
            ? challenge
            : throw OAuthError.InvalidRequest("PKCE code challenge contains illegal characters.");
    }

    public static long? ReadMaxAge(string? text)
    {
        if (text is null)
            return null;

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= int.MaxValue
            ? seconds
            : throw OAuthError.InvalidRequest("Invalid value for 'max_age' parameter. It should be within range 0 - 2^31-1.");
    }

    static string? ReadPrompt(AuthorizeParameters parameters, long? maxAge)
    {
        var prompt = parameters[Parameters.Prompt];
        if (prompt is not null && !KnownPrompts.Contains(prompt))
            throw OAuthError.InvalidRequest($"Invalid value for 'prompt' parameter. Supported values: [{string.Join(", ", KnownPrompts)}]");
        if (prompt is Prompts.IdpRefresh && parameters[Parameters.Idp] is null)
            throw OAuthError.InvalidRequest("The 'prompt' parameter value 'idp_refresh' requires the 'idp' parameter to be specified.");

        return prompt is Prompts.None && maxAge is 0
            ? throw OAuthError.InvalidRequest("'prompt' parameter must not have the value 'none' for request with 'zero' as max_age.")
            : prompt;
    }

    static string[] ReadScopes(AuthorizationServer server, AuthorizeTarget target, AuthorizeParameters parameters)
    {
        var scopes = RequestedScopes.Read(server, parameters[Parameters.Scope]);
        RequestedScopes.CheckOpenId(scopes, target.Wants(ResponseTypes.IdToken));
        foreach (var shared in (ReadOnlySpan<string>)[Protocol.Scopes.DeviceSso, Protocol.Scopes.InterclientAccess])
            if (scopes.Contains(shared))
                CheckShared(shared, target);

        // oidc.md 10.1: ignored unless a code, and with it a refresh token, may come of it.
        return target.Wants(ResponseTypes.Code) ? scopes : [.. scopes.Where(scope => scope != Protocol.Scopes.OfflineAccess)];
    }

    /// <summary>
    /// The sign-in that other apps share begins at the token endpoint, and an ID token from here could not name its session. UNCONFIRMED
    /// (oidc.md 22): the occasions.
    /// </summary>
    static void CheckShared(string scope, AuthorizeTarget target)
    {
        const string Code = ResponseTypes.Code;
        if (!target.Wants(Code))
            throw OAuthError.InvalidRequest($"The response type {Code} is required when requesting scope {scope}.");
        if (target.ResponseTypes.Count > 1)
            throw OAuthError.InvalidRequest(
                $"The response type {string.Join(' ', target.ResponseTypes)} is not supported when requesting scope {scope}. Allowed " +
                $"response types: [{Code}].");
    }
}
