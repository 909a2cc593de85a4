using System.Net.Http.Headers;
using System.Text;

namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>What an admin builds by calls of the Management API: one of everything that a seed can say and the demo org has not.</summary>
static class BuiltByCalls
{
    public const string Ada = "00u1adaActive0000005";

    public static async Task BuildAsync(Browserless http, string token)
    {
        var call = new Caller(http, token);
        await BuildPeopleAsync(call);
        await BuildHooksAsync(call);
        await BuildAppsAsync(call);
        await BuildOriginsAsync(call);
    }

    /// <summary>The token's networks last: it is asked from this machine.</summary>
    static async Task BuildOriginsAsync(Caller call)
    {
        await call.PostAsync(
            "/trustedOrigins", """{"name":"Back to","origin":"https://back.example.com","scopes":[{"type":"REDIRECT"}]}""");
        await call.PostAsync(
            "/trustedOrigins",
            """{"name":"https://both.example.com","origin":"https://both.example.com","scopes":[{"type":"CORS"},{"type":"REDIRECT"}]}""");
        var framed = await call.PostAsync(
            "/trustedOrigins",
            """{"name":"Framed","origin":"https://framed.example.com","scopes":[{"type":"CORS"},{"type":"IFRAME_EMBED"}]}""");
        await call.PostAsync($"/trustedOrigins/{framed.Text("id")}/lifecycle/deactivate", "{}");
        await call.PostAsync(
            "/inlineHooks",
            """{"name":"Phoned","type":"com.okta.telephony.provider","version":"1.0.0","channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"https://hooks.example.com/phoned"}}}""");
        var here = await call.PostAsync(
            "/zones",
            """{"type":"IP","name":"This machine","gateways":[{"type":"CIDR","value":"127.0.0.0/8"},{"type":"CIDR","value":"::1/128"}]}""");
        var token = await call.SendAsync(HttpMethod.Get, "/api-tokens", null);
        await call.SendAsync(
            HttpMethod.Put, $"/api-tokens/{token.Json[0].GetProperty("id").GetString()}",
            $$$"""{"name":"ci","network":{"connection":"ZONE","include":["{{{here.Text("id")}}}"]}}""");
    }

    /// <summary>What the org keeps and lists, and what there is to say of what it has anyway.</summary>
    public static async Task BuildKeptAsync(Browserless http, string token)
    {
        var call = new Caller(http, token);
        var brand = await call.PostAsync("/brands", """{"name":"Airline"}""");
        var own = (await call.SendAsync(HttpMethod.Get, "/brands", null)).Json.EnumerateArray()
            .Single(each => each.GetProperty("isDefault").GetBoolean());
        await call.SendAsync(
            HttpMethod.Put, $"/brands/{own.GetProperty("id").GetString()}",
            """{"name":"Ours","removePoweredByOkta":true,"agreeToCustomPrivacyPolicy":true,"customPrivacyPolicyUrl":"https://example.com/privacy","locale":"de"}""");
        var domain = await call.PostAsync("/domains", """{"domain":"login.example.com","certificateSourceType":"OKTA_MANAGED"}""");
        await call.SendAsync(HttpMethod.Put, $"/domains/{domain.Text("id")}", $$"""{"brandId":"{{brand.Text("id")}}"}""");
        var behavior = await call.PostAsync("/behaviors", """{"name":"Fast","type":"VELOCITY","settings":{"velocityKph":25}}""");
        await call.PostAsync($"/behaviors/{behavior.Text("id")}/lifecycle/deactivate", "{}");
        var provider = await call.PostAsync(
            "/idps",
            """{"name":"Elsewhere","type":"OIDC","protocol":{"type":"OIDC","scopes":["openid"],"credentials":{"client":{"client_id":"efg456","client_secret":"idp-secret"}}},"policy":{"maxClockSkew":0}}""");
        var routing = (await call.SendAsync(HttpMethod.Get, "/policies?type=IDP_DISCOVERY", null)).Json[0].GetProperty("id").GetString();
        await call.PostAsync(
            $"/policies/{routing}/rules",
            $$$$"""{"type":"IDP_DISCOVERY","name":"Partners","conditions":{"userIdentifier":{"patterns":[{"matchType":"SUFFIX","value":"@partner.example"}]},"app":{"include":[{"type":"APP","id":"0oa1posternSpa000005"}]}},"actions":{"idp":{"providers":[{"type":"OIDC","id":"{{{{provider.Text("id")}}}}"},{"type":"OKTA"}]}}}""");
        await call.PostAsync("/hook-keys", """{"name":"Signs"}""");
        await call.PostAsync(
            "/org/factors/yubikey_token/tokens",
            """{"serialNumber":"7886622","publicId":"ccccccijgibu","privateId":"b74be6169486","aesKey":"1fcc6d8ce39bf1604e0b17f3e0a11067"}""");
        await call.PostAsync("/authenticators", """{"key":"google_otp","name":"Google's"}""");
        await BuildOrgAsync(call);
        await BuildRelationsAsync(call);
        await BuildSwitchedOffAsync(call);
    }

    static async Task BuildOrgAsync(Caller call)
    {
        await call.PostAsync("/org", """{"website":"https://example.com","city":"Trier"}""");
        await call.SendAsync(HttpMethod.Put, "/org/contacts/technical", $$"""{"userId":"{{Ada}}"}""");
        await call.PostAsync("/org/preferences/hideEndUserFooter", "{}");
        await call.PostAsync("/threats/configuration", """{"action":"audit","excludeZones":[]}""");
    }

    static async Task BuildRelationsAsync(Caller call)
    {
        await call.PostAsync(
            "/meta/schemas/user/linkedObjects",
            """{"primary":{"name":"manager","title":"Manager","description":"Who leads","type":"USER"},"associated":{"name":"subordinate","title":"subordinate","type":"USER"}}""");
        await call.SendAsync(HttpMethod.Put, $"/users/max@example.com/linkedObjects/manager/{Ada}", null);
    }

    static async Task BuildSwitchedOffAsync(Caller call)
    {
        var zone = await call.PostAsync(
            "/zones",
            """{"type":"IP","name":"Closed","gateways":[{"type":"CIDR","value":"10.0.0.0/8"}],"proxies":[{"type":"CIDR","value":"10.1.0.0/16"}]}""");
        await call.PostAsync($"/zones/{zone.Text("id")}/lifecycle/deactivate", "{}");
        var policy = await call.PostAsync("/policies", """{"type":"OKTA_SIGN_ON","name":"Asleep"}""");
        await call.PostAsync(
            $"/policies/{policy.Text("id")}/rules",
            """{"type":"SIGN_ON","name":"Short","conditions":{"network":{"connection":"ANYWHERE"}},"actions":{"signon":{"access":"ALLOW","session":{"maxSessionIdleMinutes":60}}}}""");
        await call.PostAsync($"/policies/{policy.Text("id")}/lifecycle/deactivate", "{}");
        var app = await call.PostAsync(
            "/apps",
            """{"name":"oidc_client","label":"Tower","signOnMode":"OPENID_CONNECT","visibility":{"hide":{"iOS":false,"web":false}},"settings":{"notes":{"admin":"Mind it"},"oauthClient":{"application_type":"web","client_uri":"https://tower.example.com","redirect_uris":["https://tower.example.com/cb"],"response_types":["code"],"grant_types":["authorization_code"]}}}""");
        await call.PostAsync($"/apps/{app.Text("id")}/users", $$$"""{"id":"{{{Ada}}}","profile":{"nickname":"Countess"}}""");
        await call.SendAsync(HttpMethod.Put, $"/apps/{app.Text("id")}/groups/00g1posternTesters05", """{"profile":{"role":"pilot"}}""");
    }

    static async Task BuildPeopleAsync(Caller call)
    {
        var type = await call.PostAsync("/meta/types/user", """{"name":"partner","displayName":"Partner","description":"From elsewhere"}""");
        await call.PostAsync(
            "/meta/schemas/user/default",
            """{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"clearance":{"title":"Clearance","type":"string","enum":["low","high"],"maxLength":4,"permissions":[{"principal":"SELF","action":"READ_WRITE"}]}}}}}""");
        await call.PostAsync(
            "/meta/schemas/group/default",
            """{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"costCenter":{"title":"Cost centre","type":"integer","required":false}}}}}""");
        await call.PostAsync(
            "/users?activate=true",
            $$$"""{"profile":{"login":"pat@example.com","email":"pat@example.com","firstName":"Pat","lastName":"Partner"},"credentials":{"password":{"value":"Corr3ct-Horse!"}},"type":{"id":"{{{type.Text("id")}}}"}}""");
        var group = await call.PostAsync("/groups", """{"profile":{"name":"Pilots","description":"Who fly","costCenter":42}}""");
        await call.PostAsync($"/groups/{group.Text("id")}/owners", $$"""{"id":"{{Ada}}","type":"USER"}""");
        await call.PostAsync($"/groups/{group.Text("id")}/owners", """{"id":"00g1posternTesters05","type":"GROUP"}""");
        await call.PostAsync("/org/factors/okta_call/lifecycle/deactivate", "{}");
    }

    static async Task BuildHooksAsync(Caller call)
    {
        await call.PostAsync(
            "/eventHooks",
            """{"name":"Told","events":{"type":"EVENT_TYPE","items":["user.session.start"]},"channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"https://hooks.example.com/told","headers":[{"key":"X-Env","value":"test"}],"authScheme":{"type":"HEADER","key":"Authorization","value":"hook-secret"}}}}""");
        await call.PostAsync(
            "/inlineHooks",
            """{"name":"Asked","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"https://hooks.example.com/asked","headers":[{"key":"X-Env","value":"test"}]}}}""");
    }

    static async Task BuildAppsAsync(Caller call)
    {
        var policy = await call.PostAsync("/policies", """{"type":"ACCESS_POLICY","name":"Testers only","description":"Nobody else"}""");
        await call.PostAsync(
            $"/policies/{policy.Text("id")}/rules",
            """{"name":"Testers","type":"ACCESS_POLICY","conditions":{"people":{"groups":{"include":["00g1posternTesters05"]}}},"actions":{"appSignOn":{"access":"ALLOW","verificationMethod":{"factorMode":"1FA","type":"ASSURANCE","reauthenticateIn":"PT2H"}}}}""");
        var app = await call.PostAsync(
            "/apps",
            """{"name":"oidc_client","label":"Cockpit","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"client_id":"cockpit-client"}},"settings":{"oauthClient":{"application_type":"web","redirect_uris":["https://cockpit.example.com/cb"],"response_types":["code"],"grant_types":["authorization_code"]}}}""");
        await call.PostAsync($"/apps/{app.Text("id")}/credentials/secrets", "{}");
        await call.SendAsync(HttpMethod.Put, $"/apps/{app.Text("id")}/policies/{policy.Text("id")}", "{}");
        await call.PostAsync(
            $"/meta/schemas/apps/{app.Text("id")}/default",
            """{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"seat":{"title":"Seat","type":"string","maxLength":4}}}}}""");
        await call.PostAsync($"/apps/{app.Text("id")}/interclient-allowed-apps", """{"id":"0oa1posternNative005"}""");
        var bookmark = await call.PostAsync(
            "/apps",
            """{"name":"bookmark","label":"Handbook","signOnMode":"BOOKMARK","settings":{"app":{"requestIntegration":false,"url":"https://handbook.example.com/"}}}""");
        await call.SendAsync(HttpMethod.Put, $"/apps/{bookmark.Text("id")}/groups/00g1posternTesters05", "{}");
    }

    sealed class Caller(Browserless http, string token)
    {
        public Task<Answer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

        public async Task<Answer> SendAsync(HttpMethod method, string path, string? json)
        {
            var answer = await http.SendAsync(
                method, "/api/v1" + path,
                json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
                ("Authorization", "SSWS " + token));
            answer.Status.ShouldBeLessThan(300, $"{path}: {answer.Body}");
            return answer;
        }
    }
}
