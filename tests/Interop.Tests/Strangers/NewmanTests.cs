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

    static async Task<int> RequestsAsync(string collectionFile)
    {
        await using var file = File.OpenRead(Path.Combine(Stranger.Scripts, collectionFile));
        using var collection = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        return collection.RootElement.GetProperty("item").GetArrayLength();
    }
}
