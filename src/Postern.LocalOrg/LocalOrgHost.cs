using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Hosting;

namespace Postern.LocalOrg;

/// <summary>
/// Listens for several orgs in this process, which are told apart by their names or by their ports. Dispose it to stop, and its orgs with
/// it.
/// </summary>
public sealed class LocalOrgHost : IAsyncDisposable
{
    readonly OrgHost _host;
    readonly IReadOnlyList<OrgTls?> _tls;
    readonly Lazy<Task> _stopped;

    LocalOrgHost(OrgHost host, IReadOnlyList<OrgTls?> tls, IReadOnlyList<LocalOrg> orgs)
    {
        (_host, _tls, Orgs) = (host, tls, orgs);
        _stopped = new(StopAsync);
    }

    /// <summary>In the order in which they were given.</summary>
    public IReadOnlyList<LocalOrg> Orgs { get; }

    /// <summary>
    /// All of them are ready to answer when it returns. Those that have a <see cref="LocalOrgOptions.Name"/> share a port, as
    /// <c>http://acme.localhost:40123</c>; each of the others has one of its own. Each has a database of its own.
    /// </summary>
    /// <exception cref="IOException">As <see cref="LocalOrg.StartAsync"/>.</exception>
    /// <exception cref="DbException">As <see cref="LocalOrg.StartAsync"/>.</exception>
    /// <exception cref="ArgumentException">The options contradict themselves, or each other: two orgs of one name.</exception>
    public static async Task<LocalOrgHost> StartAsync(IReadOnlyList<LocalOrgOptions> orgs, CancellationToken ct = default)
    {
        CheckNames(orgs);
        List<LocalOrg> made = [];
        try
        {
            foreach (var options in orgs)
                made.Add(await LocalOrg.CreateAsync(options, ct));
            return await ListenAsync(made, ct);
        }
        catch
        {
            foreach (var org in made)
                await org.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Goes on for the longest <see cref="LocalOrgOptions.DrainTime"/>, stops listening, lets running requests end within the longest
    /// <see cref="LocalOrgOptions.ShutdownTimeout"/>, and disposes the orgs. Once more does no harm.
    /// </summary>
    public ValueTask DisposeAsync() => new(_stopped.Value);

    static async Task<LocalOrgHost> ListenAsync(List<LocalOrg> orgs, CancellationToken ct)
    {
        var shared = orgs.Where(org => org.Options.Name is not null).GroupBy(org => PlaceOf(org.Options)).Select(group => group.ToList());
        var alone = orgs.Where(org => org.Options.Name is null).Select(org => new List<LocalOrg> { org });
        List<Listener> listeners = [];
        List<OrgTls?> shown = [];
        foreach (var served in shared.Concat(alone))
        {
            var tls = await OrgTls.OpenAsync([.. served.Select(org => org.Options)], ct);
            shown.Add(tls);
            listeners.Add(new(OrgTls.AddressesOf(served[0].Options), tls?.Certificates, Answers(served)));
            foreach (var org in served)
                org.Authority = tls?.Authority;
        }

        HostSettings settings = new(
            orgs.Select(org => org.Options.ShutdownTimeout).DefaultIfEmpty().Max(), orgs[0].Options.Time,
            orgs.Select(org => org.Options.Logs).FirstOrDefault(logs => logs is not null));
        var host = await OrgHost.StartAsync(listeners, settings, ct);
        foreach (var org in orgs)
            org.RememberUrls();
        return new(host, shown, orgs);
    }

    static Func<IServiceProvider, Func<string>, RequestDelegate> Answers(List<LocalOrg> served) => (services, listenUrl) =>
        served is [{ Options.Name: null } only]
            ? only.Pipeline(services, listenUrl)
            : new NamedOrgs(served, services, listenUrl).AnswerAsync;

    async Task StopAsync()
    {
        foreach (var org in Orgs)
            org.Drain();
        await Task.Delay(Orgs.Max(org => org.Options.DrainTime), Orgs[0].Options.Time);
        await _host.StopAsync();
        foreach (var tls in _tls)
            tls?.Dispose();
        foreach (var org in Orgs)
            await org.DisposeAsync();
    }

    static void CheckNames(IReadOnlyList<LocalOrgOptions> orgs)
    {
        if (orgs.Count == 0)
            throw new ArgumentException("There is no org to serve.", nameof(orgs));
        if (
            orgs.Where(org => org.Name is not null).GroupBy(org => (org.Name!.ToUpperInvariant(), PlaceOf(org)))
                .FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two orgs of one port have the name '{twice.First().Name}'.", nameof(orgs));
    }

    /// <summary>Those that have a name share a port where this is the same.</summary>
    static (string Addresses, bool IsSecure) PlaceOf(LocalOrgOptions options) =>
        (string.Join(' ', OrgTls.AddressesOf(options)), options.Https is not null);
}
