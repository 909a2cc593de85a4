using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>OpenID Connect CIBA section 10.1: a client gets what the user has approved on the phone.</summary>
sealed class CibaGrant(Polling polling) : IGrant
{
    // UNCONFIRMED (direct-auth.md 7): all but the first.
    static readonly PollingTexts Texts = new(
        "The authorization request is still pending as the user hasn't yet been authenticated.", "The 'auth_req_id' has expired.",
        "The 'auth_req_id' is invalid or has expired.");

    public string GrantType => GrantTypes.Ciba;

    public Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct) =>
        polling.RedeemAsync(request, GrantType, request.Form.Required(Parameters.AuthReqId), Texts, ct);
}
