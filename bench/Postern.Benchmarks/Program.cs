using Postern.Benchmarks;

try
{
    switch (args)
    {
        // The load generator, the latency probe and the writers are this program again, pinned to the core that the server does not have.
        case ["load", var kind, var target, .. var rounds]:
            await LoadGenerator.RunAsync(FlowKind.Find(kind), Target.Read(target), [.. rounds.Select(Round.Parse)]);
            return 0;
        case ["technique", var ready, .. var rounds]:
            await LoadGenerator.RunAsync(FlowKind.Technique, OrgTarget.Read(ready), [.. rounds.Select(Round.Parse)]);
            return 0;
        case ["probe", var target, var users, var length]:
            await LatencyProbe.RunAsync(Target.Read(target), int.Parse(users), Round.Parse(length).Length);
            return 0;
        case ["write", var org, var apiToken]:
            await DirectoryWriters.RunAsync(org, apiToken);
            return 0;
        case [var postern, var openIddict, .. var parts]:
            await Parts.RunAsync(new(postern, openIddict, "bench/peers"), parts);
            return 0;
        default:
            await Console.Error.WriteLineAsync("Run it as bench/run: it publishes the command first.");
            return 2;
    }
}
catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException or ArgumentException)
{
    // Nothing is reported of a run in which anything went wrong.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
