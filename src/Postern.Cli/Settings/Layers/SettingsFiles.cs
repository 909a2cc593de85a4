namespace Postern.Cli;

/// <summary>Where settings files are looked for; nowhere where neither is known.</summary>
/// <param name="Home">The user's home.</param>
/// <param name="Working">The folder that the command was run in.</param>
sealed record SettingsFolders(string? Home, string? Working);

/// <summary>The files that say something beforehand, read when they are first asked for.</summary>
sealed class SettingsFiles
{
    public const string ProfileVariable = "POSTERN_PROFILE";

    readonly SettingsFolders _folders;
    readonly string? _flag;
    readonly Func<string, string?> _environment;
    readonly Lazy<Found> _found;
    Known? _known;

    public SettingsFiles(SettingsFolders folders, string? profileFlag, Func<string, string?> environment, FolderTrust trust)
    {
        (_folders, _flag, _environment, Trust) = (folders, profileFlag, environment, trust);
        _found = new(Read);
        Profiles = new(() => ProfilesFile.Read(HomeFile("postern.yaml"), "~/.okta/postern.yaml"));
    }

    SettingsFiles(SettingsFiles others, string profile, ProfilesFile profiles)
        : this(others._folders, profile, others._environment, others.Trust) => Profiles = new(profiles);

    public static SettingsFiles None { get; } = new(new(null, null), null, _ => null, new(() => null));

    public FolderTrust Trust { get; }

    /// <summary>With a profile as if it had been asked for, of these profiles.</summary>
    public SettingsFiles For(string profile, ProfilesFile profiles) => new(this, profile, profiles);

    public Lazy<ProfilesFile> Profiles { get; }

    /// <summary>The profile that counts, and who named it; null where none does.</summary>
    public (string Name, string NamedBy)? Profile => _found.Value.Profile;

    /// <summary>Those of the folder that there are, which say something only once they are allowed to.</summary>
    public IEnumerable<string> OfFolder => ((string?[])[DotEnv, Project]).OfType<string>();

    string? Project => Upwards(ProjectFile.Name).FirstOrDefault(path => File.Exists(path) && path != HomeFile("postern.yaml"));

    // The nearest: of the folder itself, or of the project's.
    string? DotEnv => DotEnvIn(_folders.Working) ?? DotEnvIn(Path.GetDirectoryName(Project));

    static string? DotEnvIn(string? folder) =>
        folder is not null && Path.Combine(folder, DotEnvFile.Name) is var path && File.Exists(path) ? path : null;

    /// <summary>All that is said in these files and in an environment: put together once, however often a run asks.</summary>
    public LayeredSettings In(Func<string, string?> environment, Func<Func<string, string?>, SettingsLayer> read)
    {
        if (_known is { } known && known.Environment == environment)
            return known.Settings;

        var settings = new LayeredSettings(Around(read(environment)));
        // Where there are no files, many runs share that: nothing is one run's own.
        if (this != None)
            _known = new(environment, settings);
        return settings;
    }

    // All layers in the order in which they win, the environment among them.
    IReadOnlyList<SettingsLayer> Around(SettingsLayer environment) => _flag is null
        ? [environment, .. _found.Value.Folder, .. _found.Value.Chain, .. _found.Value.Okta]
        : [.. _found.Value.Chain, environment, .. _found.Value.Folder, .. _found.Value.Okta];

    /// <summary>Null where there is no such file.</summary>
    public static string? TextOf(string path, string shown)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{shown} cannot be read: {unreadable.Message}", "Check its permissions.");
        }
    }

    /// <summary>As people write it: from home, or from where they are.</summary>
    public string Shown(string path) =>
        _folders.Working is { } working
            && Path.GetRelativePath(working, path) is var relative
            && !relative.StartsWith("..", StringComparison.Ordinal)
            ? relative
            : _folders.Home is { } home && path.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? $"~{path[home.Length..]}"
                : path;

    Found Read()
    {
        List<(SettingsLayer Layer, string? Profile, string? NamedBy)> folder = [];
        if (DotEnv is { } variables)
            folder.Add(DotEnvFile.Read(variables, Shown(variables)));
        if (Project is { } project)
            folder.Add(ProjectFile.Read(project, Shown(project)));
        var profile = Chosen(folder.Select(file => (file.Profile, file.NamedBy ?? "")));
        return new(
            [.. folder.Select(file => file.Layer)],
            profile,
            profile is { } named ? [.. Profiles.Value.Chain(named.Name, named.NamedBy)] : [],
            _folders.Home is null || !File.Exists(HomeFile("okta.yaml"))
                ? []
                : [OktaFile.Read(HomeFile("okta.yaml"), "~/.okta/okta.yaml")]);
    }

    (string Name, string NamedBy)? Chosen(IEnumerable<(string? Name, string By)> folder)
    {
        var profiles = Profiles.Value;
        (string? Name, string By)[] said =
        [
            (_flag, "--profile"), (_environment(ProfileVariable) is { Length: > 0 } named ? named : null, ProfileVariable), .. folder,
            (profiles.Default, $"{profiles.Shown}: default"),
        ];
        return Array.Find(said, each => each.Name is not null) is (string name, var by) ? (name, by) : null;
    }

    string HomeFile(string name) => _folders.Home is { } home ? Path.Combine(home, ".okta", name) : "";

    // Not beyond the repository that the folder is part of, nor beyond home: what lies above those is another's.
    IEnumerable<string> Upwards(string name)
    {
        for (var folder = _folders.Working; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return Path.Combine(folder, name);
            if (folder == _folders.Home || Path.Exists(Path.Combine(folder, ".git")))
                yield break;
        }
    }

    sealed record Known(Func<string, string?> Environment, LayeredSettings Settings);

    sealed record Found(
        IReadOnlyList<SettingsLayer> Folder, (string Name, string NamedBy)? Profile, IReadOnlyList<SettingsLayer> Chain,
        IReadOnlyList<SettingsLayer> Okta);
}
