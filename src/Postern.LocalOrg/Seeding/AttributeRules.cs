using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;

namespace Postern.LocalOrg;

/// <summary>What Okta would refuse of an attribute: management.md 8.</summary>
static class AttributeRules
{
    const int LongestName = 128;

    static readonly string[] Types =
        [ProfileAttribute.Text, ProfileAttribute.Truth, ProfileAttribute.Number, ProfileAttribute.Integer, ProfileAttribute.Array];

    public static IEnumerable<Fault> Check(SeedProperty attribute)
    {
        var name = attribute.Name;
        if (name.Length is 0 or > LongestName || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_'))
            yield return new(
                "name", $"'{name}' is none: letters, digits and underscores, no digit first, {LongestName} characters at most.");
        if (!Types.Contains(attribute.Type))
            yield return new("type", $"is '{attribute.Type}'. There are [{string.Join(", ", Types)}].");
    }
}
