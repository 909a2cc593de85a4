namespace Postern.Conventions.Tests.Packages;

/// <summary>One packing for all who look at it, and one process: a second one would clear the folder under the first.</summary>
[Trait("Runs", "First")]
[CollectionDefinition(PackedPackages.Collection)]
public sealed class OnePacking : ICollectionFixture<PackedPackages>;

/// <summary>Every project that is handed out, packed once from a clean state, into a folder of its own.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    public const string Collection = "packages";

    /// <summary>An artifacts folder of its own: the ordinary build, which runs the analyzers, is not disturbed.</summary>
    public static readonly string Work = Repository.PathOf("artifacts/packing");

    static readonly Lazy<Task<CommandLine.Result>> Packing = new(PackAsync);

    static readonly string[] Projects =
    [
        "Postern.Protocol", "Postern.Client", "Postern.LocalOrg", "Postern.LocalOrg.WebAuthn", "Postern.Testing", "Postern.Cli",
    ];

    public string Folder => Path.Combine(Work, "packages");

    /// <summary>What the packing said, all of it.</summary>
    public string Said { get; private set; } = "";

    public bool HasSucceeded { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var packed = await Packing.Value.WaitAsync(TestContext.Current.CancellationToken);
        (Said, HasSucceeded) = (packed.Output, packed.ExitCode == 0);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>When it has ended, well or not, what it has compiled lies in <see cref="Work"/>.</summary>
    public static Task CompiledAsync() => Packing.Value;

    static async Task<CommandLine.Result> PackAsync()
    {
        if (Directory.Exists(Work))
            Directory.Delete(Work, recursive: true);

        // One run for all of them: each would look again at what the others have built.
        Directory.CreateDirectory(Work);
        var all = Path.Combine(Work, "packages.slnx");
        var projects = Projects.Select(name => $"<Project Path=\"../../src/{name}/{name}.csproj\" />");
        await File.WriteAllTextAsync(all, $"<Solution>{string.Concat(projects)}</Solution>");
        return await CommandLine.RunAsync(
            "dotnet",
            [
                "pack", all, "-c", "Release", "--artifacts-path", Work, "-o", Path.Combine(Work, "packages"), "-nologo", "-v", "m", "-m:1",
                "-nodeReuse:false", "-p:RunAnalyzers=false", "-p:NuGetAudit=false",
            ],
            CancellationToken.None);
    }
}
