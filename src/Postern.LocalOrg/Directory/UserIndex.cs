using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// What users are looked for by, and who is in which group, in tables beside the users' documents: written with each change of one, so that
/// nobody reads 200,000 documents to find a few.
/// </summary>
sealed class UserIndex(OrgStore store)
{
    /// <summary>Longer ones are told apart by their beginnings alone.</summary>
    const int Longest = 200;

    /// <summary>So many rows go into one statement.</summary>
    const int MostRows = 32;

    public void Write(Work work, User? before, User? after)
    {
        var id = (after ?? before)!.Id;
        var (old, now) = (AttributesOf(before), AttributesOf(after));
        foreach (var (name, value) in old.Except(now))
            work.Write(
                "delete from user_attributes where name = @name and value = @value and user_id = @id",
                [("@name", name), ("@value", value), ("@id", id)]);
        Insert(work, "user_attributes (user_id, name, value)", id, [.. now.Except(old).Select(row => new[] { row.Name, row.Value })]);
        WriteGroups(work, id, before?.GroupIds ?? [], after?.GroupIds ?? []);
    }

    void WriteGroups(Work work, string id, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (left, joined) = (before.Except(after).ToList(), after.Except(before).ToList());
        foreach (var group in left)
            work.Write("delete from group_members where group_id = @group and user_id = @id", [("@group", group), ("@id", id)]);
        Insert(work, "group_members (user_id, group_id)", id, [.. joined.Select(group => new[] { group })]);
        foreach (var group in left.Concat(joined))
            work.WriteLast(
                $"group {group}",
                """
                insert into group_changes (group_id, members_changed_at) values (@group, @now)
                on conflict (group_id) do update set members_changed_at = @now
                """,
                [("@group", group), ("@now", store.Now)]);
    }

    static void Insert(Work work, string into, string id, IReadOnlyList<string[]> rows)
    {
        foreach (var chunk in rows.Chunk(MostRows))
        {
            List<(string, object?)> parameters = [("@id", id)];
            List<string> places = [];
            foreach (var (number, row) in chunk.Index())
            {
                var names = row.Select((_, column) => string.Create(CultureInfo.InvariantCulture, $"@p{number}_{column}")).ToList();
                parameters.AddRange(names.Zip(row, (name, value) => (name, (object?)value)));
                places.Add($"(@id, {string.Join(", ", names)})");
            }

            work.Write($"insert into {into} values {string.Join(", ", places)} on conflict do nothing", [.. parameters]);
        }
    }

    static HashSet<(string Name, string Value)> AttributesOf(User? user)
    {
        if (user is null)
            return [];

        HashSet<(string, string)> attributes = [("type.id", Key(user.TypeId ?? UserType.DefaultId))];
        foreach (var (name, value) in UserProfile.Of(user))
            foreach (var each in EachOf(value))
                attributes.Add(("profile." + name, KeyOf(each)));
        return attributes;
    }

    /// <summary>A list is found by each of it.</summary>
    static IEnumerable<JsonValue> EachOf(JsonNode? value)
    {
        if (value is JsonArray list)
            return list.OfType<JsonValue>();
        return value is JsonValue scalar ? [scalar] : [];
    }

    public static string KeyOf(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => Key(value.GetValue<string>()),
        JsonValueKind.Number => Key(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)),
        var truth => truth is JsonValueKind.True ? "true" : "false",
    };

    /// <summary>A text as it is looked for: without regard to case.</summary>
    public static string Key(string text)
    {
        var key = text.ToLowerInvariant();
        if (key.Length <= Longest)
            return key;

        // Half a surrogate pair is no text.
        return char.IsHighSurrogate(key[Longest - 1]) ? key[..(Longest - 1)] : key[..Longest];
    }

    /// <summary>A number, so that keys are in the order of the numbers.</summary>
    public static string Key(double number)
    {
        var bits = BitConverter.DoubleToUInt64Bits(number == 0 ? 0 : number);
        return "#" + (bits >> 63 == 0 ? bits | 1UL << 63 : ~bits).ToString("x16", CultureInfo.InvariantCulture);
    }
}
