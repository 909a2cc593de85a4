using System.Collections.Frozen;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Which names on the wire hold a secret, for whoever prints requests and responses.</summary>
public static class SecretNames
{
    static readonly FrozenSet<string> Headers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "DPoP", "X-Postern-Control-Key");

    static readonly FrozenSet<string> Fields = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        Parameters.AccessToken, Parameters.ClientAssertion, Parameters.ClientSecret, Parameters.Code, Parameters.CodeVerifier,
        Parameters.IdToken, Parameters.RefreshToken, Parameters.SessionToken, Parameters.Password, Parameters.Assertion,
        Parameters.ActorToken, Parameters.AuthReqId, Parameters.DeviceCode, Parameters.DeviceSecret,
        Parameters.MfaToken, Parameters.OobCode, Parameters.Otp, Parameters.BindingCode,
        Parameters.InteractionCode, Parameters.InterclientToken, "interaction_handle", "interactionHandle", "stateHandle", "totp",
        Parameters.IdTokenHint, Parameters.LoginHintToken, Parameters.SubjectToken, Parameters.Token, "answer", "deviceToken",
        "attestation", "authenticatorData", "clientData", "correctAnswer", "newPassword", "new_password", "oldPassword", "old_password",
        "clientDataJSON", "signature", "userHandle", "okta_key", "passCode", "pass_code", "recoveryToken", "sharedSecret", "signatureData",
        "stateToken", "state_token");

    /// <summary>True for headers such as <c>Authorization</c>; the scheme before the first space is no secret.</summary>
    public static bool IsSecretHeader(string name) => Headers.Contains(name);

    /// <summary>True for a query or form parameter, or a JSON member at any depth, such as <c>sessionToken</c>.</summary>
    public static bool IsSecretField(string name) => Fields.Contains(name);
}
