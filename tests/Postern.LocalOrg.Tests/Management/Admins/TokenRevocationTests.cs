namespace Postern.LocalOrg.Tests.Management.Admins;

/// <summary>What an API token is good for no more, from the next request on; each with an org whose tokens it may spend.</summary>
public sealed class TokenRevocationTests : IAsyncLifetime
{
    const string Tokens = "/api/v1/api-tokens";

    readonly AdminOrg _org = new();

    public ValueTask InitializeAsync() => _org.InitializeAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_token_that_was_revoked_expired_or_sent_from_elsewhere_will_not_do()
    {
        (await _org.DeleteAsync(Tokens + "/current", "00another")).Status.ShouldBe(204);
        (await _org.GetAsync(Tokens, "00another")).ShouldBeOktaError(401, "E0000011", "Invalid token provided");

        var id = (await _org.GetAsync(Tokens)).Json[0].GetProperty("id").GetString();
        var elsewhere = await _org.PutAsync(
            $"{Tokens}/{id}", """{"name":"ci","userId":"x","network":{"connection":"ZONE","exclude":["nzo1elsewhere0000005"]}}""");
        elsewhere.Status.ShouldBe(200, elsewhere.Body);
        elsewhere.Text("name").ShouldBe("ci");
        elsewhere.Json.GetProperty("network").GetRawText().ShouldBe("""{"connection":"ZONE","exclude":["nzo1elsewhere0000005"]}""");
        (await _org.GetAsync(Tokens)).Status.ShouldBe(200);

        (await _org.PutAsync($"{Tokens}/{id}", """{"network":{}}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: The field cannot be left blank");
        (
            await _org.PutAsync(
                $"{Tokens}/{id}", """{"name":"x","network":{"connection":"ZONE","include":["nzo1nowhere"]}}""")).Status.ShouldBe(400);

        _org.Advance(29 * 24 * 3600);
        (await _org.GetAsync(Tokens)).Status.ShouldBe(200);
        _org.Advance(29 * 24 * 3600);
        var used = await _org.GetAsync($"{Tokens}/{id}");
        used.Text("lastUpdated").ShouldBe("2026-04-02T10:15:30.000Z");
        (await _org.PutAsync($"{Tokens}/{id}", """{"name":"x","network":{"connection":"ZONE","include":["nzo1elsewhere0000005"]}}"""))
            .Status.ShouldBe(200);
        (await _org.GetAsync(Tokens)).ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
        _org.Advance(31 * 24 * 3600);
        (await _org.GetAsync(Tokens)).ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Fact]
    public async Task A_token_dies_with_its_owner()
    {
        (await _org.GetAsync(Tokens)).Status.ShouldBe(200);

        await _org.Org.SetUserStateAsync("amy@example.com", UserState.Suspended, The.Ct);

        (await _org.PostAsync("/api/v1/authn", """{"username":"ada@example.com","password":"Correct-Horse-9"}"""))
            .ShouldBeOktaError(401, "E0000011", "Invalid token provided");
        (await _org.GetAsync(Tokens)).ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Fact]
    public async Task Of_many_who_use_a_token_while_it_is_revoked_each_is_answered_before_or_after()
    {
        var asking = Enumerable.Range(0, 50).Select(number => number is 25
            ? _org.DeleteAsync(Tokens + "/current", "00another")
            : _org.GetAsync(Tokens, "00another")).ToList();

        var statuses = (await Task.WhenAll(asking)).Select(answer => answer.Status).ToList();

        statuses[25].ShouldBe(204);
        statuses.Except([204, 200, 401]).ShouldBeEmpty();
        (await _org.GetAsync(Tokens, "00another")).Status.ShouldBe(401);
    }
}
