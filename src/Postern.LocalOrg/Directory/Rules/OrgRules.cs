namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of the org's settings, origins, API tokens and network zones.</summary>
static class OrgRules
{
    public static IEnumerable<Fault> Check(OrgSettings settings)
    {
        foreach (var fault in Faults.OfId("orgId", settings.Id).Concat(Faults.OfName("orgName", settings.Name)))
            yield return fault;
        if (settings.PasswordExpiredPage is { } page && !Addresses.IsAbsolute(page))
            yield return new("passwordExpiredPage", $"'{page}' is not an absolute URL.");
    }

    public static IEnumerable<Fault> Check(TrustedOrigin origin)
    {
        if (!Addresses.IsOrigin(origin.Origin))
            yield return new(
                "", $"'{origin.Origin}' is no origin: that is a scheme, a host and a port, such as 'https://app.example.com'.");
    }

    public static IEnumerable<Fault> Check(NetworkZone zone)
    {
        foreach (var fault in Faults.OfId("id", zone.Id).Concat(Faults.OfName("name", zone.Name, longest: 128)))
            yield return fault;
        foreach (var (number, network) in zone.Networks.Index())
            if (!AddressRanges.IsNetwork(network))
                yield return new($"networks[{number}]", $"'{network}' is neither an address nor a range such as '10.0.0.0/8'.");
        if (zone.Type is { } type && !NetworkZone.Types.Contains(type))
            yield return new("type", $"is '{type}'. There are [{string.Join(", ", NetworkZone.Types)}].");
    }
}
