using System.Buffers.Text;
using System.Text.Json;
using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>
/// What a security key has signed, in the place of a password or after it (direct-auth.md 4). In a password's place nothing but the
/// challenge itself, which is in what was signed, says which sign-in it is.
/// </summary>
sealed class WebAuthnGrant(string grantType, DirectSignIns signIns) : IGrant
{
    public string GrantType => grantType;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        var clientData = request.Form.Required(Parameters.ClientDataJson);
        FactorAnswer answer = new()
        {
            Key = new()
            {
                ClientData = clientData, AuthenticatorData = request.Form.Required(Parameters.AuthenticatorData),
                SignatureData = request.Form.Required(Parameters.Signature),
            },
        };
        var token = grantType is GrantTypes.MfaWebAuthn
            ? new DirectToken(Parameters.MfaToken, request.Form.Required(Parameters.MfaToken))
            : new DirectToken(Parameters.ClientDataJson, ChallengeIn(clientData));
        var reached = await signIns.TakeAsync(request, token, transaction => Verify(transaction, answer), ct);
        return DirectSignIns.GrantedBy(request, reached, grantType, token);
    }

    /// <summary>Any of the user's keys may answer.</summary>
    static SignInInput.Verify Verify(Transaction transaction, FactorAnswer answer) =>
        transaction is { Status: AuthnStatuses.MfaChallenge, Factor: { FactorType: FactorTypes.WebAuthn } factor }
            ? new(transaction.Challenge is { IsForAny: true } ? factor.FactorType : factor.Id, answer)
            : throw new SignInRefusal.WrongState();

    /// <summary>WebAuthn section 5.8.1. Whatever is none is no sign-in's.</summary>
    static string ChallengeIn(string clientData)
    {
        try
        {
            var json = Base64Url.DecodeFromChars(clientData.Replace('+', '-').Replace('/', '_').TrimEnd('='));
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("challenge", out var challenge)
                && challenge.ValueKind is JsonValueKind.String
                ? challenge.GetString()!
                : "";
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
