namespace Postern.Conventions.Tests.Packages;

/// <summary>A project of somebody else's, outside of the repository, that adds some of the packages.</summary>
sealed class FreshProject : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("postern-fresh").FullName;

    public string Output => Path.Combine(_folder, "bin", "Debug", "net10.0");

    /// <summary>Its libraries, without its own.</summary>
    public IEnumerable<string> Libraries =>
        Directory.EnumerateFiles(Output, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "Fresh")
            .Order(StringComparer.Ordinal);

    /// <summary>What lies below <c>runtimes</c>, as <c>linux-x64/native/libe_sqlite3.so</c>.</summary>
    public IEnumerable<string> ForPlatforms
    {
        get
        {
            var runtimes = Path.Combine(Output, "runtimes");
            return Directory.Exists(runtimes)
                ? Directory.EnumerateFiles(runtimes, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(runtimes, file))
                    .Order(StringComparer.Ordinal)
                : [];
        }
    }

    public long Bytes => Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    public static async Task<FreshProject> BuildAsync(string source, string packages, string program, CancellationToken ct)
    {
        var project = await WriteAsync(
            source,
            [
                ("Fresh.csproj", $"""
                    <Project Sdk="Microsoft.NET.Sdk">
                      <PropertyGroup>
                        <OutputType>Exe</OutputType>
                        <TargetFramework>net10.0</TargetFramework>
                        <ImplicitUsings>enable</ImplicitUsings>
                      </PropertyGroup>
                      <ItemGroup>
                        {string.Concat(packages.Split(' ').Select(package => $"<PackageReference Include=\"{package}\" Version=\"0.1.0\" />"))}
                      </ItemGroup>
                    </Project>
                    """),
                ("Program.cs", program),
            ],
            ct);
        await project.BuildAsync(ct);
        return project;
    }

    /// <summary>Files as somebody would write them, and beside them where the packages are.</summary>
    public static async Task<FreshProject> WriteAsync(string source, IEnumerable<(string Name, string Text)> files, CancellationToken ct)
    {
        var project = new FreshProject();
        // What is packed here must not stay in the machine's cache, and what is there already is not fetched again.
        await project.WriteAsync("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <RestoreAdditionalProjectSources>{source}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(project._folder, "obj", "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{MachinePackages}</RestoreFallbackFolders>
              </PropertyGroup>
            </Project>
            """, ct);
        foreach (var (name, text) in files)
            await project.WriteAsync(name, text, ct);
        return project;
    }

    public async Task<string> BuildAndRunAsync(CancellationToken ct)
    {
        await BuildAsync(ct);
        return await RunAsync(ct);
    }

    public async Task<string> RunAsync(CancellationToken ct)
    {
        var ran = await CommandLine.RunAsync("dotnet", [Path.Combine(Output, "Fresh.dll")], ct);
        ran.ExitCode.ShouldBe(0, ran.Output);
        return ran.Output.Trim();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    async Task BuildAsync(CancellationToken ct)
    {
        // Without what would be said of code that is ours, and of packages that have been asked about already.
        string[] arguments =
            ["build", _folder, "-nologo", "-v", "q", "-nodeReuse:false", "-p:RunAnalyzers=false", "-p:NuGetAudit=false"];
        var built = await CommandLine.RunAsync("dotnet", arguments, ct);
        built.ExitCode.ShouldBe(0, built.Output);
    }

    static string MachinePackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    Task WriteAsync(string file, string text, CancellationToken ct) => File.WriteAllTextAsync(Path.Combine(_folder, file), text, ct);
}
