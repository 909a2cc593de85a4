using Microsoft.Extensions.Hosting;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// Leaves signals and the console to the program that embeds the org: the framework's own lifetime would swallow its SIGTERM.
/// </summary>
sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
