using System.Text.Json;
using System.Text.Json.Serialization;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Directory;

/// <summary>An app, which the OAuth endpoints know as a client where it signs in by OpenID Connect.</summary>
sealed record App
{
    /// <summary>What it is kept by. Of an app that is no client it is the app's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where an admin chose another client id; null: they are the same.</summary>
    public string? AppId { get; init; }

    /// <summary>For people: Okta's <c>label</c>.</summary>
    public required string Name { get; init; }

    public required AppKind Kind { get; init; }

    /// <summary>Of an app that is no client, Okta's <c>signOnMode</c>; null: <c>OPENID_CONNECT</c>.</summary>
    public string? SignOnMode { get; init; }

    /// <summary>Of an app that is no client, Okta's <c>name</c>; null: <c>oidc_client</c>.</summary>
    public string? Integration { get; init; }

    /// <summary>Of an app that was seeded; who had a secret made has it in <see cref="ClientSecrets"/>.</summary>
    public string? SecretHash { get; init; }

    /// <summary>Only for <c>client_secret_jwt</c> and request objects signed with it: an HMAC cannot be checked against a hash.</summary>
    public string? Secret { get; init; }

    /// <summary>Those that an admin made, two at most: in the place of <see cref="SecretHash"/> and <see cref="Secret"/>.</summary>
    public IReadOnlyList<ClientSecret>? ClientSecrets { get; init; }

    public required string TokenEndpointAuthMethod { get; init; }
    public required IReadOnlyList<string> RedirectUris { get; init; }

    /// <summary>Okta's <c>wildcard_redirect</c> <c>SUBDOMAIN</c>: a redirect URI may begin with <c>https://*.</c>.</summary>
    public bool AllowsSubdomains { get; init; }

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Okta's <c>request_object_signing_alg</c>; null: request objects are not taken.</summary>
    public string? RequestObjectSigningAlgorithm { get; init; }

    public bool RequiresPushedAuthorization { get; init; }

    /// <summary>Of the sign-on policy.</summary>
    public bool RequiresFactor { get; init; }

    /// <summary>Of the sign-on policy, of which one must hold; null: any factor is as good as another.</summary>
    public IReadOnlyList<AppConstraint>? Constraints { get; init; }

    /// <summary>Of the sign-on policy; null: never.</summary>
    public long? ReauthenticateInSeconds { get; init; }

    /// <summary>What its app sign-in policy says: whether whoever has signed in is asked whether to stay so.</summary>
    [JsonIgnore]
    public bool AsksToStaySignedIn { get; init; }

    public bool OrgAuthorizationServerOnly { get; init; }

    /// <summary>Null: anywhere.</summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>Null: nowhere.</summary>
    public IReadOnlyList<string>? ExcludedNetworks { get; init; }

    /// <summary>Of the org authorization server's ID tokens.</summary>
    public IssuerMode IssuerMode { get; init; }

    public required IReadOnlyList<string> ResponseTypes { get; init; }
    public required IReadOnlyList<string> GrantTypes { get; init; }
    public required bool PkceRequired { get; init; }
    public required bool RotatesRefreshTokens { get; init; }
    public required int RefreshTokenLeewaySeconds { get; init; }

    /// <summary>Okta's <c>consent_method</c> <c>REQUIRED</c>.</summary>
    public bool RequiresConsent { get; init; }

    public IReadOnlyList<string> GrantedOrgScopes { get; init; } = [];

    /// <summary>When and by whom they were granted, where that is known.</summary>
    public IReadOnlyList<ScopeGrant>? ScopeGrants { get; init; }

    public bool DpopBoundAccessTokens { get; init; }

    /// <summary>A JWK Set of the keys that verify what it signs.</summary>
    public string? Jwks { get; init; }

    /// <summary>Those of <see cref="Jwks"/> and the ones that are switched off, where an admin manages them one by one.</summary>
    public IReadOnlyList<ClientKey>? ClientKeys { get; init; }

    /// <summary>Where its keys are, instead of <see cref="Jwks"/>.</summary>
    public string? JwksUri { get; init; }

    /// <summary>Of its assertions, were it to make any.</summary>
    public IReadOnlyList<AppCertificate>? Certificates { get; init; }

    /// <summary>Attributes that expressions may use: an object, or null.</summary>
    public JsonElement? Profile { get; init; }

    /// <summary>Of the org authorization server's tokens.</summary>
    public GroupPattern? GroupsClaim { get; init; }

    /// <summary>In the place of <see cref="GroupsClaim"/>.</summary>
    public string? GroupsExpression { get; init; }

    /// <summary>What that claim is called; null: <c>groups</c>.</summary>
    public string? GroupsClaimName { get; init; }

    /// <summary>What only registration speaks of; null for an app that was seeded.</summary>
    public AppRegistration? Registration { get; init; }

    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public required IReadOnlyList<string> AssignedUserIds { get; init; }

    /// <summary>In the order of their priorities.</summary>
    public required IReadOnlyList<string> AssignedGroupIds { get; init; }

    /// <summary>What else is known of those users, where something is.</summary>
    public IReadOnlyList<UserAssignment>? UserAssignments { get; init; }

    /// <summary>What else is known of those groups, where something is.</summary>
    public IReadOnlyList<GroupAssignment>? GroupAssignments { get; init; }

    /// <summary>Okta's <c>implicitAssignment</c>: everybody is, and nobody is listed.</summary>
    public bool AssignsEverybody { get; init; }

    /// <summary>An expression for the user's name in the app; null: the login.</summary>
    public string? UserNameTemplate { get; init; }

    /// <summary>The app sign-in policy it was given; null: the org's default.</summary>
    public string? AccessPolicyId { get; init; }

    /// <summary>The profile enrolment policy it was given; null: the org's default.</summary>
    public string? EnrollmentPolicyId { get; init; }

    /// <summary>Attributes of users in the app besides those that every app has; null: none.</summary>
    public IReadOnlyList<ProfileAttribute>? UserAttributes { get; init; }

    /// <summary>When <see cref="UserAttributes"/> were changed; zero: never.</summary>
    public long UserSchemaUpdatedAt { get; init; }

    /// <summary>Whether it was given a picture.</summary>
    public bool HasLogo { get; init; }

    /// <summary>
    /// Client ids of the apps whose users it takes over: Okta's interclient trust mappings (direct-auth.md 8.1). Null: none.
    /// </summary>
    public IReadOnlyList<string>? InterclientAllowedAppIds { get; init; }

    /// <summary>What the Apps API keeps and says again, and nothing here asks for: an object, or null.</summary>
    public JsonElement? Kept { get; init; }

    /// <summary>By which the Apps API knows it.</summary>
    [JsonIgnore]
    public string Id => AppId ?? ClientId;

    [JsonIgnore]
    public bool IsClient => SignOnMode is null;

    /// <summary>Switched off or not.</summary>
    [JsonIgnore]
    public IReadOnlyList<ClientSecret> AllSecrets => ClientSecrets ?? (SecretHash is null ? [] : [ClientSecret.OfSeed(this)]);

    [JsonIgnore]
    public IEnumerable<ClientSecret> ActiveSecrets => AllSecrets.Where(secret => secret.Status is Lifecycle.Active);

    public override string ToString() => $"{Name} ({ClientId})";

    /// <summary>
    /// Whether it wants to be told at a logout which session ended. UNCONFIRMED (direct-auth.md 8.1): which of Okta's members that is.
    /// </summary>
    [JsonIgnore]
    public bool WantsSessionAtLogout => Kept is { ValueKind: JsonValueKind.Object } kept
        && kept.TryGetProperty("oauthClient", out var client)
        && client.ValueKind is JsonValueKind.Object
        && client.TryGetProperty("frontchannel_logout_session_required", out var required)
        && required.ValueKind is JsonValueKind.True;

    /// <summary>Whether somebody who has signed in to the other may be signed in to this one by it.</summary>
    public bool TakesOverFrom(App other) => InterclientAllowedAppIds?.Contains(other.ClientId) is true;

    public App WithoutInterclient(string clientId) =>
        this with { InterclientAllowedAppIds = [.. (InterclientAllowedAppIds ?? []).Where(other => other != clientId)] };

    public bool IsAssignedTo(User user) =>
        AssignsEverybody || AssignedUserIds.Contains(user.Id) || AssignedGroupIds.Any(user.GroupIds.Contains);

    /// <summary>In time that tells nothing of which of its secrets it is.</summary>
    public bool HasSecret(string given)
    {
        var hash = Secrets.Hash(given);
        var isOne = false;
        foreach (var secret in ActiveSecrets)
            isOne |= Secrets.AreEqual(secret.Hash, hash);
        return isOne;
    }
}

/// <summary>Of a client that was registered: when, in seconds since the epoch, and what it says of itself to people.</summary>
sealed record AppRegistration
{
    public long? IssuedAt { get; init; }
    public string? ClientUri { get; init; }
    public string? LogoUri { get; init; }
    public string? InitiateLoginUri { get; init; }
    public string? PolicyUri { get; init; }
    public string? TosUri { get; init; }
}
