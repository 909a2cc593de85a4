namespace Postern.LocalOrg.Tests.Management.Terraform;

/// <summary>The resources that teams keep most, as the provider sends them, those that others name before those.</summary>
static class TerraformResources
{
    const string Server = "/authorizationServers/{okta_auth_server}";

    public static readonly TerraformResource[] All =
    [
        new("okta_group", "/groups", """{"profile":{"name":"Pilots","description":""}}""")
        {
            Changed = """{"profile":{"name":"Pilots","description":"Who fly"}}""",
        },
        new("okta_user_type", "/meta/types/user", """{"name":"pilot","displayName":"Pilot","description":"Flies"}""")
        {
            Changed = """{"displayName":"Aviator","description":"Flies"}""", ChangedBy = "POST",
        },
        new(
            "okta_user", "/users?activate=true",
            """{"credentials":{"password":{"value":"Corr3ct-Horse!"}},"profile":{"department":"Engineering","email":"tara@example.com","firstName":"Tara","lastName":"Form","login":"tara@example.com"}}""")
        {
            Changed =
                """{"profile":{"department":"Operations","email":"tara@example.com","firstName":"Tara","lastName":"Former","login":"tara@example.com"}}""",
            IsSwitchedOff = true, List = "/users?search=profile.login%20eq%20%22tara@example.com%22", Untold = ["credentials.password"],
        },
        new("okta_group_memberships", "/groups/{okta_group}/users/{okta_user}", "") { IsPut = true, List = "/groups/{okta_group}/users" },
        new(
            "okta_group_rule", "/groups/rules",
            """{"actions":{"assignUserToGroups":{"groupIds":["{okta_group}"]}},"conditions":{"expression":{"type":"urn:okta:expression:1.0","value":"String.startsWith(user.firstName,\"andy\")"},"people":{"users":{}}},"name":"Andies","type":"group_rule"}""")
        {
            Changed =
                """{"actions":{"assignUserToGroups":{"groupIds":["{okta_group}"]}},"conditions":{"expression":{"type":"urn:okta:expression:1.0","value":"String.startsWith(user.firstName,\"bobby\")"},"people":{"users":{}}},"name":"Bobbies","type":"group_rule"}""",
            IsSwitchedOff = true, IsSwitchedOn = true,
        },
        new(
            "okta_trusted_origin", "/trustedOrigins",
            """{"name":"Shop","origin":"https://shop.example.com","scopes":[{"type":"CORS"},{"type":"REDIRECT"}]}""")
        {
            Changed = """{"name":"Shop","origin":"https://shop.example.com","scopes":[{"type":"CORS"}]}""",
        },
        new(
            "okta_network_zone", "/zones",
            """{"gateways":[{"type":"CIDR","value":"1.2.3.4/24"},{"type":"RANGE","value":"2.3.4.5-2.3.4.15"}],"name":"Offices","proxies":[{"type":"CIDR","value":"2.2.3.4/24"}],"type":"IP","usage":"POLICY"}""")
        {
            Changed =
                """{"gateways":[{"type":"CIDR","value":"1.2.3.4/24"}],"name":"Office","proxies":[{"type":"CIDR","value":"2.2.3.4/24"}],"type":"IP","usage":"POLICY"}""",
            IsSwitchedOff = true,
        },
        new(
            "okta_inline_hook", "/inlineHooks",
            """{"channel":{"config":{"authScheme":{"key":"Authorization","type":"HEADER","value":"123"},"method":"POST","uri":"https://example.com/test"},"type":"HTTP","version":"1.0.0"},"name":"Asked","status":"ACTIVE","type":"com.okta.oauth2.tokens.transform","version":"1.0.1"}""")
        {
            Changed =
                """{"channel":{"config":{"authScheme":{"key":"Authorization","type":"HEADER","value":"123"},"method":"POST","uri":"https://example.com/other"},"type":"HTTP","version":"1.0.0"},"name":"Asked","status":"ACTIVE","type":"com.okta.oauth2.tokens.transform","version":"1.0.1"}""",
            IsSwitchedOff = true, Untold = ["channel.config.authScheme.value"],
        },
        .. AuthorizationServer,
        .. SignOnPolicies,
        .. Apps,
        .. Kept,
    ];

    static TerraformResource[] AuthorizationServer =>
    [
        new(
            "okta_auth_server", "/authorizationServers",
            """{"audiences":["whatever.rise.zone"],"credentials":{"signing":{"rotationMode":"AUTO"}},"description":"test","issuerMode":"ORG_URL","name":"Flights"}""")
        {
            Changed =
                """{"audiences":["api://flights"],"credentials":{"signing":{"rotationMode":"MANUAL"}},"description":"changed","issuerMode":"ORG_URL","name":"Flights"}""",
            IsSwitchedOff = true,
        },
        new(
            "okta_auth_server_scope", Server + "/scopes",
            """{"consent":"REQUIRED","default":false,"description":"Flights","displayName":"Flights","metadataPublish":"NO_CLIENTS","name":"flights:read","optional":false}""")
        {
            Changed =
                """{"consent":"IMPLICIT","default":false,"description":"All flights","displayName":"Flights","metadataPublish":"ALL_CLIENTS","name":"flights:read","optional":false}""",
        },
        new(
            "okta_auth_server_claim", Server + "/claims",
            """{"alwaysIncludeInToken":true,"claimType":"RESOURCE","conditions":{"scopes":["flights:read"]},"name":"cool","status":"ACTIVE","value":"\"cool\"","valueType":"EXPRESSION"}""")
        {
            Changed =
                """{"alwaysIncludeInToken":false,"claimType":"IDENTITY","conditions":{"scopes":[]},"group_filter_type":"STARTS_WITH","name":"cool","status":"ACTIVE","value":"Pil","valueType":"GROUPS"}""",
        },
        new(
            "okta_auth_server_policy", Server + "/policies",
            """{"conditions":{"clients":{"include":["ALL_CLIENTS"]}},"description":"test","name":"test","priority":1,"status":"ACTIVE","type":"OAUTH_AUTHORIZATION_POLICY"}""")
        {
            Changed =
                """{"conditions":{"clients":{"include":["0oa1posternSpa000005"]}},"description":"changed","name":"test","priority":1,"status":"ACTIVE","type":"OAUTH_AUTHORIZATION_POLICY"}""",
        },
        new(
            "okta_auth_server_policy_rule", Server + "/policies/{okta_auth_server_policy}/rules",
            """{"actions":{"token":{"accessTokenLifetimeMinutes":60,"inlineHook":{"id":"{okta_inline_hook}"},"refreshTokenLifetimeMinutes":0,"refreshTokenWindowMinutes":10080}},"conditions":{"grantTypes":{"include":["authorization_code"]},"people":{"groups":{"include":["{okta_group}"]},"users":{}},"scopes":{"include":["*"]}},"name":"test","priority":1,"status":"ACTIVE","type":"RESOURCE_ACCESS"}""")
        {
            Changed =
                """{"actions":{"token":{"accessTokenLifetimeMinutes":10,"refreshTokenLifetimeMinutes":0,"refreshTokenWindowMinutes":10080}},"conditions":{"grantTypes":{"include":["authorization_code","client_credentials"]},"people":{"groups":{"include":["EVERYONE"]},"users":{}},"scopes":{"include":["flights:read"]}},"name":"test","priority":1,"status":"ACTIVE","type":"RESOURCE_ACCESS"}""",
        },
    ];

    static TerraformResource[] SignOnPolicies =>
    [
        new("okta_app_signon_policy", "/policies", """{"description":"Two factors","name":"Strict","type":"ACCESS_POLICY"}""")
        {
            Changed = """{"description":"Two of them","name":"Stricter","type":"ACCESS_POLICY"}""", List = "/policies?type=ACCESS_POLICY",
        },
        new(
            "okta_app_signon_policy_rule", "/policies/{okta_app_signon_policy}/rules",
            """{"actions":{"appSignOn":{"access":"ALLOW","verificationMethod":{"constraints":[{"knowledge":{"reauthenticateIn":"PT2H","types":["password"]}}],"factorMode":"2FA","reauthenticateIn":"PT2H","type":"ASSURANCE"}}},"conditions":{"network":{"connection":"ZONE","include":["{okta_network_zone}"]},"people":{"groups":{"include":["{okta_group}"]}},"riskScore":{"level":"ANY"}},"name":"Pilots","priority":1,"type":"ACCESS_POLICY"}""")
        {
            Changed =
                """{"actions":{"appSignOn":{"access":"DENY","verificationMethod":{"factorMode":"1FA","reauthenticateIn":"PT43800H","type":"ASSURANCE"}}},"conditions":{"network":{"connection":"ANYWHERE"},"people":{"groups":{"include":["{okta_group}"]}},"riskScore":{"level":"ANY"}},"name":"Pilots","priority":1,"type":"ACCESS_POLICY"}""",
        },
        new(
            "okta_policy_signon", "/policies",
            """{"conditions":{"people":{"groups":{"include":["{okta_group}"]}}},"description":"For pilots","name":"Pilots","priority":1,"status":"ACTIVE","type":"OKTA_SIGN_ON"}""")
        {
            Changed =
                """{"conditions":{"people":{"groups":{"include":["{okta_group}"]}}},"description":"Changed","name":"All pilots","priority":1,"status":"ACTIVE","type":"OKTA_SIGN_ON"}""",
            List = "/policies?type=OKTA_SIGN_ON",
        },
        new(
            "okta_policy_rule_signon", "/policies/{okta_policy_signon}/rules",
            """{"actions":{"signon":{"access":"ALLOW","requireFactor":false,"session":{"maxSessionIdleMinutes":120,"maxSessionLifetimeMinutes":240,"usePersistentCookie":false}}},"conditions":{"authContext":{"authType":"ANY"},"network":{"connection":"ANYWHERE"},"people":{"users":{"exclude":["{okta_user}"]}}},"name":"Short","priority":1,"status":"ACTIVE","type":"SIGN_ON"}""")
        {
            Changed =
                """{"actions":{"signon":{"access":"ALLOW","requireFactor":false,"session":{"maxSessionIdleMinutes":60,"maxSessionLifetimeMinutes":60,"usePersistentCookie":false}}},"conditions":{"authContext":{"authType":"ANY"},"network":{"connection":"ZONE","exclude":["{okta_network_zone}"]},"people":{"users":{"exclude":[]}}},"name":"Shorter","priority":1,"status":"ACTIVE","type":"SIGN_ON"}""",
        },
    ];

    static TerraformResource[] Apps =>
    [
        new(
            "okta_app_oauth", "/apps?activate=true",
            """{"accessibility":{"selfService":false},"credentials":{"userNameTemplate":{"template":"${source.login}","type":"BUILT_IN"},"oauthClient":{"autoKeyRotation":true,"client_id":"something_from_somewhere","client_secret":"something_from_somewhere","pkce_required":false,"token_endpoint_auth_method":"client_secret_basic"}},"label":"Cockpit","name":"oidc_client","settings":{"app":{},"implicitAssignment":false,"notes":{"admin":null,"enduser":"Fly"},"oauthClient":{"application_type":"web","consent_method":"TRUSTED","grant_types":["authorization_code","refresh_token"],"idp_initiated_login":{"default_scope":[],"mode":"DISABLED"},"issuer_mode":"ORG_URL","redirect_uris":["http://d.com/"],"refresh_token":{"leeway":30,"rotation_type":"ROTATE"},"response_types":["code"],"wildcard_redirect":"DISABLED"}},"signOnMode":"OPENID_CONNECT","visibility":{"autoLaunch":false,"autoSubmitToolbar":false,"hide":{"iOS":true,"web":true}}}""")
        {
            Changed =
                """{"accessibility":{"selfService":false},"credentials":{"userNameTemplate":{"template":"${source.email}","type":"BUILT_IN"},"oauthClient":{"autoKeyRotation":true,"client_id":"something_from_somewhere","client_secret":"","pkce_required":true,"token_endpoint_auth_method":"client_secret_post"}},"label":"Cockpits","name":"oidc_client","settings":{"app":{},"implicitAssignment":false,"notes":{"admin":"Mind it","enduser":null},"oauthClient":{"application_type":"web","client_uri":"https://cockpit.example.com","consent_method":"REQUIRED","grant_types":["authorization_code"],"idp_initiated_login":{"default_scope":[],"mode":"DISABLED"},"issuer_mode":"DYNAMIC","post_logout_redirect_uris":["http://d.com/bye"],"redirect_uris":["http://d.com/","http://d.com/aaa"],"response_types":["code"],"wildcard_redirect":"DISABLED"}},"signOnMode":"OPENID_CONNECT","visibility":{"autoLaunch":false,"autoSubmitToolbar":false,"hide":{"iOS":false,"web":false}}}""",
            IsSwitchedOff = true, List = "/apps?q=Cockpit", Untold = ["credentials.oauthClient.client_secret"],
        },
        new("okta_app_group_assignment", "/apps/{okta_app_oauth}/groups/{okta_group}", """{"priority":0,"profile":{}}""")
        {
            IsPut = true, Changed = """{"priority":3,"profile":{"role":"pilot"}}""", List = "/apps/{okta_app_oauth}/groups",
        },
        new(
            "okta_app_bookmark", "/apps?activate=true",
            """{"accessibility":{"selfService":false},"label":"Handbook","name":"bookmark","settings":{"app":{"requestIntegration":false,"url":"https://handbook.example.com"}},"signOnMode":"BOOKMARK","visibility":{"autoLaunch":false,"autoSubmitToolbar":false,"hide":{"iOS":false,"web":false}}}""")
        {
            Changed =
                """{"accessibility":{"selfService":false},"label":"Handbook","name":"bookmark","settings":{"app":{"requestIntegration":false,"url":"https://handbook.example.com/2"}},"signOnMode":"BOOKMARK","visibility":{"autoLaunch":false,"autoSubmitToolbar":false,"hide":{"iOS":true,"web":false}}}""",
            IsSwitchedOff = true, List = "/apps?q=Handbook",
        },
    ];

    static TerraformResource[] Kept =>
    [
        new(
            "okta_behavior", "/behaviors",
            """{"name":"Afar","settings":{"granularity":"LAT_LONG","maxEventsUsedForEvaluation":50,"minEventsNeededForEvaluation":5,"radiusKilometers":10},"type":"ANOMALOUS_LOCATION"}""")
        {
            Changed = """{"name":"Fast","settings":{"velocityKph":25},"type":"VELOCITY"}""",
        },
        new(
            "okta_idp_oidc", "/idps",
            """{"name":"Elsewhere","policy":{"accountLink":{"action":"AUTO"},"maxClockSkew":0,"provisioning":{"action":"AUTO"},"subject":{"matchType":"USERNAME","userNameTemplate":{"template":"idpuser.email"}}},"protocol":{"credentials":{"client":{"client_id":"efg456","client_secret":"efg456"}},"endpoints":{"token":{"binding":"HTTP-POST","url":"https://idp.example.com/token"}},"scopes":["openid"],"type":"OIDC"},"type":"OIDC"}""")
        {
            Changed =
                """{"name":"Elsewhere","policy":{"accountLink":{"action":"DISABLED"},"maxClockSkew":0,"provisioning":{"action":"DISABLED"},"subject":{"matchType":"EMAIL","userNameTemplate":{"template":"idpuser.email"}}},"protocol":{"credentials":{"client":{"client_id":"efg457","client_secret":"efg457"}},"endpoints":{"token":{"binding":"HTTP-POST","url":"https://idp.example.com/token2"}},"scopes":["openid","profile"],"type":"OIDC"},"type":"OIDC"}""",
        },
        new("okta_brand", "/brands", """{"name":"Airline"}""")
        {
            Changed =
                """{"agreeToCustomPrivacyPolicy":true,"customPrivacyPolicyUrl":"https://airline.example.com/privacy","name":"Airlines","removePoweredByOkta":true}""",
        },
    ];
}
