using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>RFC 8628 section 3.4: a device gets what its user has allowed on the activation page.</summary>
sealed class DeviceCodeGrant(Polling polling) : IGrant
{
    static readonly PollingTexts Texts = new(
        "The device authorization is pending. Please try again later.", "The device code has expired.",
        "The device code is invalid or has expired.");

    public string GrantType => GrantTypes.DeviceCode;

    public Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct) =>
        polling.RedeemAsync(request, GrantType, request.Form.Required(Parameters.DeviceCode), Texts, ct);
}
