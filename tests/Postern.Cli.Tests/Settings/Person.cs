namespace Postern.Cli.Tests.Settings;

/// <summary>Somebody with a home, a folder of a project and a place for programs' data, all gone after the test.</summary>
sealed class Person : IDisposable
{
    readonly DataFolder _folder = new();

    public Person()
    {
        Directory.CreateDirectory(Path.Combine(Home, ".okta"));
        Directory.CreateDirectory(Path.Combine(Project, "src", "api"));
        Run = new() { Home = Home, Working = Project, DataFolder = Path.Combine(_folder.Path, "data") };
    }

    public string Home => _folder.File("home");

    public string Project => _folder.File("project");

    public Run Run { get; }

    public string ProfilesPath => Path.Combine(Home, ".okta", "postern.yaml");

    /// <summary>What the file of profiles says now.</summary>
    public string Kept => File.ReadAllText(ProfilesPath);

    public Person Profiles(string yaml) => Write(ProfilesPath, yaml);

    public Person Okta(string yaml) => Write(Path.Combine(Home, ".okta", "okta.yaml"), yaml);

    public Person OfProject(string yaml) => Write(Path.Combine(Project, "postern.yaml"), yaml);

    public Person DotEnv(string text) => Write(Path.Combine(Project, ".env"), text);

    public LayeredSettings Settings(string? profile = null) => Settings(Run, profile);

    public static LayeredSettings Settings(Run run, string? profile = null) => Terminal(run, profile).Settings;

    public static Terminal Terminal(Run run, string? profile = null)
    {
        var io = run.Terminal(TextWriter.Null, TextWriter.Null);
        return io with { Files = new(io.Folders, profile, io.Environment, new(io.DataFolder)) };
    }

    public void Dispose() => _folder.Dispose();

    Person Write(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return this;
    }
}
