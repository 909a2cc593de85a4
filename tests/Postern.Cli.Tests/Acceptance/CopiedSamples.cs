using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>
/// The samples of other languages in a folder of the tests' own: with what <c>npm install</c> brings there, from where the versions are
/// pinned, and their apps at ports that nobody else has.
/// </summary>
public sealed partial class CopiedSamples : IDisposable
{
    // Into the sample's folder, where 'postern' is the built command, the browser the distribution's, and a load a small one.
    const string InItsFolder = """
        cd "$0" && export PATH="$2:$PATH" CHROMIUM="$3" CHROMEDRIVER=/usr/bin/chromedriver REQUESTS=200
        export JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" # a compiler that does not warm up
        output=$1; shift 3
        exec "$@" > "$output" 2>&1 < /dev/null
        """;

    const string Chromium = "/usr/bin/chromium";

    readonly DataFolder _folder = new();

    public CopiedSamples()
    {
        foreach (var file in Directory.EnumerateFiles(Samples, "*", SearchOption.AllDirectories).Where(IsForeign))
        {
            var copy = _folder.File(Path.GetRelativePath(Samples, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (var package in Directory.EnumerateFiles(_folder.Path, "package.json", SearchOption.AllDirectories))
            _ = Directory.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(package)!, "node_modules"), Modules);
        var orders = _folder.File("seeds/orders.yaml");
        var ports = FreePorts().Take(2).ToList();
        File.WriteAllText(orders, File.ReadAllText(orders)
            .Replace("localhost:3000", $"localhost:{ports[0]}", StringComparison.Ordinal)
            .Replace("localhost:3001", $"localhost:{ports[1]}", StringComparison.Ordinal));
    }

    public static string Samples { get; } = Path.Combine(Root(), "samples");

    static string Modules { get; } = Path.Combine(Root(), "tests", "Interop.Tests", "node", "node_modules");

    public string Folder(string sample) => _folder.File(sample);

    /// <summary>Skips the test where a program or a package that the sample needs is not here.</summary>
    public void SkipWithout(string sample, params string[] programs)
    {
        foreach (var program in programs)
            Assert.SkipUnless(IsHere(program), $"{program} is not on this machine.");
        foreach (var package in Prefix().Matches(ReadMe(sample)).Select(match => match.Groups["folder"].Value).Append(".").SelectMany(
            folder => Packages(Path.Combine(Folder(sample), folder, "package.json"))))
            Assert.SkipUnless(
                Directory.Exists(Path.Combine(Modules, package)), $"{package} is not installed: run npm ci in tests/Interop.Tests/node.");
    }

    public static void SkipWithoutChromium() =>
        Assert.SkipUnless(
            File.Exists(Chromium) && !File.ReadLines(Chromium).Take(100).Any(line => line.Contains("/snap/", StringComparison.Ordinal)),
            "The distribution's Chromium is not installed, or is a snap, which sees no temporary folder.");

    /// <summary>Runs what the sample's README says, in the sample's folder; all that is said there is on one stream.</summary>
    /// <param name="sample">Its folder.</param>
    /// <param name="settings">As <c>NAME=value</c>.</param>
    internal async Task<Said> RunAsync(string sample, params string[] settings)
    {
        var words = CommandOfReadMe().Match(ReadMe(sample)).Groups["arguments"].Value.Split(' ');
        var ours = words.TakeWhile(word => word is not "--").ToList();
        var seed = ours.IndexOf("--seed") + 1;
        ours[seed] = Path.GetFullPath(ours[seed], Folder(sample));
        var output = _folder.File($"{sample}.output");

        string[] theirs =
        [
            "sh", "-c", InItsFolder, Folder(sample), output, Command.Folder, Chromium, "env", .. settings, .. words.Skip(ours.Count + 1),
        ];
        var run = new Run { Environment = { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! } };
        var said = await run.PosternAsync([.. ours, "--", .. theirs]);
        return said with { Out = await _folder.ReadAsync($"{sample}.output") };
    }

    public void Dispose() => _folder.Dispose();

    static string ReadMe(string sample) => File.ReadAllText(Path.Combine(Samples, sample, "README.md"));

    /// <summary>A program for a path, or a bare name along PATH.</summary>
    static bool IsHere(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    static IEnumerable<string> Packages(string file)
    {
        if (!File.Exists(file))
            return [];
        using var package = JsonDocument.Parse(File.ReadAllText(file));
        return [.. ((string[])["dependencies", "devDependencies"]).SelectMany(kind => Names(package.RootElement, kind))];
    }

    static List<string> Names(JsonElement package, string kind) =>
        package.TryGetProperty(kind, out var packages) ? [.. packages.EnumerateObject().Select(each => each.Name)] : [];

    /// <summary>What is no .NET project, and nobody's output.</summary>
    static bool IsForeign(string file)
    {
        var parts = Path.GetRelativePath(Samples, file).Split('/');
        return !parts.Contains("node_modules") && Directory.GetFiles(Path.Combine(Samples, parts[0]), "*.csproj") is [];
    }

    /// <summary>Below those that the system hands out to whoever asks for any.</summary>
    static IEnumerable<int> FreePorts() => Enumerable.Range(20_000 + (Environment.ProcessId * 7 % 10_000), 1000).Where(IsFree);

    static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Postern.slnx")))
                return folder;
        throw new DirectoryNotFoundException("These tests run inside the repository.");
    }

    [GeneratedRegex(@"^postern (?<arguments>org run .* -- [^#\n]*[^#\n ])", RegexOptions.Multiline)]
    private static partial Regex CommandOfReadMe();

    [GeneratedRegex(@"npm install --prefix (?<folder>\S+)")]
    private static partial Regex Prefix();
}
