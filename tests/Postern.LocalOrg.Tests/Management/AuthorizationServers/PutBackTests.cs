using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Management.AuthorizationServers;

/// <summary>What was read can be put as it is, and stays as it was: clients read, change a member and put the rest back.</summary>
public sealed class PutBackTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    [Theory]
    [InlineData("/apps/0oa1posternSpa000005")]
    [InlineData("/apps/0oa1posternWeb000005")]
    [InlineData("/apps/0oa1posternNative005")]
    [InlineData("/apps/0oa1posternService05")]
    [InlineData("/authorizationServers/default")]
    [InlineData("/authorizationServers/aus1posternOrders005")]
    [InlineData("/authorizationServers/default/scopes/{id}")]
    [InlineData("/authorizationServers/aus1posternOrders005/scopes/{id}")]
    [InlineData("/authorizationServers/default/claims/{id}")]
    [InlineData("/authorizationServers/aus1posternOrders005/claims/{id}")]
    [InlineData("/authorizationServers/aus1posternOrders005/policies/{id}")]
    [InlineData("/authorizationServers/default/policies/{id}/rules/{id}")]
    [InlineData("/authorizationServers/aus1posternOrders005/policies/{id}/rules/{id}")]
    public async Task What_was_read_can_be_put_back(string pattern)
    {
        foreach (var path in await PathsAsync(pattern))
        {
            var read = await org.GetAsync(path);
            var put = await org.PutAsync(path, read.Body);

            put.Status.ShouldBe(200, path + put.Body);
            Undated(put).ShouldBe(Undated(read), path);
            Undated(await org.GetAsync(path)).ShouldBe(Undated(read), path);
        }

        (await org.Http.TokensAsync()).Status.ShouldBe(200);
    }

    /// <summary>Of everything in the lists that the pattern goes through.</summary>
    async Task<List<string>> PathsAsync(string pattern)
    {
        List<string> paths = [""];
        foreach (var part in pattern.Split("/{id}").SkipLast(1))
        {
            List<string> below = [];
            foreach (var path in paths)
                below.AddRange((await org.GetAsync(path + part)).Json.EnumerateArray()
                    .Select(item => $"{path}{part}/{item.GetProperty("id").GetString()}"));
            paths = below;
        }

        return [.. paths.Select(path => path + pattern.Split("/{id}")[^1])];
    }

    static string Undated(Answer answer)
    {
        var body = JsonNode.Parse(answer.Body)!.AsObject();
        body.Remove("lastUpdated");
        return body.ToJsonString();
    }
}
