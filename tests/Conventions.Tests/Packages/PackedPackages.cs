namespace Postern.Conventions.Tests.Packages;

/// <summary>One packing for all who look at it, and one process: a second one would clear the folder under the first.</summary>
[Trait("Runs", "First")]
[CollectionDefinition(PackedPackages.Collection)]
public sealed class OnePacking : ICollectionFixture<PackedPackages>;

/// <summary>Every project that is handed out, packed once from a clean state, into a folder of its own.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    public const string Collection = "packages";

    static readonly string Work = Repository.PathOf("artifacts/packing");

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
        if (Directory.Exists(Work))
            Directory.Delete(Work, recursive: true);

        // An artifacts folder of its own: a clean state, and the ordinary build, which runs the analyzers, is not disturbed.
        // One run for all of them: each would look again at what the others have built.
        Directory.CreateDirectory(Work);
        var all = Path.Combine(Work, "packages.slnx");
        var projects = Projects.Select(name => $"<Project Path=\"../../src/{name}/{name}.csproj\" />");
        await File.WriteAllTextAsync(
            all, $"<Solution>{string.Concat(projects)}</Solution>", TestContext.Current.CancellationToken);
        var packed = await CommandLine.RunAsync(
            "dotnet",
            [
                "pack", all, "-c", "Release", "--artifacts-path", Work, "-o", Folder, "-nologo", "-v", "m", "-m:1", "-nodeReuse:false",
                "-p:RunAnalyzers=false",
            ],
            TestContext.Current.CancellationToken);
        (Said, HasSucceeded) = (packed.Output, packed.ExitCode == 0);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
