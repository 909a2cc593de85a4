using System.Diagnostics;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>
/// Files by which the programs of one run trust the development authority besides what they trust already, in a folder of the run's own.
/// </summary>
sealed class CallerTrust : IDisposable
{
    // Debian and Alpine, Fedora, openSUSE, macOS and BSD.
    static readonly string[] SystemBundles =
    [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    ];

    // What every Java's own trust store has.
    const string JavaPassword = "changeit";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postern-run-");
    readonly DevelopmentAuthority _authority;
    readonly Terminal _io;

    CallerTrust(DevelopmentAuthority authority, Terminal io) => (_authority, _io) = (authority, io);

    /// <summary>The variables that name the files.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public static async Task<CallerTrust> MakeAsync(DevelopmentAuthority authority, Terminal io, CancellationToken ct)
    {
        var trust = new CallerTrust(authority, io);
        try
        {
            await trust.WriteAsync(ct);
            return trust;
        }
        catch
        {
            trust.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    async Task WriteAsync(CancellationToken ct)
    {
        // These replace what a program trusts otherwise, so that the system's roots must be among them; Node.js alone adds.
        var bundle = await WriteAsync("roots.pem", [_io.Environment("SSL_CERT_FILE"), .. SystemBundles], ct);
        foreach (var name in (string[])["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
            Variables[name] = bundle;
        Variables["NODE_EXTRA_CA_CERTS"] = await WriteAsync("authority.pem", [_io.Environment("NODE_EXTRA_CA_CERTS")], ct);
        if (await JavaStoreAsync(ct) is { } store)
            Variables["JAVA_TOOL_OPTIONS"] = (
                $"{_io.Environment("JAVA_TOOL_OPTIONS")} -Djavax.net.ssl.trustStore={store} " +
                $"-Djavax.net.ssl.trustStorePassword={JavaPassword}").Trim();
    }

    /// <summary>The first of those that are there, and the authority.</summary>
    async Task<string> WriteAsync(string name, IEnumerable<string?> others, CancellationToken ct)
    {
        var path = Path.Combine(_folder.FullName, name);
        var before = others.FirstOrDefault(File.Exists) is { } file ? await File.ReadAllTextAsync(file, ct) : "";
        await File.WriteAllTextAsync(path, $"{before.TrimEnd()}\n{_authority.CertificatePem}\n".TrimStart(), ct);
        return path;
    }

    /// <summary>Java's own roots and the authority; null where no <c>keytool</c> can make it.</summary>
    async Task<string?> JavaStoreAsync(CancellationToken ct)
    {
        if (KeyTool() is not { } keyTool)
            return null;

        var store = Path.Combine(_folder.FullName, "java.p12");
        if (JavaRoots(keyTool) is { } roots)
            File.Copy(roots, store);
        var start = new ProcessStartInfo(
            keyTool,
            [
                "-importcert", "-noprompt", "-alias", "postern", "-file", _authority.CertificateFile, "-keystore", store,
                "-storepass", JavaPassword,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        if (process.ExitCode is 0)
            return store;

        _io.Warn($"keytool made no trust store, and Java programs will not trust the org: {string.Concat(said).Trim()}");
        return null;
    }

    string? KeyTool()
    {
        var name = OperatingSystem.IsWindows() ? "keytool.exe" : "keytool";
        var folders = (_io.Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Prepend(Path.Combine(_io.Environment("JAVA_HOME") ?? "", "bin"))
            .Select(folder => Path.Combine(folder, name)).Where(Path.IsPathRooted).FirstOrDefault(File.Exists);
    }

    string? JavaRoots(string keyTool)
    {
        var real = new FileInfo(keyTool).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? keyTool;
        var home = Path.GetDirectoryName(Path.GetDirectoryName(real))!;
        return new[] { _io.Environment("JAVA_HOME") ?? home, home }
            .Select(folder => Path.Combine(folder, "lib", "security", "cacerts")).FirstOrDefault(File.Exists);
    }
}
