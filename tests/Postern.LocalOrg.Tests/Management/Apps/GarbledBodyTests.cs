using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Management.Apps;

/// <summary>Whatever stands in the place of a member, it is answered in Okta's shape and never with a 500.</summary>
public sealed class GarbledBodyTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Server = "/authorizationServers/aus1posternOrders005";

    static readonly string[] InPlace =
    [
        "null", "-1", "\"x\"", "[]", "{}", "[{}]", "[null]", "99999999999", "1e999", $"\"{new string('x', 3000)}\"",
        """{"a":1,"a":{"b":1,"b":2}}""",
    ];

    [Theory]
    [InlineData(
        "POST", "/apps",
        """{"name":"oidc_client","label":"Garbled","signOnMode":"OPENID_CONNECT","accessibility":{"selfService":false},"visibility":{"autoLaunch":false,"hide":{"iOS":true},"appLinks":{"a":true}},"credentials":{"userNameTemplate":{"template":"${source.login}","type":"BUILT_IN"},"oauthClient":{"client_id":"garbled-1","client_secret":"a secret of fourteen","token_endpoint_auth_method":"client_secret_basic","pkce_required":false,"autoKeyRotation":true}},"profile":{"a":1},"settings":{"implicitAssignment":false,"notifications":{"vpn":{"network":{"connection":"DISABLED","include":[]}}},"notes":{"admin":"a"},"oauthClient":{"application_type":"web","redirect_uris":["https://a/b"],"post_logout_redirect_uris":["https://a/c"],"response_types":["code"],"grant_types":["authorization_code","refresh_token"],"refresh_token":{"rotation_type":"ROTATE","leeway":10},"jwks":{"keys":[{"kty":"RSA","kid":"a","e":"AQAB","n":"abc"}]},"jwks_uri":"https://a/k","consent_method":"TRUSTED","network":{"connection":"ZONE","include":["z"]},"idp_initiated_login":{"mode":"DISABLED","default_scope":[]},"wildcard_redirect":"DISABLED","dpop_bound_access_tokens":false,"request_object_signing_alg":"RS256"}}}""")]
    [
        InlineData(
            "PUT",
            "/apps/0oa1posternSpa000005",
            """{"label":"Demo SPA","signOnMode":"OPENID_CONNECT","settings":{"oauthClient":{"redirect_uris":["http://localhost:8080/callback"]}}}"""),
    ]
    [
        InlineData(
            "POST",
            "/apps/0oa1posternWeb000005/users",
            """{"id":"00u1unaUnassigned005","scope":"USER","credentials":{"userName":"u"},"profile":{"a":1}}"""),
    ]
    [InlineData("PUT", "/apps/0oa1posternWeb000005/groups/00g1posternTesters05", """{"priority":3,"profile":{"a":1}}""")]
    [InlineData("POST", "/apps/0oa1posternWeb000005/credentials/secrets", """{"client_secret":"a secret of fourteen","status":"ACTIVE"}""")]
    [
        InlineData(
            "POST",
            "/apps/0oa1posternService05/credentials/jwks",
            """{"kty":"RSA","kid":"a","e":"AQAB","n":"abc","use":"sig","status":"ACTIVE"}"""),
    ]
    [InlineData("POST", "/apps/0oa1posternService05/grants", """{"scopeId":"okta.users.read","issuer":"https://a"}""")]
    [
        InlineData(
            "POST",
            "/internal/apps/0oa1posternSpa000005/settings/oauth/idToken",
            """{"name":"groups","value":".*","valueType":"GROUPS","groupFilterType":"REGEX"}"""),
    ]
    [
        InlineData(
            "PUT",
            Server,
            """{"name":"Orders","description":"d","audiences":["api://orders"],"issuerMode":"ORG_URL","credentials":{"signing":{"rotationMode":"AUTO"}}}"""),
    ]
    [
        InlineData(
            "POST",
            Server + "/scopes",
            """{"name":"garbled","displayName":"d","description":"d","consent":"IMPLICIT","metadataPublish":"NO_CLIENTS","default":false,"optional":false}"""),
    ]
    [
        InlineData(
            "POST",
            Server + "/claims",
            """{"name":"garbled","status":"ACTIVE","claimType":"IDENTITY","valueType":"GROUPS","value":".*","group_filter_type":"REGEX","alwaysIncludeInToken":true,"conditions":{"scopes":["profile"]}}"""),
    ]
    [
        InlineData(
            "POST",
            Server + "/policies",
            """{"type":"OAUTH_AUTHORIZATION_POLICY","name":"garbled","description":"d","priority":1,"status":"ACTIVE","conditions":{"clients":{"include":["ALL_CLIENTS"]}}}"""),
    ]
    [
        InlineData(
            "POST",
            Server + "/policies/{policy}/rules",
            """{"type":"RESOURCE_ACCESS","name":"garbled","priority":1,"status":"ACTIVE","conditions":{"people":{"users":{"include":[],"exclude":[]},"groups":{"include":["EVERYONE"],"exclude":[]}},"grantTypes":{"include":["password"]},"scopes":{"include":["*"]}},"actions":{"token":{"accessTokenLifetimeMinutes":60,"refreshTokenLifetimeMinutes":0,"refreshTokenWindowMinutes":10080,"inlineHook":{"id":"cal1"}}}}"""),
    ]
    [InlineData("POST", Server + "/associatedServers", """{"trusted":["default"]}""")]
    public async Task A_member_may_be_anything(string method, string path, string body)
    {
        if (path.Contains("{policy}", StringComparison.Ordinal))
            path = path.Replace(
                "{policy}", (await org.GetAsync(Server + "/policies")).Json[0].GetProperty("id").GetString(), StringComparison.Ordinal);

        foreach (var garbled in Garbled(JsonNode.Parse(body)!))
        {
            var answer = await org.SendAsync(new(method), path, garbled);

            answer.Status.ShouldBeLessThan(500, garbled);
            if (answer.Status >= 400)
                answer.Members.ShouldBe(["errorCode", "errorSummary", "errorLink", "errorId", "errorCauses"], garbled);
        }

        (await org.Http.TokensAsync()).Status.ShouldBe(200);
    }

    /// <summary>The body with each of its members, and what is within, replaced by each thing in turn.</summary>
    static List<string> Garbled(JsonNode body)
    {
        List<string> bodies = [];
        Garble(body, body, bodies);
        return bodies;
    }

    static void Garble(JsonNode whole, JsonNode part, List<string> bodies)
    {
        if (part is not JsonObject members)
            return;

        foreach (var name in members.Select(member => member.Key).ToList())
        {
            var was = members[name];
            foreach (var other in InPlace)
            {
                members[name] = JsonNode.Parse(other);
                bodies.Add(whole.ToJsonString());
            }

            members[name] = was;
            if (was is not null)
                Garble(whole, was, bodies);
        }
    }
}
