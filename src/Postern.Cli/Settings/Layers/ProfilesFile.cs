using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary><c>~/.okta/postern.yaml</c>: what its user calls by a name, each profile maybe more than another.</summary>
sealed class ProfilesFile
{
    const string Inherits = "inherits";

    readonly SettingsMap _reader;
    readonly List<SettingsMember> _profiles;

    ProfilesFile(string path, string shown, string text)
    {
        Path = path;
        _reader = new(path, shown, LayerKind.Profile);
        var root = SettingsYaml.Read(text, shown);
        foreach (var member in root.Members.Where(member => member.Name is not ("default" or "profiles")))
            throw _reader.Unknown(member, ["default", "profiles"]);

        Default = root.Members.FirstOrDefault(member => member.Name is "default") is { } named ? _reader.Word(named) : null;
        Section = root.Members.FirstOrDefault(member => member.Name is "profiles");
        Roots = [.. root.Members.Select(member => member.Line)];
        _profiles = Section is null ? [] : [.. _reader.Map(Section).Members];
        Shown = shown;
    }

    public string Path { get; }

    public string Shown { get; }

    /// <summary>Where the profiles are listed; null where none are.</summary>
    public SettingsMember? Section { get; }

    /// <summary>The lines in which the file's own parts begin.</summary>
    public IReadOnlyList<int> Roots { get; }

    /// <summary>The profile that counts where nobody names one.</summary>
    public string? Default { get; }

    public IReadOnlyList<SettingsMember> Profiles => _profiles;

    public IEnumerable<string> Names => _profiles.Select(profile => profile.Name);

    /// <summary>Empty where there is no such file.</summary>
    public static ProfilesFile Read(string path, string shown) => new(path, shown, SettingsFiles.TextOf(path, shown) ?? "");

    /// <summary>As it would be with another text.</summary>
    public ProfilesFile Saying(string text) => new(Path, Shown, text);

    /// <summary>Changes it as it is by now, whoever has changed it since it was read.</summary>
    /// <exception cref="NotKeptException">It cannot be written, and is as it was.</exception>
    public async Task<ProfilesFile> ChangeAsync(Func<ProfilesFile, string> change, CancellationToken ct)
    {
        if (Path is "")
            throw new UsageException("There is no home to keep profiles in.", "Set HOME.");

        using var turn = await OwnFile.TakeTurnAsync(Path, ct);
        var text = change(Read(Path, Shown));
        // Somebody may keep it elsewhere, and have a link here.
        OwnFile.Write((File.Exists(Path) ? File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName : null) ?? Path, text);
        return Saying(text);
    }

    public string? ParentOf(SettingsMember profile) =>
        _reader.Map(profile).Members.FirstOrDefault(member => member.Name is Inherits) is { } parent ? _reader.Word(parent) : null;

    /// <summary>What a profile says, then what the one says that it inherits, and so on.</summary>
    /// <exception cref="UsageException">There is none of that name, or they go in a circle.</exception>
    public IEnumerable<SettingsLayer> Chain(string name, string namedBy)
    {
        List<string> passed = [];
        for (var next = name; next is not null;)
        {
            if (passed.Contains(next))
            {
                var circle = string.Join(" → ", passed.SkipWhile(each => each != next).Append(next));
                throw new UsageException($"{Shown}: the profiles {circle} inherit each other.", "One of them must inherit none.");
            }

            passed.Add(next);
            var profile = _profiles.FirstOrDefault(each => each.Name == next) ?? throw None(next, namedBy);
            var own = _reader.Map(profile).Members.Where(member => member.Name is not Inherits);
            yield return _reader.Layer($"profile {next}", own);

            (next, namedBy) = (ParentOf(profile), $"{Shown}:{profile.Line}: profile {profile.Name}");
        }
    }

    /// <summary>One that somebody asks for.</summary>
    public SettingsMember Find(string name) => _profiles.FirstOrDefault(each => each.Name == name) ?? throw None(name, null);

    UsageException None(string name, string? namedBy) => new(
        $"{(namedBy is null ? "There" : $"{namedBy}: there")} is no profile {name}.{(Spelling.Closest(name, Names) is { } near
            ? $" Did you mean {near}?"
            : "")}",
        _profiles.Count > 0
            ? $"{Shown} has {string.Join(", ", Names)}."
            : $"Make it with 'postern profile add {name}', which writes {Shown}.");
}
