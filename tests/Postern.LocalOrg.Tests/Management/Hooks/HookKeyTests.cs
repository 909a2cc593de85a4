namespace Postern.LocalOrg.Tests.Management.Hooks;

/// <summary>Keys for hooks, and other keys that are kept: management.md 11, 16.</summary>
public sealed class HookKeyTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Keys = "/hook-keys";

    [Fact]
    public async Task A_key_is_made_renamed_and_deleted_and_its_private_half_is_nobodys()
    {
        var made = await org.PostAsync(Keys, """{"name":"Mine"}""");
        made.Status.ShouldBe(200, made.Body);
        var (id, keyId) = (made.Text("id"), made.Text("keyId"));
        id.ShouldMatch("^HKY[A-Za-z0-9]{17}$");
        made.Members.ShouldBe(["id", "keyId", "name", "created", "lastUpdated", "isUsed", "_embedded"]);
        made.Json.GetProperty("_embedded").EnumerateObject().Select(member => member.Name).ShouldBe(["kty", "alg", "kid", "use", "e", "n"]);

        (await org.GetAsync($"{Keys}/{id}")).Members.ShouldNotContain("_embedded");
        (await org.GetAsync($"{Keys}/{id}?expand=publickey")).Body.ShouldBe(made.Body);
        (await org.GetAsync($"{Keys}/public/{keyId}")).Json.GetProperty("_embedded").GetProperty("kid").GetString().ShouldBe(keyId);
        (await org.PutAsync($"{Keys}/{id}", """{"name":"Ours"}""")).Text("name").ShouldBe("Ours");
        (await org.PostAsync(Keys, """{"name":"Ours"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: An object with this field already exists in the current organization");
        (await org.GetAsync(Keys)).Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("isUsed").GetString().ShouldBe("false");
        (await org.DeleteAsync($"{Keys}/{id}")).Status.ShouldBe(204);
        (await org.GetAsync($"{Keys}/public/{keyId}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Of_those_who_add_the_last_key_that_there_may_be_at_once_one_does()
    {
        await using var clocked = await ClockedOrg.StartAsync(seed => seed with
        {
            ApiTokens = ["00token"],
            HookKeys =
            [
                .. Enumerable.Range(0, 49).Select(number => new SeedHookKey
                {
                    Name = $"key {number}", Jwk = new() { ["kty"] = "RSA", ["kid"] = $"k{number}" },
                }),
            ],
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => clocked.Http.PostJsonAsync(
            "/api/v1" + Keys, $$"""{"name":"last {{number}}"}""", ("Authorization", "SSWS 00token"))));

        answers.Select(answer => answer.Status).Order().ShouldBe([200, 400, 400]);
    }

    [Fact]
    public async Task Of_the_keys_of_an_API_at_most_one_is_active()
    {
        const string Path = "/authorizationServers/default/resourceservercredentials/keys";
        var first = await AddAsync(Path, "first-key-of-the-api");
        var second = await AddAsync(Path, "second-key-of-the-api");
        first.Text("status").ShouldBe("INACTIVE");

        (await org.PostAsync($"{Path}/{first.Text("id")}/lifecycle/activate")).Text("status").ShouldBe("ACTIVE");
        (await org.PostAsync($"{Path}/{second.Text("id")}/lifecycle/activate")).Text("status").ShouldBe("ACTIVE");

        (await org.GetAsync(Path)).Json.EnumerateArray()
            .Select(key => key.GetProperty("status").GetString())
            .ShouldBe(["INACTIVE", "ACTIVE"]);
        (await org.DeleteAsync($"{Path}/{second.Text("id")}")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: JsonWebKey",
            "You can't delete an active JSON Web Key. Deactivate the key before deleting it.");
        (await org.PostAsync($"{Path}/{second.Text("id")}/lifecycle/deactivate")).Text("status").ShouldBe("INACTIVE");
        (await org.DeleteAsync($"{Path}/{second.Text("id")}")).Status.ShouldBe(204);
        (await org.PostAsync(Path, """{"kty":"RSA","kid":"an-active-key","status":"ACTIVE"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: JsonWebKey",
            "Keys cannot be created with an ''ACTIVE'' status. Create an ''INACTIVE'' key and then activate it.");
    }

    async Task<Answer> AddAsync(string path, string kid)
    {
        var modulus = System.Buffers.Text.Base64Url.EncodeToString([.. Enumerable.Repeat((byte)200, 256)]);
        var added = await org.PostAsync(path, $$"""{"kty":"RSA","kid":"{{kid}}","use":"enc","e":"AQAB","n":"{{modulus}}"}""");
        added.Status.ShouldBe(201, added.Body);
        return added;
    }
}
