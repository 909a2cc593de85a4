namespace Postern.Cli;

/// <summary>
/// <c>.env</c>, as other tools of the folder read it: of its variables, those that this command would take from the environment.
/// </summary>
static class DotEnvFile
{
    public const string Name = ".env";

    /// <summary>The settings, and the profile that it names.</summary>
    public static (SettingsLayer Layer, string? Profile, string? NamedBy) Read(string path, string shown)
    {
        var lines = Lines(SettingsFiles.TextOf(path, shown) ?? "").ToList();
        Dictionary<Setting, SettingValue> values = [];
        foreach (var setting in Setting.All)
        {
            foreach (var (name, value, line) in setting.Variables.Select(variable => lines.FindLast(each => each.Name == variable))
                         .Where(found => found.Value is { Length: > 0 }).Take(1))
                values[setting] = new(value, LayerKind.Folder, $"{name}, {shown}:{line}") { File = path };
        }

        var profile = lines.FindLast(line => line.Name is SettingsFiles.ProfileVariable);
        return (
            new(LayerKind.Folder, shown) { Values = values },
            profile.Value is { Length: > 0 } named ? named : null,
            $"{SettingsFiles.ProfileVariable}, {shown}:{profile.Line}");
    }

    // What is no assignment is somebody else's dialect, and none of our business.
    static IEnumerable<(string Name, string Value, int Line)> Lines(string text)
    {
        foreach (var (index, whole) in text.Split('\n').Index())
        {
            var line = whole.Trim();
            line = line.StartsWith("export ", StringComparison.Ordinal) ? line[7..].TrimStart() : line;
            if (line is not ['#', ..] && line.Split('=', 2) is [var name, var value])
                yield return (name.TrimEnd(), Unquoted(value.Trim()), index + 1);
        }
    }

    static string Unquoted(string value) => value switch
    {
        ['\'', ..] when value.IndexOf('\'', 1) is > 0 and var end => value[1..end],
        ['"', ..] when value.LastIndexOf('"') is > 0 and var end =>
            value[1..end].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("\\\\", "\\", StringComparison.Ordinal),
        _ => value.Split(" #", 2)[0].TrimEnd(),
    };
}
