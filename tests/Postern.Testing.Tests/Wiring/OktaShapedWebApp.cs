using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Postern.Testing.Tests.Wiring;

/// <summary>
/// A web app that is set up as Okta.AspNetCore's AddOktaMvc sets one up: a callback path of Okta's own, issuer and audience spelled out in
/// the validation parameters, tokens saved, claims from userinfo.
/// </summary>
static class OktaShapedWebApp
{
    const string ClientId = "0oa1abcdEFGHijkl2345";

    public static void SetUp(OpenIdConnectOptions options, string oktaDomain)
    {
        var issuer = $"{oktaDomain}/oauth2/default";
        (options.Authority, options.ClientId, options.ClientSecret) = (issuer, ClientId, "a secret of the real app's");
        (options.CallbackPath, options.SignedOutCallbackPath) = ("/authorization-code/callback", "/signout/callback");
        (options.ResponseType, options.SaveTokens, options.UseTokenLifetime) = ("code", true, false);
        options.GetClaimsFromUserInfoEndpoint = true;
        options.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile"])
            options.Scope.Add(scope);
        options.TokenValidationParameters = new()
        {
            RequireExpirationTime = true, RequireSignedTokens = true, ValidateIssuer = true, ValidIssuer = issuer, ValidateAudience = true,
            ValidAudience = ClientId, ValidateIssuerSigningKey = true, ValidateLifetime = true, ClockSkew = TimeSpan.FromMinutes(2),
            NameClaimType = "name",
        };
        options.BackchannelHttpHandler = new SocketsHttpHandler();
        options.BackchannelTimeout = TimeSpan.FromMinutes(1);
    }
}
