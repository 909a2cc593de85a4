using System.Diagnostics;
using System.Globalization;

namespace Postern.Benchmarks;

/// <summary>The native local org as a process of its own.</summary>
sealed class OrgProcess : IAsyncDisposable
{
    readonly ServerProcess _process;

    OrgProcess(ServerProcess process)
    {
        _process = process;
        Target = OrgTarget.Read(process.Line);
    }

    public ServerProcess Server => _process;

    public Target Target { get; }

    public string Url => Target.Url;

    public string ClientId => Target.App.ClientId;

    public string RedirectUri => Target.App.RedirectUri;

    public double ResidentMegabytes => _process.ResidentMegabytes;

    /// <inheritdoc cref="ServerProcess.Cpu"/>
    public TimeSpan Cpu => _process.Cpu;

    public static async Task<OrgProcess> StartAsync(string postern) => new(await ServerProcess.StartAsync(postern, Arguments(0)));

    /// <summary>By the development authority of whoever measures.</summary>
    public static async Task<OrgProcess> StartOverHttpsAsync(string postern) =>
        new(await ServerProcess.StartAsync(postern, [.. Arguments(0), "--https"]));

    /// <summary>On a file that an org wrote before.</summary>
    public static async Task<OrgProcess> StartAsync(string postern, string dataFile) =>
        new(await ServerProcess.StartAsync(postern, [.. Arguments(0), "--data", dataFile]));

    /// <summary>With more flags than where to listen.</summary>
    public static async Task<OrgProcess> StartWithAsync(string postern, IEnumerable<string> more) =>
        new(await ServerProcess.StartAsync(postern, [.. Arguments(0), .. more]));

    /// <inheritdoc cref="ServerProcess.Spawn"/>
    public static Process Spawn(string postern, int port, params IEnumerable<string> more) =>
        ServerProcess.Spawn(postern, [.. Arguments(port), .. more]);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    static string[] Arguments(int port) => ["org", "start", "--port", port.ToString(CultureInfo.InvariantCulture), "--output", "json"];
}
