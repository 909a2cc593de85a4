using System.Security.Cryptography;

namespace Postern.Cli;

/// <summary>
/// Loads what a kept token is opened with while the command line and the settings are read: where there is a second core, nobody waits
/// for it.
/// </summary>
static class WarmUp
{
    // Those that begin with what is kept, and mostly end there.
    static readonly string[] Verbs = ["token", "exec", "http"];

    public static void Begin(IReadOnlyList<string> args)
    {
        if (Environment.ProcessorCount > 1 && args.FirstOrDefault(arg => !arg.StartsWith('-')) is { } verb && Verbs.Contains(verb))
            new Thread(Load) { IsBackground = true }.Start();
    }

    // Opening OpenSSL, finding what .NET calls of it, and its own start take longer than all else; then the code that reads JSON.
    static void Load()
    {
        try
        {
            _ = SHA256.HashData("postern"u8);
            _ = KeptToken.Read("{}"u8);
        }
        catch (Exception)
        {
            // Told by whoever needs it.
        }
    }
}
