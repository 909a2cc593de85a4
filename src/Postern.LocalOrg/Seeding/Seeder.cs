using System.Net;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>Brings a new org to life from its seed, and leaves one that is there as it is.</summary>
static class Seeder
{
    public static async Task SeedAsync(OrgStore store, OrgSeed seed, CancellationToken ct)
    {
        if (await IsThereAsync(store, ct))
            return;

        Check(seed);
        var now = store.Now;
        var users = seed.Users.Select(user => SeededUser.Of(user, seed, now)).ToList();
        var factors = seed.Users.SelectMany(user => SeededFactors.Of(user).Select(factor => (user.Id, factor))).ToList();
        // All at once: a half-seeded org would be mistaken for a whole one at the next start.
        await store.InOneWorkAsync(
            async work =>
            {
                if (await IsThereAsync(store, ct))
                    return;

                store.BeginSeed(work);
                SeededDirectory.Add(work, store.Directory, seed, now);
                foreach (var user in users)
                    store.AddUser(work, user);
                foreach (var (userId, factor) in factors)
                    store.AddFactor(work, userId, factor);
                foreach (var user in seed.Users)
                    if (user.ActivationToken is { } token)
                        store.AddRecoveryToken(work, token, new(user.Id, "ACCOUNT_ACTIVATION", null), store.Time.GetUtcNow().AddDays(7));
            },
            ct);
    }

    static async Task<bool> IsThereAsync(OrgStore store, CancellationToken ct) => (await store.Directory.Settings.AllAsync(ct)).Count > 0;

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
            if (!ReservedScopes.IsOfOkta(scope))
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
}
