using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>The types of policies that are built: management.md 12.2.</summary>
static class PolicyKinds
{
    const string Everybodys = "The default policy applies in all situations if no other policy applies.";

    const string Anywhere = """
        {"people":{"users":{"exclude":[]}},"network":{"connection":"ANYWHERE"}}
        """;

    /// <summary>Types that Okta has and that decide nothing here: there are none of them, and none can be made.</summary>
    public static readonly IReadOnlyList<string> Empty =
    [
        "POST_AUTH_SESSION", "ENTITY_RISK", "DEVICE_SIGNAL_COLLECTION", "SESSION_VIOLATION_DETECTION", "OKTA_ACCOUNT_MANAGEMENT",
        "CLIENT_UPDATE", "RESOURCE_ACCESS",
    ];

    public static readonly PolicyKind Session = new(SessionPolicy.Type)
    {
        RuleType = "SIGN_ON", IdPrefix = OktaIds.Policy, RuleIdPrefix = OktaIds.Rule,
        SystemName = "Default Policy", SystemDescription = Everybodys, Fit = SessionForm.Fit,
        Conditions = """{"people":"?"}""",
        RuleConditions = """
            {"people":{"users":{"exclude":[]}},"network":{"connection":"ANYWHERE"},"authContext":{"authType":"ANY"},"risk":"?",
             "riskScore":"?","identityProvider":{"provider":"ANY"}}
            """,
        RuleActions = """
            {"signon":{"access":"ALLOW","requireFactor":false,"primaryFactor":"PASSWORD_IDP_ANY_FACTOR","factorPromptMode":"?",
             "factorLifetime":"?","rememberDeviceByDefault":false,
             "session":{"usePersistentCookie":false,"maxSessionIdleMinutes":120,"maxSessionLifetimeMinutes":0}}}
            """,
    };

    public static readonly PolicyKind Password = new(PasswordPolicy.Type)
    {
        RuleType = "PASSWORD", IdPrefix = OktaIds.Policy, RuleIdPrefix = OktaIds.Rule,
        SystemName = "Default Policy", SystemDescription = Everybodys,
        Conditions = """{"people":"?","authProvider":{"provider":"OKTA"}}""",
        Settings = """
            {"password":{
             "complexity":{"minLength":8,"minLowerCase":1,"minUpperCase":1,"minNumber":1,"minSymbol":0,"excludeUsername":true,
              "dictionary":{"common":{"exclude":false}},"excludeAttributes":[]},
             "age":{"maxAgeDays":0,"expireWarnDays":0,"minAgeMinutes":0,"historyCount":4},
             "lockout":{"maxAttempts":10,"autoUnlockMinutes":0,"userLockoutNotificationChannels":[],"showLockoutFailures":false},
             "breachedProtection":{"expireAfterDays":null,"logoutEnabled":false,"delegatedWorkflowId":null}},
            "recovery":{"factors":{
             "recovery_question":{"status":"ACTIVE","properties":{"complexity":{"minLength":4}}},
             "okta_email":{"status":"ACTIVE","properties":{"recoveryToken":{"tokenLifetimeMinutes":60}}},
             "okta_sms":{"status":"INACTIVE"},"okta_call":{"status":"INACTIVE"}}},
            "delegation":{"options":{"skipUnlock":false}}}
            """,
        RuleConditions = Anywhere,
        RuleActions = """
            {"passwordChange":{"access":"ALLOW"},"selfServicePasswordReset":{"access":"ALLOW"},"selfServiceUnlock":{"access":"DENY"}}
            """,
    };

    public static readonly PolicyKind Enrollment = new(EnrollmentPolicy.Type)
    {
        RuleType = "MFA_ENROLL", IdPrefix = OktaIds.Policy, RuleIdPrefix = OktaIds.Rule,
        SystemName = "Default Policy", SystemDescription = Everybodys,
        Conditions = """{"people":"?"}""",
        Settings = "{}",
        RuleConditions = Anywhere,
        RuleActions = """{"enroll":{"self":"CHALLENGE"}}""",
    };

    public static readonly PolicyKind Access = new(OrgPolicy.AppAccess)
    {
        RuleType = OrgPolicy.AppAccess, IdPrefix = OktaIds.NewerPolicy, RuleIdPrefix = OktaIds.NewerRule, IsOrdered = false,
        CatchesAll = true,
        SystemName = "Any two factors", SystemDescription = "Require two factors to access.", Fit = OtherForm.FitAccess,
        RuleConditions = """
            {"people":{"users":{"exclude":[]}},"network":{"connection":"ANYWHERE"},"riskScore":{"level":"ANY"},
             "userType":{"include":[],"exclude":[]}}
            """,
        RuleActions = """
            {"appSignOn":{"access":"ALLOW","verificationMethod":{"factorMode":"2FA","type":"ASSURANCE","reauthenticateIn":"PT12H",
             "inactivityPeriod":"?","constraints":"?"}}}
            """,
        SystemRuleActions = """{"appSignOn":{"keepMeSignedIn":{"postAuth":"NOT_ALLOWED"}}}""",
    };

    public static readonly PolicyKind Profile = new(OrgPolicy.ProfileEnrollment)
    {
        RuleType = OrgPolicy.ProfileEnrollment, IdPrefix = OktaIds.NewerPolicy, RuleIdPrefix = OktaIds.NewerRule, IsOrdered = false,
        CatchesAll = true, HasOneRule = true,
        SystemName = "Default Policy", SystemDescription = Everybodys,
        RuleActions = """
            {"profileEnrollment":{"access":"ALLOW","preRegistrationInlineHooks":null,
             "profileAttributes":[{"name":"firstName","label":"First name","required":true},
              {"name":"lastName","label":"Last name","required":true},{"name":"email","label":"Primary email","required":true}],
             "targetGroupIds":null,"unknownUserAction":"DENY","activationRequirements":{"emailVerification":true},
             "progressiveProfilingAction":"DISABLED","allowedIdentifiers":["login"]}}
            """,
    };

    public static readonly PolicyKind Discovery = new(OrgPolicy.Routing)
    {
        RuleType = OrgPolicy.Routing, IdPrefix = OktaIds.Policy, RuleIdPrefix = OktaIds.Rule, IsClosed = true,
        SystemName = "Idp Discovery Policy", SystemDescription = "The default IdP Discovery Policy", Fit = OtherForm.FitRouting,
        RuleConditions = """
            {"network":{"connection":"ANYWHERE"},"userIdentifier":{"patterns":[]},"app":{"include":[],"exclude":[]}}
            """,
        RuleActions = """{"idp":{"providers":[{"type":"OKTA"}],"matchCriteria":"?","idpSelectionType":"SPECIFIC"}}""",
    };
}
