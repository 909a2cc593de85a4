namespace Postern.Cli;

/// <summary>All that was said beforehand, and who wins. Flags win over all of it, and are no part of it.</summary>
sealed class LayeredSettings(IReadOnlyList<SettingsLayer> layers)
{
    /// <summary>The first one wins.</summary>
    public IReadOnlyList<SettingsLayer> Layers => layers;

    /// <param name="setting">What is looked for.</param>
    /// <param name="owner">Whose it must be, where a flag has said so: the user of a password, the app of a secret.</param>
    public SettingValue? Find(Setting setting, string? owner = null)
    {
        var belongs = setting.BelongsTo is { } whose ? owner ?? Find(whose)?.Text : null;
        return layers.Where(layer => IsFor(setting, belongs, layer)).Select(layer => layer[setting])
            .FirstOrDefault(value => value is not null);
    }

    public string? Text(Setting setting, string? owner = null) => Find(setting, owner)?.Text;

    public IReadOnlyList<string> List(Setting setting) =>
        Text(setting)?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct().ToList() ?? [];

    /// <summary>Everything that is said of it, in the order in which it would win.</summary>
    public IEnumerable<SettingValue> All(Setting setting) => layers.Select(layer => layer[setting]).OfType<SettingValue>();

    // A layer that names another user has that user's password. The environment's has always counted for whichever user a flag names.
    static bool IsFor(Setting setting, string? owner, SettingsLayer layer) =>
        layer.Kind is LayerKind.Environment || owner is null || setting.BelongsTo is not { } whose || layer[whose] is not { } named
            || named.Text == owner;
}

/// <summary>Where a terminal's settings come from.</summary>
static class TerminalSettings
{
    extension(Terminal io)
    {
        /// <exception cref="UsageException">A file says something that cannot be meant.</exception>
        public LayeredSettings Settings => io.Files.In(io.Environment, FromEnvironment);
    }

    static SettingsLayer FromEnvironment(Func<string, string?> environment)
    {
        Dictionary<Setting, SettingValue> values = [];
        foreach (var setting in Setting.All)
        {
            if (setting.Variables.FirstOrDefault(name => environment(name) is { Length: > 0 }) is { } name)
                values[setting] = new(environment(name)!, LayerKind.Environment, name);
        }

        return new(LayerKind.Environment, "the environment") { Values = values };
    }
}
