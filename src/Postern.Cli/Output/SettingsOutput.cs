using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>Tells what was said beforehand, by whom, and what it hid; of secrets only where they are.</summary>
sealed class SettingsOutput(Terminal io)
{
    /// <summary>One setting: what counts, then what would have counted without it.</summary>
    public void WriteFor(Setting setting, IReadOnlyList<SettingValue> said, SettingValue? counts)
    {
        foreach (var value in said.Where(value => value == counts))
            io.Print($"{setting.Name,-14} {Shown(setting, value)}  {io.OnOutput(Style.Grey)}{Source(value)}{io.OnOutput(Style.Plain)}");
        foreach (var value in said.Where(value => value != counts))
            io.Print(
                $"{(counts is null ? setting.Name : ""),-14} {io.OnOutput(Style.Grey)}hidden: {Shown(setting, value)}  " +
                $"{Source(value)}{io.OnOutput(Style.Plain)}");
    }

    public JsonObject Json(Setting setting, IReadOnlyList<SettingValue> said, SettingValue? counts)
    {
        var json = new JsonObject();
        if (counts is not null)
        {
            json["value"] = Shown(setting, counts);
            json["from"] = Source(counts);
        }

        json["hides"] = new JsonArray(
            [.. said.Where(value => value != counts).Select(value => (JsonNode)new JsonObject
            {
                ["value"] = Shown(setting, value), ["from"] = Source(value),
            })]);
        return json;
    }

    string Source(SettingValue value) =>
        value is { Kind: LayerKind.Folder, File: { } file } && !io.Files.Trust.Allows(file)
            ? $"{value.Where} (not allowed yet)"
            : value.Where;

    // Of a command only its name: what stands behind it may be a secret itself.
    public static string Shown(Setting setting, SettingValue value) => setting.IsSecret switch
    {
        false => value.Text,
        true when !value.Refers => "(a secret)",
        true when value.Text.StartsWith("cmd:", StringComparison.Ordinal) =>
            value.Text.Split(' ') is [var name, _, ..] ? $"{name} …" : value.Text,
        _ => value.Text,
    };
}
