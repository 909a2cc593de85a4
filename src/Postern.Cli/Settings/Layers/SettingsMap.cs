using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Reads the settings of a file by their names, and refuses what is none: a slip is not to be taken for nothing said.</summary>
sealed class SettingsMap(string path, string shown, LayerKind kind)
{
    public SettingsLayer Layer(string name, IEnumerable<SettingsMember> members)
    {
        Dictionary<Setting, SettingValue> values = [];
        foreach (var member in members)
        {
            var setting = Setting.Named(member.Name) ?? throw Unknown(member, Setting.All.Select(known => known.Name));
            values[setting] = new(Text(member, setting), kind, name == shown ? $"{shown}:{member.Line}" : $"{name}, {shown}:{member.Line}")
            {
                File = path,
                MayRefer = setting.IsSecret,
            };
        }

        return new(kind, name) { Values = values };
    }

    /// <summary>One word of the file's own, beside the settings.</summary>
    public string Word(SettingsMember member) => member.Value is SettingsNode.Text { Value: { Length: > 0 } word }
        ? word
        : throw Refused(member.Line, $"{member.Name} wants a name.");

    public SettingsNode.Map Map(SettingsMember member) => member.Value switch
    {
        SettingsNode.Map map => map,
        SettingsNode.Text { Value: null } => new([], member.Line),
        _ => throw Refused(member.Value.Line, $"{member.Name} wants names with values, each on a line of its own."),
    };

    public UsageException Unknown(SettingsMember member, IEnumerable<string> known) => new(
        $"{shown}:{member.Line}: there is no setting {member.Name}.{(Spelling.Closest(member.Name, known) is { } near
            ? $" Did you mean {near}?"
            : "")}",
        $"There are {string.Join(", ", known)}.");

    public UsageException Refused(int line, string why) => new($"{shown}:{line}: {why}", "docs/settings.md shows what such a file says.");

    string Text(SettingsMember member, Setting setting) => member.Value switch
    {
        SettingsNode.Text { Value: { Length: > 0 } text } => text,
        SettingsNode.Text => throw Refused(member.Line, $"{member.Name} is empty: leave the line out, or say what it is."),
        SettingsNode.Many many when setting.IsList && many.Items.All(item => item is SettingsNode.Text { Value.Length: > 0 }) =>
            string.Join(' ', many.Items.Cast<SettingsNode.Text>().Select(item => item.Value)),
        _ => throw Refused(
            member.Value.Line, setting.IsList ? $"{member.Name} wants a text, or a list of texts." : $"{member.Name} wants one text."),
    };
}
