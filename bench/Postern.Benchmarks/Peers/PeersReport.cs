namespace Postern.Benchmarks;

/// <summary>Who is how far ahead of whom, and who did how much less for it.</summary>
static class PeersReport
{
    public static void Write(Report report, IReadOnlyList<Measured> measured)
    {
        var ours = measured[0].Target;
        var flows = FlowKind.OfPeers.Select(kind => measured.Where(one => one.Kind == kind).ToArray()).ToArray();
        report.AddTable("## Beside its peers",
            "Each server alone on one core, the load generator on the other: 16 connections, medians of 3 rounds. A peer does the same " +
            "work in a flow if it signs as often as the " +
            "local org there and lacks none of its checks. The limit is what `openssl speed rsa2048` signs on that core just before and " +
            "after, divided by the flow's signatures.",
            [
                "flow", ours.Name + ", flows/s", "share of the limit", "best peer that does the same work", "ratio, wanted above 1",
                "fastest peer of all", "ratio",
            ],
            flows.Select(flow => Summary(flow[0], flow[1..])));
        report.AddTable(
            "### The servers",
            "One at a time, in this order; the JavaScript ones on Node.js 24 as installed beside them, OpenIddict in Release without " +
            "tiered compilation, lest it be measured half compiled.",
            ["server", "how it was set up"],
            measured.Select(one => one.Target).Distinct().Select(target => (string[])[target.Name, target.Note]));
        foreach (var flow in flows)
            WriteFlow(report, flow);
    }

    static string[] Summary(Measured ours, Measured[] peers)
    {
        var (same, any) = (Best(peers.Where(peer => DoesTheSame(peer, ours))), Best(peers));
        return
        [
            ours.Kind.Title, $"{ours.Sample.Rate:N0}", Share(ours),
            Named(same), Ratio(ours, same), Named(any), Ratio(ours, any),
        ];
    }

    static void WriteFlow(Report report, Measured[] flow)
    {
        var peers = flow[1..];
        var best = Best(peers.Where(peer => DoesTheSame(peer, flow[0])));
        report.AddTable(
            $"### {flow[0].Kind.Title}",
            "RSA signatures are counted by the `alg` of the tokens that came back. On a busy machine the CPU per flow tells more than " +
            "the flows per second: a core that was not busy was waiting for its turn.",
            [
                "server", "flows/s", "to the best peer doing the same", "RSA signatures per flow", "share of the limit",
                "server CPU per flow", "core busy", "tokens", "does", "does less",
            ],
            flow.Select(one => (string[])
            [
                one.Target.Name, $"{one.Sample.Rate:N0}", Ratio(one, best), $"{one.Signatures}", Share(one),
                $"{one.Sample.Busy / one.Sample.Rate * 1000:F2} ms", $"{one.Sample.Busy:P0}",
                one.Sample.Tokens is "" ? "—" : one.Sample.Tokens, one.Flow.Does, Less(one, flow[0]),
            ]));
        report.Draw(flow[0].Kind.Title, "flows/s", [.. flow.Select(one => (one.Target.Name, one.Sample.Rate))]);
    }

    static Measured? Best(IEnumerable<Measured> peers) => peers.MaxBy(peer => peer.Sample.Rate);

    static bool DoesTheSame(Measured peer, Measured ours) => peer.Flow.Lacks is null && peer.Signatures >= ours.Signatures;

    static string Less(Measured one, Measured ours) => one.Flow.Lacks ?? (one.Signatures < ours.Signatures ? "signs less" : "");

    static string Named(Measured? peer) => peer is null ? "—" : $"{peer.Target.Name}: {peer.Sample.Rate:N0}";

    static string Ratio(Measured one, Measured? other) => other is null ? "—" : $"{one.Sample.Rate / other.Sample.Rate:F2}";

    static string Share(Measured one) => one.ShareOfLimit is { } share ? $"{share:F2}" : "—";
}
