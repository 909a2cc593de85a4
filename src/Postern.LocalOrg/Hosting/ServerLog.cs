using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// Hands over to the org's own log what no surface has answered: then Kestrel says 500, and its reason is told here alone.
/// </summary>
sealed class ServerLog(ILoggerFactory logs) : ILoggerProvider
{
    public const string Category = "Microsoft.AspNetCore.Server.Kestrel";

    public ILogger CreateLogger(string categoryName) => logs.CreateLogger(categoryName);

    public void Dispose()
    {
        // The factory belongs to whoever started the org.
    }
}
