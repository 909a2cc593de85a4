using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Postern.Client.Tests.Validation;

public sealed class KeySetTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Discovery_and_keys_are_asked_for_once()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().SessionTokenFlow;

        for (var i = 0; i < 3; i++)
            _ = await flow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        org.AskedAt("/openid-configuration").Count().ShouldBe(1);
        org.AskedAt("/keys").Count().ShouldBe(1);
    }

    [Fact]
    [Trait("Proves", "OIDC 10.1.1 key rotation")]
    public async Task A_new_key_id_makes_the_keys_be_read_again()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().SessionTokenFlow;
        _ = await flow.GetTokensAsync(The.Login, The.Password, ct: Ct);
        org.Keys = _ => Some.Json(200, BothKeys());
        org.Token = _ => Some.Json(200, org.Tokens(claims => Some.Jwt(claims, Some.Header("RS256", "kid-2"), The.OtherKey)));

        (await flow.GetTokensAsync(The.Login, The.Password, ct: Ct)).IdToken.ShouldNotBeNull();

        org.AskedAt("/keys").Count().ShouldBe(2);
    }

    [Fact]
    public async Task Of_those_who_meet_a_new_key_at_once_one_asks_and_all_find_it()
    {
        using var org = new FakeOrg();
        var keys = org.Connect().Keys;
        await keys.LoadAsync(Ct);
        using var allAsk = new ManualResetEventSlim();
        org.Keys = _ =>
        {
            allAsk.Wait(Ct);
            return Some.Json(200, BothKeys());
        };

        var finding = Enumerable.Range(0, 5).Select(_ => keys.FindAsync("kid-2", "RS256", Ct)).ToList();
        allAsk.Set();

        (await Task.WhenAll(finding)).ShouldAllBe(key => key != null && key.Kid == "kid-2");
        org.AskedAt("/keys").Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_new_key_that_could_not_be_read_once_is_read_the_next_time()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().SessionTokenFlow;
        _ = await flow.GetTokensAsync(The.Login, The.Password, ct: Ct);
        org.Token = _ => Some.Json(200, org.Tokens(claims => Some.Jwt(claims, Some.Header("RS256", "kid-2"), The.OtherKey)));
        org.Keys = _ => Some.Json(404, "{}");
        await Should.ThrowAsync<OktaException>(() => flow.GetTokensAsync(The.Login, The.Password, ct: Ct));
        org.Keys = _ => Some.Json(200, BothKeys());

        (await flow.GetTokensAsync(The.Login, The.Password, ct: Ct)).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task Invented_key_ids_do_not_make_the_keys_be_read_each_time()
    {
        using var org = new FakeOrg(The.Org);
        var invented = 0;
        org.Token = _ => Some.Json(200, org.Tokens(claims => Some.Jwt(claims, Some.Header("RS256", $"invented-{++invented}"))));
        var flow = org.Connect().SessionTokenFlow;

        for (var i = 0; i < 5; i++)
            (
                await Should.ThrowAsync<TokenValidationException>(
                    () => flow.GetTokensAsync(The.Login, The.Password, ct: Ct))).Check.ShouldBe("kid");
        org.AskedAt("/keys").Count().ShouldBe(2);

        org.Time.Advance(TimeSpan.FromMinutes(1));
        (
            await Should.ThrowAsync<TokenValidationException>(
                () => flow.GetTokensAsync(The.Login, The.Password, ct: Ct))).Actual.ShouldBe("invented-6");
        org.AskedAt("/keys").Count().ShouldBe(3);
    }

    [Fact]
    public async Task Keys_are_read_again_after_an_hour()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().SessionTokenFlow;
        _ = await flow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        org.Time.Advance(TimeSpan.FromHours(1));
        _ = await flow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        org.AskedAt("/keys").Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_signature_by_an_RSA_key_that_is_too_short_proves_nothing()
    {
        using var shortKey = RSA.Create(1024);
        using var org = new FakeOrg(The.Org);
        org.Keys = _ => Some.Json(200, Some.Jwks(shortKey));
        org.Token = _ => Some.Json(200, org.Tokens(claims => Some.Jwt(claims, key: shortKey)));

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Check.ShouldBe("signature");
        refused.Message.ShouldContain("fewer than 2048 bits");
    }

    [Theory]
    [InlineData("use", "enc")]
    [InlineData("alg", "RS512")]
    [InlineData("kty", "EC")]
    public async Task A_key_made_for_something_else_is_not_used(string member, string value)
    {
        using var org = new FakeOrg(The.Org);
        var keys = JsonNode.Parse(Some.Jwks(The.Key))!;
        keys["keys"]![0]![member] = value;
        org.Keys = _ => Some.Json(200, keys.ToJsonString());

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Check.ShouldBe("kid");
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_token_without_a_key_id_is_accepted_where_one_key_alone_fits(int count, bool accepted)
    {
        using var org = new FakeOrg(The.Org);
        org.Keys = _ => Some.Json(200, count == 1 ? Some.Jwks(The.Key) : BothKeys());
        org.Token = _ => Some.Json(200, org.Tokens(claims => Some.Jwt(claims, new JsonObject { ["alg"] = "RS256" })));

        var getting = org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        if (accepted)
            (await getting).IdToken.ShouldNotBeNull();
        else
            (await Should.ThrowAsync<TokenValidationException>(() => getting)).Check.ShouldBe("kid");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"keys\"")]
    public async Task An_answer_that_is_no_key_set_is_refused(string body)
    {
        using var org = new FakeOrg { Keys = _ => Some.Json(200, body) };

        var unexpected = await Should.ThrowAsync<UnexpectedResponseException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        unexpected.Stage.ShouldBe(Stage.Keys);
    }

    static string BothKeys()
    {
        var keys = JsonNode.Parse(Some.Jwks(The.Key))!;
        keys["keys"]!.AsArray().Add(JsonNode.Parse(Some.Jwks(The.OtherKey, "kid-2"))!["keys"]![0]!.DeepClone());
        return keys.ToJsonString();
    }
}
