using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Postern.LocalOrg;

/// <summary>
/// Makes of a file's nodes a seed that is whole: each member of the kind that the code gives it, short forms written out, what is left out
/// by its default. What is wrong is told and stands as its default, so that what follows is judged too.
/// </summary>
sealed class SeedShaper(SeedFaults faults, SeedSecrets secrets)
{
    public OrgSeed Shape(SeedNode root)
    {
        var shaped = Record(root, SeedJson.File.OrgSeed, "");
        return JsonSerializer.Deserialize(shaped, SeedJson.File.OrgSeed)!;
    }

    JsonNode? Value(SeedNode node, JsonTypeInfo type, string path)
    {
        faults.Place(path, node.At);
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => Record(node, type, path),
            JsonTypeInfoKind.Enumerable => List(node, type, path),
            _ => Scalar(node, type.Type, path),
        };
    }

    JsonObject Record(SeedNode node, JsonTypeInfo type, string path)
    {
        JsonObject given = [];
        HashSet<string> faulty = [], toMake = [];
        if (Members(node, type, path) is { } members)
            foreach (var member in members)
                Take(member, type, path, given, toMake, faulty);
        else
            faulty.UnionWith(type.Properties.Select(member => member.Name));

        foreach (var missing in type.Properties.Where(member => SeedDefaults.MustBeGiven(type.Type, member)))
        {
            if (given.ContainsKey(missing.Name))
                continue;
            if (!faulty.Contains(missing.Name))
                faults.Add(Inner(path, missing.Name), "is missing.");
            // Unlike anything else's, so that nothing further is wrong with it.
            if (missing.PropertyType == typeof(string))
                given[missing.Name] = Inner(path, missing.Name);
        }

        return SeedDefaults.Whole(type.Type, given, toMake, member => secrets.Made(Inner(path, member.Name), member.Value));
    }

    IReadOnlyList<SeedMember>? Members(SeedNode node, JsonTypeInfo type, string path)
    {
        if (node is SeedNode.Map map)
            return map.Members;
        if (node is SeedNode.Text { IsNull: false } text && ShortForms.Of(type.Type, text) is { } members)
        {
            if (ShortForms.Lack(type.Type, text) is { } lack)
                faults.Add(Inner(path, lack.Member), text.At, lack.Message);
            return members;
        }

        faults.Add(path, node.At, $"should have members, as 'name: value'{ShortForms.Hint(type.Type)}.");
        return null;
    }

    void Take(SeedMember member, JsonTypeInfo type, string path, JsonObject given, HashSet<string> toMake, HashSet<string> faulty)
    {
        var inner = Inner(path, member.Name);
        faults.Place(inner, member.At);
        if (type.Properties.FirstOrDefault(known => known.Name == member.Name) is not { } known)
            faults.Add(inner, member.At, Unknown(member.Name, [.. type.Properties.Select(each => each.Name)]));
        else if (SeedSecrets.Has(type.Type, member.Name))
            TakeSecret(member, inner, given, toMake);
        else if (member.Value is SeedNode.Text { IsNull: true })
            faults.Place(inner, member.At); // A name with nothing behind it is left out.
        else if (member.Name is "jwks" && member.Value is SeedNode.Map)
            given[member.Name] = SeedScalars.Free(member.Value)!.ToJsonString();
        else if (Value(member.Value, SeedJson.Of(known.PropertyType), inner) is { } value)
            given[member.Name] = value;
        else
            faulty.Add(member.Name);
    }

    void TakeSecret(SeedMember member, string path, JsonObject given, HashSet<string> toMake)
    {
        faults.Place(path, member.Value.At);
        if (member.Value is SeedNode.Text { IsNull: true })
            toMake.Add(member.Name);
        else if (member.Value is SeedNode.Text text)
            given[member.Name] = secrets.Given(text, path);
        else
            faults.Add(path, member.Value.At, $"should be a secret: {SeedSecrets.Forms}.");
    }

    JsonArray List(SeedNode node, JsonTypeInfo type, string path)
    {
        // One stands for a list of one.
        var items = node is SeedNode.Many many ? many.Items : [node];
        var element = SeedJson.Of(type.ElementType!);
        JsonArray list = [];
        for (var i = 0; i < items.Count; i++)
            list.Add(Item(items[i], element, $"{path}[{i}]"));
        return list;
    }

    JsonNode? Item(SeedNode node, JsonTypeInfo element, string path)
    {
        faults.Place(path, node.At);
        if (element.Type == typeof(SeedApiToken) && node is SeedNode.Text token)
            return SeedDefaults.Whole(
                element.Type,
                new() { ["token"] = token.IsNull ? secrets.Made(path, SeedSecrets.NewApiToken()) : secrets.Given(token, path) },
                new HashSet<string>(),
                made => made.Value);

        if (node is not SeedNode.Text { IsNull: true })
            return Value(node, element, path) ?? "";

        faults.Add(path, node.At, "is nothing: write what it is, or leave it out.");
        return element.Kind is JsonTypeInfoKind.Object
            ? SeedDefaults.Whole(element.Type, [], new HashSet<string>(), made => made.Value)
            : "";
    }

    JsonNode? Scalar(SeedNode node, Type type, string path) =>
        SeedScalars.Read(node, type, out var wrong) is { } value ? value : Wrong(path, node, wrong!);

    JsonValue? Wrong(string path, SeedNode node, string message)
    {
        faults.Add(path, node.At, message);
        return null;
    }

    static string Unknown(string name, string[] known) => Spelling.Closest(name, known) is { } meant
        ? $"there is no '{name}' here. Did you mean '{meant}'?"
        : $"there is no '{name}' here. There are [{string.Join(", ", known)}].";

    static string Inner(string path, string name) => path is "" ? name : $"{path}.{name}";
}
