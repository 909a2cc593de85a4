using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>The org that a newcomer meets: one of everything, with names that say what it shows.</summary>
static class DefaultSeed
{
    public const string OrgId = "00o1posternLocal0005";
    public const string Password = "Correct-Horse-9";

    /// <summary>
    /// <see cref="Password"/> as it is stored. To hash it for each user would be most of what a start waits for, and would guard what
    /// everybody may read here.
    /// </summary>
    public const string PasswordHash = "pbkdf2-sha256$10000$cG9zdGVybi1kZW1vLW9yZw==$F5iiEsXKNOg1Qr6Pk5WGDwBwQ0UOOepozit1LsB1EMI=";

    const string Callback = "http://localhost:8080/callback";
    const string Home = "http://localhost:8080/";
    const string Everyone = "00g1posternEveryone5";
    const string Testers = "00g1posternTesters05";

    public static OrgSeed Create() => new()
    {
        Groups = [new() { Id = Everyone, Name = "Everyone" }, new() { Id = Testers, Name = "Testers" }],
        Users =
        [
            User("00u1adaActive0000005", "ada@example.com", "Ada", "Active") with { GroupIds = [Testers] },
            User("00u1louLockedout0005", "lou@example.com", "Lou", "Lockedout") with { GroupIds = [Testers], State = UserState.LockedOut },
            User("00u1eveExpired000005", "eve@example.com", "Eve", "Expired") with
            {
                GroupIds = [Testers],
                State = UserState.PasswordExpired,
            },
            User("00u1maxMultifactor05", "max@example.com", "Max", "Multifactor") with
            {
                GroupIds = [Testers], State = UserState.MfaRequired, TotpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            },
            User("00u1unaUnassigned005", "una@example.com", "Una", "Unassigned"),
        ],
        Apps =
        [
            App("0oa1posternSpa000005", "Demo SPA", AppKind.Spa) with { PkceRequired = true },
            App("0oa1posternWeb000005", "Demo Web", AppKind.Web, GrantTypes.JwtBearer, GrantTypes.TokenExchange, GrantTypes.Ciba) with
            {
                ClientSecret = "demo-web-secret-that-is-no-secret-0123456789",
                TokenEndpointAuthMethod = ClientAuthMethods.ClientSecretBasic,
            },
            App(
                "0oa1posternNative005",
                "Demo Native",
                AppKind.Native,
                GrantTypes.Password,
                GrantTypes.DeviceCode,
                GrantTypes.TokenExchange) with
            {
                PkceRequired = true, RedirectUris = [Callback, "com.example.postern:/callback"],
            },
            new()
            {
                ClientId = "0oa1posternService05", Name = "Demo Service", Kind = AppKind.Service,
                ClientSecret = "demo-service-secret-that-is-no-secret-01234567",
                TokenEndpointAuthMethod = ClientAuthMethods.ClientSecretBasic,
                ResponseTypes = [ResponseTypes.Token], GrantTypes = [GrantTypes.ClientCredentials, GrantTypes.TokenExchange],
            },
        ],
        AuthorizationServers =
        [
            new()
            {
                Id = "default", Name = "default", Audience = "api://default",
                Scopes =
                [
                    new()
                    {
                        Name = "api:read",
                        DisplayName = "Read the API",
                        Description = "Lets the app read what the API has.",
                        IsPublished = true,
                    },
                ],
                Policies = [new() { Name = "Default Policy", Rules = [new() { Name = "Default Policy Rule" }] }],
            },
            Orders(),
        ],
    };

    static SeedAuthorizationServer Orders() => new()
    {
        Id = "aus1posternOrders005", Name = "Orders", Audience = "api://orders",
        Scopes =
        [
            new()
            {
                Name = "orders:read",
                DisplayName = "Read orders",
                Description = "Lets the app read your orders.",
                IsDefault = true,
                IsPublished = true,
            },
            new()
            {
                Name = "orders:write",
                DisplayName = "Change orders",
                Description = "Lets the app place and cancel orders.",
                Consent = ScopeConsent.Required,
            },
        ],
        Claims =
        [
            new() { Name = "groups", Groups = new() { Match = GroupMatch.Regex, Value = ".*" } },
            new() { Name = "role", Expression = "isMemberOfGroupName(\"Testers\") ? \"tester\" : \"user\"" },
        ],
        Policies =
        [
            new()
            {
                Name = "Everybody's apps",
                Rules =
                [
                    new() { Name = "Testers, for ten minutes", GroupIds = [Testers], AccessTokenLifetime = TimeSpan.FromMinutes(10) },
                    new() { Name = "Everybody else, to read", Scopes = ["orders:read"] },
                ],
            },
        ],
    };

    static SeedUser User(string id, string login, string firstName, string lastName) =>
        new() { Id = id, Login = login, Password = Password, FirstName = firstName, LastName = lastName };

    static SeedApp App(string clientId, string name, AppKind kind, params string[] moreGrantTypes) => new()
    {
        ClientId = clientId, Name = name, Kind = kind,
        RedirectUris = [Callback],
        PostLogoutRedirectUris = [Home],
        ResponseTypes = [ResponseTypes.Code, ResponseTypes.IdToken, ResponseTypes.Token],
        GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.Implicit, GrantTypes.RefreshToken, .. moreGrantTypes],
        GroupsClaim = new() { Match = GroupMatch.Regex, Value = ".*" },
        AssignedGroupIds = [Testers],
    };
}
