using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>An org that can be asked for whatever was recorded: what the others have, and an app or a user for the rest.</summary>
public sealed class RecordedOrg : AskingOrg
{
    public const string Denied = "0oa1posternDenied005", Away = "0oa1posternAway00005", Direct = "0oa1posternDirect005";

    protected override OrgSeed Change(OrgSeed seed)
    {
        var asking = base.Change(seed);
        var spa = seed.Apps.First(app => app.ClientId == The.Spa);
        var amy = seed.Users.First(user => user.Login is "amy@example.com");
        return asking with
        {
            AppPolicies = [.. asking.AppPolicies, new() { Name = "Nobody", Rules = [new() { Name = "Nobody", AllowsAccess = false }] }],
            IdentityProviders =
            [
                new()
                {
                    Name = "Elsewhere", Type = "OIDC",
                    Protocol = new() { ["type"] = "OIDC", ["scopes"] = new JsonArray("openid") },
                },
            ],
            RoutingRules = [new() { Name = "Away", ProviderIds = ["Elsewhere"], AppIds = [Away] }],
            Apps =
            [
                .. asking.Apps, spa with { ClientId = Denied, Name = "Denied", Policy = "Nobody" },
                spa with { ClientId = Away, Name = "Away" },
                seed.Apps.First(app => app.ClientId == The.Native) with
                {
                    ClientId = Direct, Name = "Direct", ResponseTypes = ["code"],
                    GrantTypes =
                    [
                        "authorization_code", "password", "http://auth0.com/oauth/grant-type/mfa-otp",
                        "http://auth0.com/oauth/grant-type/mfa-oob",
                    ],
                },
            ],
            Users =
            [
                .. asking.Users, amy with
                {
                    Id = "00u1numNumber0000005", Login = "num@example.com",
                    Factors = [.. amy.Factors.Select(factor => factor.FactorType is "push" ? factor with { ShowsNumber = true } : factor)],
                },
            ],
        };
    }
}
