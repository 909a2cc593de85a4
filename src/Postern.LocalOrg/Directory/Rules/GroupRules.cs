namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of a group.</summary>
static class GroupRules
{
    public static IEnumerable<Fault> Check(Group group) => [.. Faults.OfId("id", group.Id), .. Faults.OfName("name", group.Name)];
}
