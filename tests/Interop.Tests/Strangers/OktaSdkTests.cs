using System.Text.Json;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Strangers;

/// <summary>
/// Okta's own SDK for its Management API: it makes, reads, changes, lists, searches, switches off and deletes each resource, and what it
/// changes is
/// seen in a sign-in or a token of okta-auth-js.
/// </summary>
public class OktaSdkTests
{
    const string ApiToken = "00sdk-api-token-0123456789-abcdefghijklmnop";
    const string Callback = "http://localhost:8080/callback";

    [Fact]
    public async Task Users_live_and_die() => (await AskAsync("users")).ShouldBe(
        """{"seen":["STAGED","ACTIVE","SUSPENDED","DEPROVISIONED"],"department":"Sales","nickName":null,"pages":true,"found":["ute@acme.example"],"gone":"404 E0000007"}""");

    [Fact]
    public async Task A_rules_members_have_the_groups_claim() => (await AskAsync("groups")).ShouldBe(
        """{"members":["gus@acme.example"],"claim":["Everyone","qa-testers"],"left":["Everyone"],"found":["qa-people"],"gone":"404 E0000007"}""");

    [Fact]
    public async Task An_app_lets_in_whom_it_is_assigned_to_while_it_is_active() => (await AskAsync("apps")).ShouldBe(
        """{"before":"User is not assigned to the client application.","assigned":["ann@acme.example"],"after":"ann@acme.example","renamed":"SDK app renamed","listed":["SDK app renamed"],"early":"403 E0000056","off":"No redirect: 400","on":"SUCCESS","gone":"404 E0000007"}""");

    [Fact]
    public async Task A_rules_lifetime_a_claim_and_a_scope_are_in_the_next_token() => (await AskAsync("servers")).ShouldBe(
        """{"lifetime":420,"team":"blue","scopes":["openid","orders:read"],"laterLifetime":660,"laterTeam":null,"noPolicy":"Policy evaluation failed for this request, please check the policy configurations.","off":true,"gone":"404 E0000007"}""");

    [Fact]
    public async Task A_policy_rule_that_denies_is_obeyed_at_the_next_sign_in() => (await AskAsync("policies")).ShouldBe(
        """{"before":"SUCCESS","denied":"You do not have permission to access your account at this time.","listed":[["Nobody of these",1,false],["Default Policy",2,true]],"after":"SUCCESS","gone":"404 E0000007"}""");

    [Fact]
    public async Task A_trusted_origin_is_trusted_while_it_is_active() => (await AskAsync("origins")).ShouldBe(
        """{"before":null,"after":"https://page.acme.example","off":null,"zone":["203.0.113.0/24"],"gone":"404 E0000007"}""");

    [Fact]
    public async Task A_factor_is_enrolled_verified_and_given_up() => (await AskAsync("factors")).ShouldBe(
        """{"status":"ACTIVE","listed":["question"],"verified":"SUCCESS","wrong":"403 E0000068","gone":"404 E0000007"}""");

    [Fact]
    public async Task The_log_tells_who_was_made_and_who_signed_in() => (await AskAsync("log")).ShouldBe(
        """[["user.lifecycle.create","SUCCESS"],["user.session.start","SUCCESS"]]""");

    [Fact]
    public async Task An_attribute_of_ones_own_is_kept_and_checked() => (await AskAsync("schema")).ShouldBe(
        """{"attributes":["badge"],"badge":"B-1","long":"400 E0000001","unknown":"400 E0000001"}""");

    [Fact]
    public async Task Every_other_resource_is_made_changed_listed_and_deleted() => (await AskAsync("resources")).ShouldBe(
        """{"userType":["partner",true,"404 E0000007"],"inlineHook":["Asked anew",true,"404 E0000007"],"eventHook":["Told anew",true,"404 E0000007"],"identityProvider":["Far away",true,"404 E0000007"],"behavior":["Strange device",true,"404 E0000007"],"brand":["Port",true,"404 E0000007"],"hookKey":["Other key",true,"404 E0000007"],"zone":["Offices",true,"404 E0000007"],"links":["manager"],"verified":"COMPLETED","authenticators":["okta_email","okta_verify","okta_password","phone_number","webauthn","security_question"],"website":"https://acme.example","tokens":1}""");

    [Fact]
    public async Task Sessions_roles_and_refresh_tokens_are_good_until_they_are_taken_away() => (await AskAsync("taken")).ShouldBe(
        """{"login":"tia@acme.example","ended":"404 E0000007","roles":["HELP_DESK_ADMIN"],"left":0,"listed":[["offline_access","openid"]],"refreshed":400}""");

    /// <summary>With an app that gives the groups claim to everybody.</summary>
    static async Task<string> AskAsync(string step)
    {
        await using var org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                Seed = new()
                {
                    OrgName = "acme",
                    ApiTokens = [ApiToken],
                    Apps =
                    [
                        new()
                        {
                            ClientId = "0oa1acmeWeb000000005", Name = "Everybody's", Kind = AppKind.Spa, RedirectUris = [Callback],
                            AssignedGroupIds = [OrgSeed.Default.Groups.First(group => group.Name is "Everyone").Id!],
                            GroupsClaim = new() { Match = GroupMatch.Regex, Value = ".*" },
                        },
                    ],
                    Groups = [OrgSeed.Default.Groups.First(group => group.Name is "Everyone")],
                },
            },
            TestContext.Current.CancellationToken);
        var result = await Stranger.AskAsync("okta-sdk.mjs", new()
        {
            ["org"] = org.Url, ["issuer"] = org.Url, ["apiToken"] = ApiToken, ["clientId"] = "0oa1acmeWeb000000005",
            ["redirectUri"] = Callback,
            ["step"] = step,
        });
        return JsonSerializer.Serialize(result);
    }
}
