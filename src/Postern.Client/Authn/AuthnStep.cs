namespace Postern.Client;

/// <summary>
/// Something that a transaction allows, because Okta gave a link for it. It holds the transaction's state token; take steps of the newest
/// state only.
/// </summary>
public sealed class AuthnStep
{
    readonly OktaClient _client;
    readonly AuthnLink _link;
    readonly string? _stateToken;
    readonly AuthnFactor? _factor;

    readonly string? _recoveryToken;

    internal AuthnStep(OktaClient client, AuthnLink link, string? stateToken, AuthnFactor? factor) =>
        (_client, _link, _stateToken, _factor) = (client, link, stateToken, factor);

    /// <summary>The one step that is taken with a recovery token.</summary>
    internal AuthnStep(OktaClient client, AuthnLink link, string recoveryToken) =>
        (_client, _link, _recoveryToken) = (client, link, recoveryToken);

    /// <summary>What Okta calls it, such as <c>changePassword</c>; null where the link's key says it all.</summary>
    public string? Name => _link.Name;

    /// <summary>Where it leads; a token in its query is secret.</summary>
    public string Href => _link.Href;

    /// <summary>
    /// Takes it: any status is a result. It is never sent twice but after 429: a wrong answer counts towards the user's lockout.
    /// </summary>
    /// <exception cref="OktaApiException">Okta refused it; the transaction stands as it stood.</exception>
    /// <exception cref="UnexpectedResponseException">The link leads away from the org, where no secret of the user's belongs.</exception>
    public Task<AuthnTransaction> TakeAsync(AuthnInput? input = null, CancellationToken ct = default) =>
        AuthnEndpoint.FollowAsync(_client, this, Body(input), Query(input), ct);

    internal async Task CancelAsync(CancellationToken ct) =>
        await AuthnEndpoint.CancelAsync(_client, this, Body(null), ct).ConfigureAwait(false);

    /// <summary>The name and the address: no token.</summary>
    public override string ToString() => _link.ToString();

    AuthnRequest Body(AuthnInput? input) => new()
    {
        StateToken = _stateToken,
        RecoveryToken = _recoveryToken,
        Username = input?.Username,
        Password = input?.Password,
        PassCode = input?.PassCode,
        NextPassCode = input?.NextPassCode,
        Answer = input?.Answer,
        OldPassword = input?.OldPassword,
        NewPassword = input?.NewPassword,
        RevokeSessions = input?.RevokeSessions,
        FactorType = input?.FactorType ?? (IsEnrolling ? _factor?.FactorType : null),
        Provider = input?.Provider ?? (IsEnrolling ? _factor?.Provider : null),
        Profile = input?.Profile,
        ClientData = input?.ClientData,
        AuthenticatorData = input?.AuthenticatorData,
        SignatureData = input?.SignatureData,
        Attestation = input?.Attestation,
    };

    bool IsEnrolling => _factor is { Id: null };

    static string Query(AuthnInput? input)
    {
        List<string> flags = [];
        if (input is { RememberDevice: true })
            flags.Add("rememberDevice=true");
        if (input is { AutoPush: true })
            flags.Add("autoPush=true");
        if (input is { UpdatePhone: true })
            flags.Add("updatePhone=true");
        return string.Join('&', flags);
    }
}
