using System.Runtime.InteropServices;
using System.Text;

namespace Postern.Cli;

/// <summary>Spares the loading of the system's trust store, some 50 ms, where it is not going to be asked.</summary>
static class SystemTrust
{
    // Call before the first TLS connection: .NET on Linux reads the system's store even where a chain is checked against roots of our own.
    public static void StandInFor(string caFile)
    {
        if (!OperatingSystem.IsLinux())
            return;

        // OpenSSL's variables, in the C library's environment: .NET's own copy of it is not what OpenSSL reads.
        Set("SSL_CERT_FILE", Path.GetFullPath(caFile));
        Set("SSL_CERT_DIR", Path.Combine(Path.GetFullPath(caFile), "none"));
    }

    static void Set(string name, string value) =>
        _ = setenv(Encoding.UTF8.GetBytes($"{name}\0"), Encoding.UTF8.GetBytes($"{value}\0"), overwrite: 1);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int setenv(byte[] name, byte[] value, int overwrite);
}
