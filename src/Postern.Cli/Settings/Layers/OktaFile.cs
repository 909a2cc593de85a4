namespace Postern.Cli;

/// <summary><c>~/.okta/okta.yaml</c> as Okta's SDKs write and read it: only read here, and what is not for us is left alone.</summary>
static class OktaFile
{
    public static SettingsLayer Read(string path, string shown)
    {
        var okta = SettingsYaml.Read(SettingsFiles.TextOf(path, shown) ?? "", shown)["okta"] as SettingsNode.Map;
        Dictionary<Setting, SettingValue> values = [];
        foreach (var setting in Setting.All)
        {
            if (setting.Okta.Select(name => Find(okta, name.Split('.'))).FirstOrDefault(text => text is not null) is { } found)
                values[setting] = new(found.Text, LayerKind.Okta, $"{shown}:{found.Line}") { File = path };
        }

        return new(LayerKind.Okta, shown) { Values = values };
    }

    static (string Text, int Line)? Find(SettingsNode.Map? map, ReadOnlySpan<string> path)
    {
        var node = map?[path[0]];
        return path.Length > 1
            ? Find(node as SettingsNode.Map, path[1..])
            : node switch
            {
                SettingsNode.Text { Value: { Length: > 0 } text } => (text, node.Line),
                SettingsNode.Many many => (string.Join(' ', many.Items.OfType<SettingsNode.Text>().Select(item => item.Value)), node.Line),
                _ => null,
            };
    }
}
