namespace Postern.Cli;

/// <summary>
/// <c>postern.yaml</c> of a project: settings, and which of the user's profiles they stand on. It comes with the folder, and is whoever's
/// who made that.
/// </summary>
static class ProjectFile
{
    public const string Name = "postern.yaml";

    /// <summary>The settings, and the profile that it names.</summary>
    public static (SettingsLayer Layer, string? Profile, string? NamedBy) Read(string path, string shown)
    {
        var reader = new SettingsMap(path, shown, LayerKind.Folder);
        var root = SettingsYaml.Read(SettingsFiles.TextOf(path, shown) ?? "", shown);
        if (root.Members.FirstOrDefault(member => member.Name is "profiles" or "default") is { } misplaced)
            throw reader.Refused(
                misplaced.Line, "profiles are kept in ~/.okta/postern.yaml; here one of them can be named: profile: NAME.");

        var profile = root.Members.FirstOrDefault(member => member.Name is "profile");
        return (
            reader.Layer(shown, root.Members.Where(member => member.Name is not "profile")),
            profile is null ? null : reader.Word(profile),
            profile is null ? null : $"{shown}:{profile.Line}");
    }
}
