using System.Net;
using System.Text.Json.Nodes;
using Postern.LocalOrg;

namespace Postern.Testing.Tests.Tokens;

/// <summary>Broken tokens in one call each, as theory data, and all of them at once.</summary>
public class BrokenTokenTests(OrdersOrg orders)
{
    [Theory]
    [MemberData(nameof(TokenFlawData.Refused), MemberType = typeof(TokenFlawData))]
    public async Task An_API_refuses_it(TokenFlaw flaw)
    {
        using var api = orders.App.CreateClient();

        var answer = await GetAsync(api, await orders.Org.Tokens.BrokenAsync(flaw, "grace@example.com", "orders:read", The.Ct));

        answer.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_good_one_is_taken_with_the_claims_that_a_test_wants()
    {
        using var api = orders.App.CreateClient();
        var admin = new JsonObject { ["groups"] = new JsonArray("Admins") };

        var (good, asAdmin) = (
            await GetAsync(api, await orders.Org.Tokens.GoodAsync("grace@example.com", "orders:read", The.Ct)),
            await GetAsync(api, await orders.Org.Tokens.WithAsync(admin, "linus@example.com", "orders:read", The.Ct)));

        (good, asAdmin).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
    }

    [Fact]
    public async Task Each_flaw_has_a_call_of_its_name()
    {
        foreach (var flaw in Enum.GetValues<TokenFlaw>())
        {
            var method = typeof(BrokenTokens).GetMethod($"{flaw}Async").ShouldNotBeNull();
            var made = await (Task<string>)method.Invoke(null, [orders.Org.Tokens, "grace@example.com", "openid", The.Ct])!;

            made.Split('.').Length.ShouldBeGreaterThanOrEqualTo(3, method.Name);
        }
    }

    [Fact]
    public void Theory_data_is_rows_for_three_frameworks_and_methods_for_the_fourth()
    {
        TokenFlawData.Refused.Select(row => row.ShouldHaveSingleItem()).ShouldBe(TokenFlawData.RefusedFlaws().Cast<object>());
        TokenFlawData.All.Count().ShouldBe(Enum.GetValues<TokenFlaw>().Length);
        TokenFlawData.RefusedFlaws().ShouldNotContain(TokenFlaw.WithoutScope);
        TokenFlawData.RefusedFlaws().ShouldNotContain(TokenFlaw.WithoutKid);
    }

    [Fact]
    public async Task An_API_is_examined_in_a_line()
    {
        using var api = orders.App.CreateClient();

        var report = await orders.Org.ExamineAsync(api, "/orders", "orders:read", "grace@example.com", The.Ct);

        report.EnsurePassed().Results.Count.ShouldBe(28);
    }

    static async Task<HttpStatusCode> GetAsync(HttpClient api, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await api.SendAsync(request, The.Ct);
        return answer.StatusCode;
    }
}
