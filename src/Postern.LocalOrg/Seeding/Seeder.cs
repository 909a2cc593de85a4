using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>Brings a new org to life from its seed, and leaves one that is there as it is.</summary>
static class Seeder
{
    public static async Task<Organization> SeedAsync(OrgStore store, OrgSeed seed, CancellationToken ct)
    {
        if (await store.FindOrganizationAsync(ct) is { } existing)
            return existing;

        Check(seed);
        Organization org = new()
        {
            Id = seed.OrgId, Name = seed.OrgName, Groups = seed.Groups, SessionPolicies = seed.SessionPolicies,
            PasswordPolicies =
            [
                .. seed.PasswordPolicies,
                new() { Name = "Default Policy", MaxAttempts = seed.MaxFailedPasswords, ShowsLockoutFailures = seed.ShowLockoutFailures },
            ],
            EnrollmentPolicies = [.. seed.EnrollmentPolicies, new() { Name = "Default Policy" }],
            HidesDeniedAccess = seed.HidesDeniedAccess, PasswordExpiredPage = seed.PasswordExpiredPage,
            ApiTokenHashes = [.. seed.ApiTokens.Select(Secrets.Hash)], TrustedOrigins = seed.TrustedOrigins,
        };
        var now = store.Time.GetUtcNow().ToUnixTimeSeconds();
        var users = seed.Users.Select(user => Stored(user, seed, now)).ToList();
        var factors = seed.Users.SelectMany(user => SeededFactors.Of(user).Select(factor => (user.Id, factor)));
        // All at once: a half-seeded org would be mistaken for a whole one at the next start.
        await store.InOneWorkAsync(
            async work =>
            {
                if (await store.FindOrganizationAsync(ct) is { } quicker)
                {
                    org = quicker;
                    return;
                }

                store.Seed(work, org, users, factors, seed.Apps.Select(Stored), seed.AuthorizationServers);
                foreach (var user in seed.Users)
                    if (user.ActivationToken is { } token)
                        store.AddRecoveryToken(work, token, new(user.Id, "ACCOUNT_ACTIVATION", null), store.Time.GetUtcNow().AddDays(7));
            },
            ct);
        return org;
    }

    static void Check(OrgSeed seed)
    {
        if (seed.PasswordExpiredPage is { } page && !IsAbsolute(page))
            throw new ArgumentException($"The seed's page for expired passwords, '{page}', is not an absolute URL.", nameof(seed));
        foreach (var server in seed.AuthorizationServers)
        {
            AuthorizationServerChecks.Check(server);
            AccessPolicyChecks.Check(server, seed);
        }

        foreach (var scope in seed.Apps.SelectMany(app => app.GrantedOrgScopes))
            if (!RequestedScopes.IsOfOkta(scope))
                throw new ArgumentException($"The seed grants an app '{scope}', which is no scope of Okta's own APIs: those begin with 'okta.'.", nameof(seed));
        foreach (var app in seed.Apps)
            if (app.DpopBoundAccessTokens && app.GrantTypes.Contains(GrantTypes.Implicit))
                throw new ArgumentException($"The seed's app '{app.ClientId}' has DPoP-bound access tokens and the grant type 'implicit', by which none can be had: leave one of them out.", nameof(seed));
        foreach (var app in seed.Apps)
            AuthorizationServerChecks.CheckGroupsClaim(app);
        foreach (var app in seed.Apps)
            CheckKeys(app);
        foreach (var app in seed.Apps)
            if (app.ReauthenticateIn < TimeSpan.Zero)
                throw new ArgumentException($"The seed's app '{app.ClientId}' wants users to sign in again in {app.ReauthenticateIn}: that is zero, for every request, or more.", nameof(seed));
        foreach (var origin in seed.TrustedOrigins)
            if (!IsAbsolute(origin) || new Uri(origin).GetLeftPart(UriPartial.Authority) != origin)
                throw new ArgumentException($"The seed trusts the origin '{origin}', which is none: an origin is a scheme, a host and a port, such as 'https://app.example.com'.", nameof(seed));
        foreach (var network in seed.Apps.SelectMany(app => app.Networks ?? []))
            if (!IPNetwork.TryParse(network, out _) && !IPAddress.TryParse(network, out _))
                throw new ArgumentException($"The seed limits an app to '{network}', which is neither an address nor a range such as '10.0.0.0/8'.", nameof(seed));
        foreach (var uri in seed.Apps.SelectMany(app => app.RedirectUris))
            if (!IsAbsolute(uri) || !uri.All(c => c is > ' ' and < '\x7f') || uri.Contains('#', StringComparison.Ordinal))
                throw new ArgumentException($"The seed's redirect URI '{uri}' is not an absolute URI in ASCII without fragment (RFC 6749 section 3.1.2).", nameof(seed));
    }

    static void CheckKeys(SeedApp app)
    {
        if (app is { Jwks: not null, JwksUri: not null })
            throw new ArgumentException($"The seed's app '{app.ClientId}' has Jwks and JwksUri: leave one of them out (RFC 7591 section 2).");
        if (app.JwksUri is { } uri && !RemoteKeySets.IsFetchable(uri))
            throw new ArgumentException($"The seed's app '{app.ClientId}' has its keys at '{uri}', which must be an http or https URL without user name and fragment, such as https://app.example.com/keys.");
    }

    /// <summary>On Unix a bare path passes for an absolute <c>file:</c> URI.</summary>
    static bool IsAbsolute(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && uri.StartsWith(parsed.Scheme + ":", StringComparison.OrdinalIgnoreCase);

    static Credentials Stored(SeedUser user, OrgSeed seed, long now) => new()
    {
        User = new()
        {
            Id = user.Id, Login = user.Login, FirstName = user.FirstName, LastName = user.LastName, Email = user.Email ?? user.Login, Phone = user.Phone, CreatedAt = now,
            GroupIds = [.. seed.Groups.Where(group => group.Name == "Everyone").Select(group => group.Id).Union(user.GroupIds)],
            RequiresFactor = user.State is UserState.MfaRequired, RecoveryQuestion = user.RecoveryQuestion, IdentityProvider = user.IdentityProvider,
            Profile = Stored(user.Profile),
            RecoveryAnswerHash = user.RecoveryAnswer is { } answer ? Passwords.HashAnswer(answer) : null,
        },
        State = user.State is UserState.MfaRequired ? UserState.Active : user.State,
        PasswordHash = user.Password switch
        {
            "" => "",
            DefaultSeed.Password => DefaultSeed.PasswordHash,
            var password => Passwords.Hash(password),
        },
        PasswordChangedAt = user.Password is "" ? 0 : user.PasswordChanged?.ToUnixTimeSeconds() ?? now,
        LockedAt = user.State is UserState.LockedOut ? now : 0,
        FailedPasswords = 0,
    };

    static JsonElement? Stored(JsonObject? profile) => profile is null ? null : JsonSerializer.SerializeToElement(profile, StorageJson.Default.JsonObject);

    static App Stored(SeedApp app) => new()
    {
        ClientId = app.ClientId, Name = app.Name, Kind = app.Kind,
        SecretHash = app.ClientSecret is { } secret ? Secrets.Hash(secret) : null,
        Secret = app.TokenEndpointAuthMethod is ClientAuthMethods.ClientSecretJwt || app.RequestObjectSigningAlgorithm is ['H', ..] ? app.ClientSecret : null,
        TokenEndpointAuthMethod = app.TokenEndpointAuthMethod,
        RedirectUris = app.RedirectUris, ResponseTypes = app.ResponseTypes, GrantTypes = app.GrantTypes, PkceRequired = app.PkceRequired, Jwks = app.Jwks, JwksUri = app.JwksUri,
        RotatesRefreshTokens = app.RotatesRefreshTokens ?? app.Kind is AppKind.Spa, RefreshTokenLeewaySeconds = (int)app.RefreshTokenLeeway.TotalSeconds,
        RequiresConsent = app.RequiresConsent, Profile = Stored(app.Profile), GroupsClaim = app.GroupsClaim,
        GrantedOrgScopes = app.GrantedOrgScopes, DpopBoundAccessTokens = app.DpopBoundAccessTokens,
        PostLogoutRedirectUris = app.PostLogoutRedirectUris, RequestObjectSigningAlgorithm = app.RequestObjectSigningAlgorithm,
        RequiresPushedAuthorization = app.RequiresPushedAuthorization,
        RequiresFactor = app.RequiresFactor, ReauthenticateInSeconds = (long?)app.ReauthenticateIn?.TotalSeconds,
        OrgAuthorizationServerOnly = app.OrgAuthorizationServerOnly, Networks = app.Networks,
        AssignedUserIds = app.AssignedUserIds, AssignedGroupIds = app.AssignedGroupIds,
    };
}
