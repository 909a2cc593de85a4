namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of a group.</summary>
static class GroupRules
{
    const int LongestDescription = 1024;

    public static IEnumerable<Fault> Check(Group group) =>
        [.. Faults.OfId("id", group.Id), .. Faults.OfName("name", group.Name), .. OfDescription(group.Description)];

    static IEnumerable<Fault> OfDescription(string? description)
    {
        if (description?.Length > LongestDescription)
            yield return new("description", $"has {description.Length} characters: {LongestDescription} at most.");
    }
}
