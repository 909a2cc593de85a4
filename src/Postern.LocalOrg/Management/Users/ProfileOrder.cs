using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Management.Users;

/// <summary>The order in which Okta writes the attributes of a profile: that of a Java <c>HashMap</c> (management.md 1.2).</summary>
static class ProfileOrder
{
    public static JsonObject Ordered(JsonObject profile)
    {
        var mask = CapacityFor(profile.Count) - 1;
        JsonObject ordered = [];
        foreach (var (name, value) in profile.OrderBy(attribute => Spread(attribute.Key) & mask))
            ordered[name] = value?.DeepClone();
        return ordered;
    }

    /// <summary>A map grows when it is three quarters full.</summary>
    static int CapacityFor(int count)
    {
        var capacity = 16;
        while (count > capacity / 4 * 3)
            capacity *= 2;
        return capacity;
    }

    static int Spread(string name)
    {
        var hash = 0;
        foreach (var c in name)
            hash = unchecked((31 * hash) + c);
        return hash ^ (int)((uint)hash >> 16);
    }
}
