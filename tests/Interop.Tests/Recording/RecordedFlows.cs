using System.Collections.Concurrent;
using Postern.Client;
using Postern.Interop.Tests.Matrix;

namespace Postern.Interop.Tests.Recording;

/// <summary>Each flow recorded once, against one org.</summary>
public sealed class RecordedFlows : IAsyncLifetime
{
    readonly GrantsOrg _org = new();
    readonly ConcurrentDictionary<string, Lazy<Task<Recorded>>> _recorded = [];

    internal LocalOrg.LocalOrg Org => _org.Org;

    public ValueTask InitializeAsync() => _org.InitializeAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    internal Task<Recorded> OfAsync(string flow) =>
        _recorded.GetOrAdd(flow, _ => new(() => RecordAsync(flow, new() { Time = Org.Clock }))).Value;

    internal Task<string> PlayAsync(string flow, HttpClient http) => Act.All[flow](new(_org, http, isLive: false));

    internal async Task<Recorded> RecordAsync(string flow, RecordingOptions options)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.json");
        try
        {
            using var heard = new Overhearing();
            string outcome;
            using (var http = new HttpClient(new RecordingHandler(file, heard, options)))
                outcome = await Act.All[flow](new(_org, http, isLive: true));
            return new(outcome, Cassette.Read(file))
            {
                Text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
                Secrets = heard.Secrets,
            };
        }
        finally
        {
            File.Delete(file);
        }
    }
}

/// <summary>What came of a flow, and what was kept of it.</summary>
sealed record Recorded(string Outcome, Cassette Cassette)
{
    public required string Text { get; init; }

    public required IReadOnlyList<string> Secrets { get; init; }
}
