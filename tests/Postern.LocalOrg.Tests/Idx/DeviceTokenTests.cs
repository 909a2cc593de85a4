namespace Postern.LocalOrg.Tests.Idx;

/// <summary>A server says which device its user is at, since its own calls bring no cookie of that one's browser: idx.md 2.</summary>
public sealed class DeviceTokenTests(DeviceTokenTests.RememberingOrg org) : IClassFixture<DeviceTokenTests.RememberingOrg>
{
    [Fact]
    public async Task A_device_that_a_server_names_is_remembered_and_no_other()
    {
        var first = await IdentifyAsync(The.Web, "device-1");
        await first.ChooseAsync("Security Question", null, "challenge-authenticator", "select-authenticator-authenticate");
        await first.GoAsync(
            "challenge/answer", "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"mayonnaise\"}",
            "successWithInteractionCode");

        var again = await IdentifyAsync(The.Web, "device-1");
        var other = await IdentifyAsync(The.Web, "device-2");
        var anybody = await IdentifyAsync(The.Spa, "device-1");

        again.Names.ShouldBe(["successWithInteractionCode"], again.Last.Body);
        other.Names.ShouldBe(["select-authenticator-authenticate"], other.Last.Body);
        anybody.Names.ShouldBe(["select-authenticator-authenticate"], anybody.Last.Body);
    }

    async Task<IdxRun> IdentifyAsync(string app, string device)
    {
        var run = new IdxRun(org);
        await run.BeginAsync(app, app is The.Web ? $"&client_secret={The.WebSecret}" : "", ("X-Device-Token", device));
        await run.PostAsync(
            "identify", $$$"""
            "identifier":"remi@example.com","credentials":{"passcode":"{{{The.Password}}}"},"rememberMe":true
            """);
        return run;
    }

    /// <summary>Of Remi a factor is asked once on each device.</summary>
    public sealed class RememberingOrg : IdxOrg
    {
        const string Remembered = "00g1rememberedRem005";

        protected override OrgSeed Change(OrgSeed seed) => seed with
        {
            Groups = [.. seed.Groups, new() { Id = Remembered, Name = "Remembered" }],
            SessionPolicies =
            [
                new()
                {
                    Name = "Remembered", GroupIds = [Remembered],
                    Rules = [new() { Name = "Two", RequiresFactor = true, FactorLifetime = TimeSpan.FromDays(30) }],
                },
            ],
            Users =
            [
                .. seed.Users, seed.Users.First(user => user.Login is "abe@example.com") with
                {
                    Id = "00u1remiRemembered05", Login = "remi@example.com", GroupIds = [The.Testers, Remembered],
                },
            ],
        };
    }
}
