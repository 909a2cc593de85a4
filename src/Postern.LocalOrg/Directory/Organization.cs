using System.Net;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// The org and what decides about everybody in it, as it stood when a request came. Policies are in the order of their priority, the active
/// ones only.
/// </summary>
sealed record Organization
{
    public required OrgSettings Settings { get; init; }
    public required IReadOnlyList<SessionPolicy> SessionPolicies { get; init; }

    /// <summary>The last one is everybody's.</summary>
    public required IReadOnlyList<PasswordPolicy> PasswordPolicies { get; init; }

    /// <summary>The last one is everybody's.</summary>
    public required IReadOnlyList<EnrollmentPolicy> EnrollmentPolicies { get; init; }

    /// <summary>Of the types that have no records of their own.</summary>
    public required IReadOnlyList<OrgPolicy> OtherPolicies { get; init; }

    /// <summary>Those that an admin has changed or added.</summary>
    public required IReadOnlyList<Authenticator> Authenticators { get; init; }

    public required IReadOnlyList<TrustedOrigin> TrustedOrigins { get; init; }
    public required IReadOnlyList<ApiToken> ApiTokens { get; init; }
    public required IReadOnlyList<RoleAssignment> RoleAssignments { get; init; }

    /// <summary>Those that are told of events.</summary>
    public required IReadOnlyList<EventHook> EventHooks { get; init; }

    public required IReadOnlyList<NetworkZone> NetworkZones { get; init; }

    public string Id => Settings.Id;

    public string Name => Settings.Name;

    public bool IsIdentityEngine => Settings.Engine is OrgEngine.IdentityEngine;

    public bool HidesDeniedAccess => Settings.HidesDeniedAccess;

    public string? PasswordExpiredPage => Settings.PasswordExpiredPage;

    /// <summary>Whether a password may not be enough for somebody: spares everybody else the looking.</summary>
    public bool MayAskMore =>
        SessionPolicies.Any(policy => policy.Rules.Any(rule => rule.RequiresFactor || !rule.AllowsAccess))
            || EnrollmentPolicies.Any(policy => policy.MayEnrollAtSignIn)
            || NetworkZones.Any(zone => zone.Usage is NetworkZone.Blocklist);

    /// <summary>Whether anybody may begin with a factor in the place of the password.</summary>
    public bool FactorMayComeFirst => SessionPolicies.Any(policy => policy.Rules.Any(rule => rule.FactorMayComeFirst));

    /// <summary>Whether a method of an authenticator may be set up: unless an admin has switched it off.</summary>
    public bool IsOn(string authenticator, string method) =>
        Authenticators.FirstOrDefault(known => known.Key == authenticator) is not { } found || (found.Status is Lifecycle.Active
            && found.Methods.FirstOrDefault(known => known.Type == method) is not { Status: Lifecycle.Inactive });

    /// <summary>RFC 6454 section 5: scheme and host are the same in any case.</summary>
    public bool Trusts(string origin)
    {
        foreach (var trusted in TrustedOrigins)
            if (!trusted.IsNotForScripts && trusted.Origin.Equals(origin, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>Whether a browser may be sent to a page of this origin.</summary>
    public bool MaySendTo(string origin) => TrustedOrigins.Any(
        trusted => !trusted.IsNotForRedirects && trusted.Origin.Equals(origin, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the caller is in any of the addresses, ranges and network zones. Who calls from nowhere known is in none.</summary>
    public bool IsWithin(IReadOnlyList<string> networks, IPAddress? caller)
    {
        if (caller is null)
            return false;

        // A socket for both families shows IPv4 callers as ::ffff:10.0.0.1.
        var address = caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller;
        return networks.Any(network => network is NetworkZone.All
            ? NetworkZones.Any(zone => zone.Usage is not NetworkZone.Blocklist && Covers(zone, address))
            : NetworkZones.FirstOrDefault(zone => zone.Id == network) is { } zone ? Covers(zone, address)
            : AddressRanges.Covers(network, address));
    }

    /// <summary>Whether nobody may sign in from there.</summary>
    public bool IsBlocked(IPAddress caller)
    {
        var address = caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller;
        return NetworkZones.Any(zone => zone.Usage is NetworkZone.Blocklist && Covers(zone, address));
    }

    static bool Covers(NetworkZone zone, IPAddress address) => zone.Networks.Any(range => AddressRanges.Covers(range, address));

    /// <summary>The roles of a user, those of their groups among them.</summary>
    public IEnumerable<RoleAssignment> RolesOf(User user) => RoleAssignments.Where(assignment => assignment.AssigneeKind switch
    {
        AssigneeKind.User => assignment.AssigneeId == user.Id,
        AssigneeKind.Group => user.GroupIds.Contains(assignment.AssigneeId),
        _ => false,
    });

    public IEnumerable<RoleAssignment> RolesOf(AssigneeKind kind, string assigneeId) =>
        RoleAssignments.Where(assignment => assignment.AssigneeKind == kind && assignment.AssigneeId == assigneeId);

    /// <summary>An admin's API token by its hash; null where it is none of the org's.</summary>
    public ApiToken? FindApiToken(string tokenHash)
    {
        foreach (var token in ApiTokens)
            if (Secrets.AreEqual(token.TokenHash, tokenHash))
                return token;
        return null;
    }
}
