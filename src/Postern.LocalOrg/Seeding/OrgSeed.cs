using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>What a new local org begins with, passwords and secrets in clear; the org itself stores them hashed.</summary>
public sealed record OrgSeed
{
    /// <summary>20 characters beginning with <c>00o</c>; also the <c>idp</c> claim of ID tokens.</summary>
    public string OrgId { get; init; } = DefaultSeed.OrgId;

    /// <summary>Shown in page titles.</summary>
    public string OrgName { get; init; } = "Postern Local Org";

    /// <summary>
    /// Default <see cref="OrgEngine.Classic"/>. With <see cref="OrgEngine.IdentityEngine"/> an app that has the grant
    /// <c>interaction_code</c> signs its users in by <c>/idp/idx</c>.
    /// </summary>
    public OrgEngine Engine { get; init; }

    /// <summary>
    /// Every user belongs to the group named <c>Everyone</c>, listed in their <see cref="SeedUser.GroupIds"/> or not; it is there, listed
    /// here or not.
    /// </summary>
    public IReadOnlyList<SeedGroup> Groups { get; init; } = [];

    /// <summary>Logins must differ, ignoring case and diacritics.</summary>
    public IReadOnlyList<SeedUser> Users { get; init; } = [];

    /// <summary>Rules that put users into groups. Default: none.</summary>
    public IReadOnlyList<SeedGroupRule> GroupRules { get; init; } = [];

    /// <summary>Client ids must differ.</summary>
    public IReadOnlyList<SeedApp> Apps { get; init; } = [];

    /// <summary>Custom authorization servers; the org authorization server is always there.</summary>
    public IReadOnlyList<SeedAuthorizationServer> AuthorizationServers { get; init; } = [];

    /// <summary>Failures until a user is locked out. Default 10, as Okta's default password policy; 0 never locks.</summary>
    public int MaxFailedPasswords { get; init; } = 10;

    /// <summary>
    /// Whether a locked-out user is told so (200 <c>LOCKED_OUT</c>) or sees 401 <c>E0000004</c>. Default false, as Okta's
    /// <c>showLockoutFailures</c>.
    /// </summary>
    public bool ShowLockoutFailures { get; init; }

    /// <summary>
    /// Global session policies, in order of priority. Default: none, so that a password is enough but for users in
    /// <see cref="UserState.MfaRequired"/>.
    /// </summary>
    public IReadOnlyList<SeedSessionPolicy> SessionPolicies { get; init; } = [];

    /// <summary>
    /// Password policies by group, in order of priority. Whoever none holds for has Okta's default one, with
    /// <see cref="MaxFailedPasswords"/> and <see cref="ShowLockoutFailures"/>.
    /// </summary>
    public IReadOnlyList<SeedPasswordPolicy> PasswordPolicies { get; init; } = [];

    /// <summary>Factor enrolment policies by group, in order of priority. Whoever none holds for has a default one.</summary>
    public IReadOnlyList<SeedEnrollmentPolicy> EnrollmentPolicies { get; init; } = [];

    /// <summary>
    /// Whether a session rule that denies access answers 401 <c>E0000004</c> rather than 403 <c>E0000085</c>. Default false.
    /// </summary>
    public bool HidesDeniedAccess { get; init; }

    /// <summary>
    /// Where expired passwords are changed instead of at the org: <c>PASSWORD_EXPIRED</c> then links to this page. An absolute URL;
    /// default: none.
    /// </summary>
    public string? PasswordExpiredPage { get; init; }

    /// <summary>
    /// API tokens (<c>Authorization: SSWS …</c>) with which their owners' programs call Okta's own APIs, and which make a caller of
    /// <c>/api/v1/authn</c> a trusted one; stored hashed. Default: none.
    /// </summary>
    public IReadOnlyList<SeedApiToken> ApiTokens { get; init; } = [];

    /// <summary>
    /// Okta's trusted origins (CORS), such as <c>https://app.example.com</c>: their pages may call <c>/api/v1/authn</c> with credentials,
    /// where the origins of the apps' redirect URIs may too, and redeem codes of every public client. Default: none.
    /// </summary>
    public IReadOnlyList<SeedTrustedOrigin> TrustedOrigins { get; init; } = [];

    /// <summary>Types of users, and the attributes of their profiles. Default: one type, with the attributes that users have.</summary>
    public IReadOnlyList<SeedUserType> UserTypes { get; init; } = [];

    /// <summary>Attributes of groups besides name and description. Default: none.</summary>
    public IReadOnlyList<SeedProperty> GroupAttributes { get; init; } = [];

    /// <summary>
    /// Factors that nobody may set up, whatever the policies say, by Okta's names: <c>okta_sms</c>, <c>google_otp</c>,
    /// <c>fido_webauthn</c> … Default: none.
    /// </summary>
    public IReadOnlyList<string> DisabledFactors { get; init; } = [];

    /// <summary>Authenticators that are not as Okta makes them, or that an admin added. Default: none.</summary>
    public IReadOnlyList<SeedAuthenticator> Authenticators { get; init; } = [];

    /// <summary>App sign-in policies, which apps name. Default: none.</summary>
    public IReadOnlyList<SeedAppPolicy> AppPolicies { get; init; } = [];

    /// <summary>Profile enrolment policies, which apps name. Default: none, so that nobody can make themselves a user.</summary>
    public IReadOnlyList<SeedRegistrationPolicy> RegistrationPolicies { get; init; } = [];

    /// <summary>Rules of who signs people in, in order of priority. Default: none, so that the org itself does.</summary>
    public IReadOnlyList<SeedRoutingRule> RoutingRules { get; init; } = [];

    /// <summary>Apps that are no clients: bookmarks, and those by SAML or SWA. Default: none.</summary>
    public IReadOnlyList<SeedOtherApp> OtherApps { get; init; } = [];

    /// <summary>Network zones. Default: none.</summary>
    public IReadOnlyList<SeedNetworkZone> NetworkZones { get; init; } = [];

    /// <summary>Token inline hooks, which access rules name. Default: none.</summary>
    public IReadOnlyList<SeedInlineHook> InlineHooks { get; init; } = [];

    /// <summary>Event hooks, which are told of what the System Log says. Default: none.</summary>
    public IReadOnlyList<SeedEventHook> EventHooks { get; init; } = [];

    /// <summary>Brands besides the one that every org has, and that one where it was changed. Default: none.</summary>
    public IReadOnlyList<SeedBrand> Brands { get; init; } = [];

    /// <summary>Names of the org's besides its first (Okta's custom domains). Default: none.</summary>
    public IReadOnlyList<SeedDomain> Domains { get; init; } = [];

    /// <summary>Behaviours, which policies of Okta's may name. Default: none.</summary>
    public IReadOnlyList<SeedBehavior> Behaviors { get; init; } = [];

    /// <summary>Others who sign users in. Default: none.</summary>
    public IReadOnlyList<SeedIdentityProvider> IdentityProviders { get; init; } = [];

    /// <summary>Relations between users. Default: none.</summary>
    public IReadOnlyList<SeedLinkedObject> LinkedObjects { get; init; } = [];

    /// <summary>Keys for hooks. Default: none.</summary>
    public IReadOnlyList<SeedHookKey> HookKeys { get; init; } = [];

    /// <summary>Hardware keys that are nobody's. Default: none.</summary>
    public IReadOnlyList<SeedYubikey> Yubikeys { get; init; } = [];

    /// <summary>
    /// What the org tells of itself, in Okta's words, each a text: <c>website</c>, <c>phoneNumber</c>, <c>supportPhoneNumber</c>,
    /// <c>endUserSupportHelpURL</c>, <c>address1</c>, <c>address2</c>, <c>city</c>, <c>state</c>, <c>country</c>, <c>postalCode</c>.
    /// Default: nothing.
    /// </summary>
    public JsonObject? Details { get; init; }

    /// <summary>Whom to turn to about bills, by id or login. Default: the first super admin.</summary>
    public string? BillingContact { get; init; }

    /// <summary>Whom to turn to about technical matters, by id or login. Default: the first super admin.</summary>
    public string? TechnicalContact { get; init; }

    /// <summary>Okta's <c>hideEndUserFooter</c>, which is kept. Default false.</summary>
    public bool HidesFooter { get; init; }

    /// <summary>
    /// Okta's <c>clientPrivilegesSetting</c>: whether a service app that is made by the Management API has every right from the beginning.
    /// Default false.
    /// </summary>
    public bool PrivilegesClients { get; init; }

    /// <summary>What would be done about dangerous callers. Default: nothing was ever said of it.</summary>
    public SeedThreats? Threats { get; init; }

    /// <summary>
    /// Five users, two groups, four apps and the custom authorization servers <c>default</c> and <c>aus1posternOrders005</c>, which shows
    /// scopes, claims and rules; names, ids and secrets never change.
    /// </summary>
    public static OrgSeed Default => DefaultSeed.Create();

    /// <summary>What a file says, YAML or JSON, with every id: docs/seed-file.md. <see cref="SeedFile"/> tells more.</summary>
    /// <exception cref="SeedFileException">It cannot be used; every fault is told, with its line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<OrgSeed> FromFileAsync(string path, CancellationToken ct = default) =>
        (await SeedFile.ReadAsync(path, options: null, ct)).Seed;

    /// <summary>What a text says, as a file would: <c>"users: [ada@example.com]"</c>.</summary>
    /// <exception cref="SeedFileException">It cannot be used; every fault is told, with its line.</exception>
    public static OrgSeed FromText(string text) => SeedFile.Parse(text).Seed;
}
