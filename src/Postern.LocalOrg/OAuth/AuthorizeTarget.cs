using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// Where and how an authorize request is answered, known as soon as client and redirect URI are; errors after that go there too.
/// </summary>
sealed record AuthorizeTarget
{
    static readonly string[] Modes = [ResponseModes.Query, ResponseModes.Fragment, ResponseModes.FormPost, ResponseModes.OktaPostMessage];

    public required string RedirectUri { get; init; }
    public required string Mode { get; init; }
    public string? State { get; init; }

    /// <summary>As they were asked for; null: none were.</summary>
    public string? Scopes { get; init; }

    /// <summary>The words of <c>response_type</c>, in any order.</summary>
    public required IReadOnlyList<string> ResponseTypes { get; init; }

    public bool Wants(string responseType) => ResponseTypes.Contains(responseType);

    /// <summary>
    /// Byte by byte, or the answer would go to whoever asked: RFC 9700 section 4.1.3. What fails here is told to the user, not to the
    /// redirect URI.
    /// </summary>
    public static AuthorizeTarget Read(App client, AuthorizeParameters parameters)
    {
        if (parameters[Parameters.RedirectUri] is not { } redirectUri || !client.MayRedirectTo(redirectUri))
            throw OAuthError.InvalidRequest("The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.");

        var types = (parameters[Parameters.ResponseType] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var mode = parameters[Parameters.ResponseMode];
        return new()
        {
            RedirectUri = redirectUri,
            Mode = mode is not null && Modes.Contains(mode) ? mode : DefaultMode(types),
            State = parameters[Parameters.State],
            Scopes = parameters[Parameters.Scope],
            ResponseTypes = types,
        };
    }

    /// <summary>Throws what the client may not ask for, now that there is somewhere to say it.</summary>
    public void Check(App client)
    {
        if (ResponseTypes.Count == 0
            || ResponseTypes.Distinct().Count() < ResponseTypes.Count
            || !ResponseTypes.All(client.ResponseTypes.Contains))
            throw new OAuthError(OAuthErrors.UnsupportedResponseType,
                "The response type is not supported by the authorization server. Configured response types: " +
                $"[{string.Join(", ", client.ResponseTypes)}].");

        if (!GrantTypesNeeded().All(client.GrantTypes.Contains))
            throw new OAuthError(OAuthErrors.UnauthorizedClient,
                "The client is not authorized to use the provided grant type. Configured grant types: " +
                $"[{string.Join(", ", client.GrantTypes)}].");

        if (Mode is ResponseModes.Query && (Wants(Protocol.ResponseTypes.Token) || Wants(Protocol.ResponseTypes.IdToken)))
            throw new OAuthError(
                OAuthErrors.UnsupportedResponseMode,
                "'query' response mode cannot be used with either the 'id_token' or 'token' response types.");
    }

    public static void CheckMode(AuthorizeParameters parameters)
    {
        if (parameters[Parameters.ResponseMode] is { } mode && !Modes.Contains(mode))
            throw new OAuthError(OAuthErrors.UnsupportedResponseMode,
                $"The response mode is not supported by the authorization server. Valid response modes: [{string.Join(", ", Modes)}].");
    }

    public List<string> GrantTypesNeeded() => ResponseGrants.Of(ResponseTypes);

    /// <summary>OAuth 2.0 Multiple Response Types: tokens never go in a query by default.</summary>
    static string DefaultMode(string[] types) =>
        types.Contains(Protocol.ResponseTypes.Token) || types.Contains(Protocol.ResponseTypes.IdToken)
            ? ResponseModes.Fragment
            : ResponseModes.Query;
}
