using System.Reflection;

namespace Postern.LocalOrg.Tests.Record;

/// <summary>What a run has met of all that an org has.</summary>
public sealed class CoverageTests(Faults.FaultyOrg shared) : IClassFixture<Faults.FaultyOrg>
{
    [Fact]
    public async Task What_was_met_is_counted_and_everything_else_was_never_met()
    {
        await shared.Org.Requests.StartAsync(The.Ct);
        await shared.Org.Coverage.ClearAsync(The.Ct);
        await shared.AskServiceAsync();
        await shared.AskServiceAsync();
        await shared.Http.RedeemAsync("none");
        await shared.Http.AuthorizeAsync(
            "/oauth2/default",
            $"client_id={The.Web}&response_type=id_token%20code&response_mode=fragment&scope=openid" +
            $"&redirect_uri={The.EncodedCallback}&state=s&nonce=n");
        await shared.Http.AuthenticateAsync("ada@example.com", "wrong");

        var report = await shared.Org.Coverage.ReportAsync(The.Ct);

        report.IsRecording.ShouldBeTrue();
        Met(report.Endpoints).ShouldBe(
            [
                "GET /oauth2/{authorizationServerId}/v1/authorize 1", "POST /api/v1/authn 2",
                "POST /oauth2/{authorizationServerId}/v1/token 3",
            ]);
        Met(report.Grants).ShouldBe(["authorization_code 1", "client_credentials 2"]);
        Met(report.ResponseTypes).ShouldBe(["code id_token 1"]);
        Met(report.ResponseModes).ShouldBe(["fragment 1"]);
        Met(report.Errors).ShouldBe(["invalid_grant 1", "E0000004 1"]);
        report.Endpoints.Single(item => item.Name == "GET /oauth2/{authorizationServerId}/v1/keys").Met.ShouldBe(0);
        report.Grants.Select(item => item.Name).ShouldContain("urn:ietf:params:oauth:grant-type:device_code");
        report.Endpoints.ShouldNotContain(item => item.Name.Contains("_postern", StringComparison.Ordinal));
        (await shared.Http.GetAsync("/_postern/coverage")).Json.GetProperty("grants")[0].GetProperty("met").GetInt64().ShouldBe(1);
        (await shared.Http.SendAsync(HttpMethod.Delete, "/_postern/coverage", null)).Json.GetProperty("grants")[0].GetProperty("met")
            .GetInt64().ShouldBe(0);
    }

    /// <summary>The lists that say "never" are those of the codes there are: none is forgotten.</summary>
    [Theory]
    [InlineData("OAuthErrors")]
    [InlineData("OktaErrorCodes")]
    public void Every_code_of_an_error_is_on_its_list(string codes)
    {
        var type = typeof(LocalOrg).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.EndsWith(".Protocol", StringComparison.Ordinal))
            .Select(Assembly.Load).Single(assembly => assembly.GetName().Name!.StartsWith("Postern", StringComparison.Ordinal))
            .GetExportedTypes().Single(exported => exported.Name == codes);
        var constants = type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);

        ((IReadOnlyList<string>)type.GetProperty("All")!.GetValue(null)!).ShouldBe(constants, ignoreOrder: true);
    }

    [Fact]
    public async Task Two_processes_count_together()
    {
        await using var database = await Storage.OneDatabase.CreateAsync();
        var (first, second) = (await database.StartAsync(), await database.StartAsync());
        using var here = new Browserless(first);
        using var there = new Browserless(second);
        await first.Requests.StartAsync(The.Ct);
        await there.GetAsync("/oauth2/default/v1/keys");
        await here.GetAsync("/oauth2/default/v1/keys");

        await Patience.UntilAsync("both", async () =>
            Met((await first.Coverage.ReportAsync(The.Ct)).Endpoints) is ["GET /oauth2/{authorizationServerId}/v1/keys 2"]);
    }

    static string[] Met(IReadOnlyList<CoveredItem> items) =>
        [.. items.Where(item => item.Met > 0).Select(item => $"{item.Name} {item.Met}")];
}
