using System.Runtime.InteropServices;
using Postern.Conventions.Tests.Packages;

namespace Postern.Conventions.Tests;

/// <summary>The command as it is shipped: native code, without a single warning on the way.</summary>
[Trait("Speed", "Slow")]
[Trait("Runs", "First")]
public class NativePublishTests
{
    [Fact]
    public async Task The_command_publishes_natively_without_a_warning_and_runs()
    {
        var ct = TestContext.Current.CancellationToken;
        // ./test hands it to the tests that start the command.
        var shipped = Repository.PathOf("artifacts/native/postern");
        if (Directory.Exists(shipped))
            Directory.Delete(shipped, recursive: true);

        // What packing compiles, in an artifacts folder of its own, is not compiled again: restoring for one platform must not disturb the
        // ordinary build, which has had the analyzers' say. Native code without optimization, which would take as long again and find
        // nothing more to warn of, and without symbols, which would be stripped.
        await PackedPackages.CompiledAsync().WaitAsync(ct);
        var published = await CommandLine.RunAsync("dotnet", ["publish", Repository.PathOf("src/Postern.Cli"),
            "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--artifacts-path", PackedPackages.Work, "-o", shipped,
            "-p:RunAnalyzers=false", "-p:Optimize=false", "-p:NativeDebugSymbols=false", "-p:NuGetAudit=false", "-nologo"], ct);
        published.ExitCode.ShouldBe(0, published.Output);
        published.Output.ShouldNotContain("warning");

        Shipped(shipped).ShouldBe(["libe_sqlite3.so", "postern"]);

        var version = await CommandLine.RunAsync(Path.Combine(shipped, "postern"), ["--version"], ct);
        version.Output.ShouldStartWith("0.1.0");
    }

    // Symbols and documentation are for debuggers and editors; they are not needed to run.
    static IEnumerable<string> Shipped(string folder) =>
        Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!)
            .Where(file => Path.GetExtension(file) is not (".dbg" or ".pdb" or ".xml")).Order();
}
