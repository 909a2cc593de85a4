using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>Built data.</summary>
static class Some
{
    public static AuthorizationCode Code() => new()
    {
        AuthorizationServerId = "default",
        ClientId = "0oa1",
        RedirectUri = "http://localhost:8080/callback",
        UserId = "00u1adaActive0000005",
        Scopes = ["openid", "email"],
        Lifetimes = new(3600, 0, 604800),
        Nonce = "n-8c2e",
        CodeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        AuthenticatedAt = 1_770_113_725, Methods = ["pwd"],
    };

    public static RefreshToken RefreshToken(string id) => new()
    {
        Id = id,
        AuthorizationServerId = "default",
        ClientId = "0oa1",
        UserId = "00u1adaActive0000005",
        Scopes = ["openid", "offline_access"],
        GrantType = "authorization_code",
        AuthenticatedAt = 1_770_113_725, Methods = ["pwd"], IdleSeconds = 604800, EndsAt = 253_402_300_799,
    };

    public static DeviceSecret DeviceSecret(DateTimeOffset expiresAt) => new()
    {
        AuthorizationServerId = "default",
        UserId = "00u1adaActive0000005",
        AuthenticatedAt = 1_770_113_725,
        Methods = ["pwd"],
        ExpiresAt = expiresAt.ToUnixTimeSeconds(),
    };

    public static PolledGrant PolledGrant() =>
        new() { AuthorizationServerId = "default", ClientId = "0oa1", Scopes = ["openid"], EndsAt = 1_770_113_730 + 600 };
}
