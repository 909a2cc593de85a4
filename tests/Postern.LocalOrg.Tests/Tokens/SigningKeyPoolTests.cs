using System.Text.Json;

namespace Postern.LocalOrg.Tests.Tokens;

/// <summary>Keys are made ahead and handed on; no two orgs that live have one in common.</summary>
public class SigningKeyPoolTests
{
    [Fact]
    public async Task Orgs_one_after_another_need_as_many_keys_as_one()
    {
        var pool = new SigningKeyPool();
        List<string> firsts = [];

        for (var org = 0; org < 5; org++)
            firsts.Add(await KeyOfOneOrgAsync(pool));

        pool.Made.ShouldBeLessThanOrEqualTo(2);
        firsts.Distinct().Count().ShouldBeLessThanOrEqualTo(pool.Made);
    }

    [Fact]
    public async Task Orgs_that_live_side_by_side_have_no_key_in_common()
    {
        var pool = new SigningKeyPool();
        await using var one = await LocalOrg.StartAsync(new() { SigningKeys = pool }, The.Ct);
        await using var other = await LocalOrg.StartAsync(new() { SigningKeys = pool }, The.Ct);

        (await KidAsync(one)).ShouldNotBe(await KidAsync(other));
    }

    [Fact]
    public async Task What_is_made_ahead_is_there_when_a_key_is_first_needed()
    {
        var pool = new SigningKeyPool();
        pool.Prepare(2);
        pool.Prepare(2);
        await Patience.UntilAsync("two keys", () => pool.Ready == 2);

        await using var org = await LocalOrg.StartAsync(new() { SigningKeys = pool }, The.Ct);
        await KidAsync(org);

        pool.Made.ShouldBe(2);
    }

    static async Task<string> KeyOfOneOrgAsync(SigningKeyPool pool)
    {
        await using var org = await LocalOrg.StartAsync(new() { SigningKeys = pool }, The.Ct);
        return await KidAsync(org);
    }

    static async Task<string> KidAsync(LocalOrg org)
    {
        using var http = new Browserless(org);
        var keys = await http.GetAsync("/oauth2/default/v1/keys");
        return JsonDocument.Parse(keys.Body).RootElement.GetProperty("keys")[0].GetProperty("kid").GetString()!;
    }
}
