using System.Globalization;

namespace Postern.Cli;

/// <summary>Who says something: the order of what wins is not theirs to know.</summary>
enum LayerKind
{
    Environment,

    /// <summary>Of the folder that one happens to be in, and of whoever made that.</summary>
    Folder,
    Profile,
    Okta,
}

/// <summary>What one layer says of one setting.</summary>
/// <param name="Text">In a file maybe a reference.</param>
/// <param name="Kind">Who says it.</param>
/// <param name="Where">For people: a variable, or a file and its line.</param>
sealed record SettingValue(string Text, LayerKind Kind, string Where)
{
    static readonly string[] References = ["env:", "file:", "cmd:", "keyring:"];

    /// <summary>The file it stands in; null where it is a variable.</summary>
    public string? File { get; init; }

    /// <summary>A variable's value is never a reference to another, and neither is what Okta's SDKs would take as it is.</summary>
    public bool MayRefer { get; init; }

    public bool Refers => MayRefer && (Text is "-" or "prompt" || ReadsSomething);

    /// <summary>Runs a command, or reads what lies elsewhere.</summary>
    public bool ReadsSomething =>
        MayRefer && References.Any(reference => Text.StartsWith(reference, StringComparison.Ordinal));

    public double Seconds(Setting setting, double least, double most) =>
        double.TryParse(Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= least
            && seconds <= most
            ? seconds
            : throw Refused(
                string.Create(CultureInfo.InvariantCulture, $"{setting.Name} wants a number of seconds from {least} to {most}."));

    public string OneOf(Setting setting, params ReadOnlySpan<string> words) => words.Contains(Text)
        ? Text
        : throw Refused($"{setting.Name} wants {string.Join(", ", words[..^1].ToArray())} or {words[^1]}.");

    /// <summary>A path that a file names is meant from where that file lies.</summary>
    public string Resolved(string path, string? home) =>
        path.StartsWith("~/", StringComparison.Ordinal) && home is not null ? Path.Combine(home, path[2..])
        : File is null ? path
        : Path.Combine(Path.GetDirectoryName(File)!, path);

    public UsageException Refused(string why) => new($"{Where}: {why}", "'postern config explain' shows what comes from where.");

    // It may be a secret.
    public override string ToString() => Where;
}

/// <summary>One of those who say something, and all that they say.</summary>
sealed record SettingsLayer(LayerKind Kind, string Name)
{
    public required IReadOnlyDictionary<Setting, SettingValue> Values { get; init; }

    public SettingValue? this[Setting setting] => Values.GetValueOrDefault(setting);

    public override string ToString() => Name;
}
