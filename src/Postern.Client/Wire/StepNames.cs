namespace Postern.Client;

/// <summary>What a person calls the request of each step.</summary>
static class StepNames
{
    public static string Of(Stage stage) => stage switch
    {
        Stage.Discovery => "metadata request",
        Stage.Authn => "authentication request",
        Stage.Authorize => "authorization request",
        Stage.Token => "token request",
        Stage.Keys => "keys request",
        Stage.Introspect => "introspection request",
        Stage.Revoke => "revocation request",
        Stage.UserInfo => "userinfo request",
        Stage.Logout => "logout request",
        Stage.DeviceAuthorization => "device authorization request",
        Stage.BackchannelAuthentication => "backchannel authentication request",
        Stage.PushedAuthorization => "pushed authorization request",
        Stage.DirectAuthentication => "direct authentication request",
        Stage.Interact => "interaction request",
        Stage.Idx => "sign-in step",
        _ => "request",
    };
}
