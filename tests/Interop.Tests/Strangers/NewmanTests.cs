using System.Text.Json;

namespace Postern.Interop.Tests.Strangers;

/// <summary>Postman's runner plays a collection of the Authentication API.</summary>
public class NewmanTests
{
    [Fact]
    public async Task It_plays_every_call_of_the_Authentication_API()
    {
        await using var org = await AuthnOrg.StartAsync();

        var result = await Stranger.AskAsync("newman.mjs", new() { ["collection"] = "authn.postman_collection.json", ["org"] = org.Url });

        result.GetProperty("failures").EnumerateArray().Select(failure => failure.GetString()).ShouldBeEmpty();
        result.GetProperty("requests").GetInt32().ShouldBeGreaterThanOrEqualTo(await RequestsAsync());
        result.GetProperty("assertions").GetInt32().ShouldBeGreaterThan(100);
    }

    static async Task<int> RequestsAsync()
    {
        await using var file = File.OpenRead(Path.Combine(Stranger.Scripts, "authn.postman_collection.json"));
        using var collection = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        return collection.RootElement.GetProperty("item").GetArrayLength();
    }
}
