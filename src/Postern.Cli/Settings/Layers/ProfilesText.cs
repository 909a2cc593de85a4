using System.Text.RegularExpressions;

namespace Postern.Cli;

/// <summary>The text of <c>~/.okta/postern.yaml</c>, changed by whole profiles: all else stays as somebody wrote it, remarks too.</summary>
sealed partial class ProfilesText(ProfilesFile file)
{
    const string Header = "# Profiles of postern, for its flag --profile: docs/settings.md. Secrets are better named than written here.";

    readonly List<string> _lines = [.. (SettingsFiles.TextOf(file.Path, file.Shown) ?? $"{Header}\n").TrimEnd('\n').Split('\n')];

    /// <summary>With one more profile; the first of all is also the one that counts where none is named.</summary>
    public string With(string name, string? inherits, IEnumerable<(string Name, string Value)> settings)
    {
        RefuseOneLiners();
        var indent = new string(' ', file.Profiles is [var first, ..] ? first.Column - 1 : 2);
        List<string> block = [$"{indent}{Quoted(name)}:"];
        if (inherits is not null)
            block.Add($"{indent}  inherits: {Quoted(inherits)}");
        block.AddRange(settings.Select(setting => $"{indent}  {setting.Name}: {Quoted(setting.Value)}"));
        if (block is [var only])
            block = [$"{only} {{}}"];

        if (file.Section is null)
            _lines.AddRange(["profiles:", .. block]);
        else
            _lines.InsertRange(file.Profiles is [.., var last] ? EndOf(last) : file.Section.Line, block);
        if (file.Default is null && file.Profiles.Count is 0)
            _lines.Insert(_lines is [['#', ..], ..] ? 1 : 0, $"default: {Quoted(name)}");
        return Whole();
    }

    /// <summary>Without one of its profiles.</summary>
    public string Without(SettingsMember profile)
    {
        RefuseOneLiners();
        _lines.RemoveRange(profile.Line - 1, EndOf(profile) - (profile.Line - 1));
        if (file.Default == profile.Name)
            _lines.RemoveAll(line => line.StartsWith("default:", StringComparison.Ordinal));
        return Whole();
    }

    // Where the next one begins, but for the remarks above that.
    int EndOf(SettingsMember profile)
    {
        var next = file.Profiles.Select(each => each.Line).Concat(file.Roots).Where(line => line > profile.Line).Order().FirstOrDefault();
        var end = next is 0 ? _lines.Count : next - 1;
        while (end > profile.Line && (_lines[end - 1].Trim() is "" or ['#', ..]))
            end--;
        return end;
    }

    void RefuseOneLiners()
    {
        if (file.Section is { } section && file.Profiles.Any(profile => profile.Line == section.Line))
            throw new UsageException(
                $"{file.Shown}:{section.Line}: profiles on one line, in braces, are not changed by a command.",
                "Change them in an editor.");
    }

    string Whole() => $"{string.Join('\n', _lines)}\n";

    static string Quoted(string value) => Plain().IsMatch(value) && value is not ("null" or "true" or "false")
        ? value
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"^[A-Za-z0-9](?:[\w./@-]|:(?=[^\s])){0,}$")]
    private static partial Regex Plain();
}
