namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of a record.</summary>
/// <param name="Where">The member, as <c>assignedGroupIds[0]</c>.</param>
/// <param name="What">What is wrong with it, a sentence of which the member is the subject.</param>
sealed record Fault(string Where, string What)
{
    /// <summary>The sentence where it is told without the member before it; null: the member and <see cref="What"/> are one.</summary>
    public string? Whole { get; init; }

    /// <summary>Of something within: <c>policies[1].rules[0].name</c>.</summary>
    public Fault Within(string place) => this with { Where = Where is "" ? place : $"{place}.{Where}" };

    public override string ToString() => $"{Where}: {What}";
}

/// <summary>Faults of what there is several of.</summary>
static class Faults
{
    public static IEnumerable<Fault> Of<T>(string member, IReadOnlyList<T> items, Func<T, IEnumerable<Fault>> check) =>
        items.SelectMany((item, number) => check(item).Select(fault => fault.Within($"{member}[{number}]")));

    /// <summary>The second and every further one that has the same.</summary>
    public static IEnumerable<Fault> OfDuplicates<T>(string member, IReadOnlyList<T> items, string what, Func<T, string> key)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
            if (key(items[i]) is { Length: > 0 } has && !seen.Add(has))
                yield return new($"{member}[{i}].{what}", $"'{has}' is another's already: each has its own.");
    }

    public static IEnumerable<Fault> OfName(string member, string name, int longest = 255)
    {
        if (string.IsNullOrWhiteSpace(name))
            yield return new(member, "cannot be left blank.");
        else if (name.Length > longest)
            yield return new(member, $"has {name.Length} characters: {longest} at most.");
    }

    /// <summary>Ids stand in paths, queries and claims as they are.</summary>
    public static IEnumerable<Fault> OfId(string member, string id)
    {
        if (id is "" || id.Length > 100 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            yield return new(
                member, $"'{id}' is no id: letters, digits, '-', '_' and '.', 100 at most. Leave it out to have one made of the name.");
    }
}
