using Postern.Benchmarks;

// The load generator is this program again, pinned to the core that the server does not have.
if (args is ["load", var url, var clientId, var redirectUri, var warmUp, .. var rounds])
    return await LoadGenerator.RunAsync(new(url), clientId, redirectUri, [int.Parse(warmUp), .. rounds.Select(int.Parse)]);

if (args is not [var postern, var script, var reports, .. var parts])
{
    await Console.Error.WriteLineAsync("Run it as bench/run: it publishes the command first.");
    return 2;
}

var report = new Report(await Machine.ReadAsync());
if (parts is [] || parts.Contains("server"))
    await ServerBenchmark.RunAsync(postern, report);
if (parts is [] || parts.Contains("factor"))
    await FactorBenchmark.RunAsync(postern, report);
if (parts is [] || parts.Contains("start"))
    await StartBenchmark.RunAsync(postern, report);
if (parts is [] || parts.Contains("command"))
    await CommandBenchmark.RunAsync(postern, script, report);
report.Write(reports, parts);
return 0;
