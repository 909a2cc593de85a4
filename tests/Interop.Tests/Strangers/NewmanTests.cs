using System.Globalization;
using System.Text.Json;

namespace Postern.Interop.Tests.Strangers;

/// <summary>Postman's runner plays a collection of each of Okta's APIs.</summary>
public class NewmanTests
{
    [Fact]
    public async Task It_plays_every_call_of_the_Authentication_API()
    {
        await using var org = await AuthnOrg.StartAsync();

        var result = await Stranger.AskAsync("newman.mjs", new() { ["collection"] = "authn.postman_collection.json", ["org"] = org.Url });

        result.GetProperty("failures").EnumerateArray().Select(failure => failure.GetString()).ShouldBeEmpty();
        result.GetProperty("requests").GetInt32().ShouldBeGreaterThanOrEqualTo(await RequestsAsync("authn.postman_collection.json"));
        result.GetProperty("assertions").GetInt32().ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task It_plays_every_kind_of_request_of_the_OpenID_Connect_API()
    {
        await using var org = await LocalOrg.LocalOrg.StartAsync(ct: TestContext.Current.CancellationToken);

        var result = await Stranger.AskAsync("newman.mjs", new() { ["collection"] = "oidc.postman_collection.json", ["org"] = org.Url });

        result.GetProperty("failures").EnumerateArray().Select(failure => failure.GetString()).ShouldBeEmpty();
        result.GetProperty("requests").GetInt32().ShouldBeGreaterThanOrEqualTo(await RequestsAsync("oidc.postman_collection.json"));
        result.GetProperty("assertions").GetInt32().ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task It_plays_a_folder_of_each_resource_of_the_Management_API()
    {
        const string ApiToken = "00newman-api-token-0123456789-abcdefghijkl";
        await using var org = await LocalOrg.LocalOrg.StartAsync(
            new() { Seed = new() { ApiTokens = [ApiToken], Groups = [LocalOrg.OrgSeed.Default.Groups[0]] } },
            TestContext.Current.CancellationToken);

        var result = await Stranger.AskAsync("newman.mjs", new()
        {
            ["collection"] = "management.postman_collection.json", ["org"] = org.Url, ["apiToken"] = ApiToken,
            ["since"] = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        });

        result.GetProperty("failures").EnumerateArray().Select(failure => failure.GetString()).ShouldBeEmpty();
        result.GetProperty("requests").GetInt32().ShouldBe(await RequestsAsync("management.postman_collection.json"));
        result.GetProperty("assertions").GetInt32().ShouldBeGreaterThan(270);
    }

    static async Task<int> RequestsAsync(string collectionFile)
    {
        await using var file = File.OpenRead(Path.Combine(Stranger.Scripts, collectionFile));
        using var collection = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        return RequestsIn(collection.RootElement.GetProperty("item"));
    }

    /// <summary>Of folders those that are in them.</summary>
    static int RequestsIn(JsonElement items) =>
        items.EnumerateArray().Sum(item => item.TryGetProperty("item", out var within) ? RequestsIn(within) : 1);
}
