using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Postern.Cli.Tests.Commands;
using Postern.Client;

namespace Postern.Cli.Tests.Minting;

/// <summary>
/// How much of what an org allows is taken, over whole minutes of its own and by many sign-ins at once. No time passes but theirs.
/// </summary>
public sealed class WholeMinutesTests : IDisposable
{
    const int PerMinute = 600;

    readonly DataFolder _folder = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(7_300)] // milliseconds that the org's clock is ahead of ours
    [InlineData(-41_700)]
    public async Task Of_each_minute_at_least_95_percent_are_taken_and_none_too_many_however_the_clocks_differ(int ahead)
    {
        var time = new FakeTimeProvider(new(2026, 2, 3, 10, 15, 21, 400, TimeSpan.Zero));
        using var org = new LimitedOrg(time, TimeSpan.FromMilliseconds(ahead));
        using var governor = new Governor(null, new Dictionary<string, int>(), time);

        await SignInForAsync(TimeSpan.FromMinutes(5), 10, governor, org, time);

        var whole = org.Taken("authn")[1..^1];
        whole.Count.ShouldBeGreaterThanOrEqualTo(3);
        whole.ShouldAllBe(taken => taken >= PerMinute * 0.95 && taken <= PerMinute);
        org.Refused.ShouldBe(0);
    }

    [Fact]
    public async Task A_run_takes_all_of_a_minute_and_waits_for_the_next()
    {
        var time = new AwaitedTime(new(2026, 2, 3, 10, 15, 0, TimeSpan.Zero));
        using var org = new LimitedOrg(time, TimeSpan.Zero);
        using var governor = new Governor(null, new Dictionary<string, int>(), time);
        using var limits = new LimitReader(org, governor, time);
        using var http = new HttpMessageInvoker(limits, disposeHandler: false);
        using var journal = MintJournal.Open(_folder.File("tokens.csv"), "plan");
        var progress = new MintProgress(new Run { Time = time }.Terminal(TextWriter.Null, TextWriter.Null), 1500, before: 0);
        var run = new MintRun(
            new()
            {
                Governor = governor,
                Limits = limits,
                SignIn = (user, stop) => SignInAsync(http, user, stop),
                Explain = failed => new(ExitCodes.Unexpected, failed.Message, null),
                AtOnce = 10,
            },
            journal, progress);

        var running = run.RunAsync(
            Enumerable.Range(0, 1500).Select(n => new MintItem(n, new($"load{n % 500}@example.com", "Load-7-orders"))), Ct);
        for (var minute = 1; minute <= 2; minute++)
        {
            var wait = await time.WaitedForAsync(Ct).InTimeAsync("the end of a minute's budget");
            progress.Made.ShouldBe(minute * PerMinute);
            time.Advance(wait);
        }

        await running.InTimeAsync("all tokens");
        org.Taken("authn").ShouldBe([600, 600, 300]);
        org.Refused.ShouldBe(0);
        journal.Made().Select(record => record.Number).ShouldBe(Enumerable.Range(0, 1500));
    }

    /// <summary>So many at once, each a request after the other, a tenth of a second each.</summary>
    static async Task SignInForAsync(TimeSpan span, int atOnce, Governor governor, LimitedOrg org, FakeTimeProvider time)
    {
        var (until, running, number) = (time.GetUtcNow() + span, new PriorityQueue<(string Lease, int Step), DateTimeOffset>(), 0);
        while (time.GetUtcNow() < until)
        {
            var wait = TimeSpan.Zero;
            while (running.Count < atOnce)
            {
                var turn = await governor.TakeTurnAsync([new($"load{number % 500}@example.com", "")], _ => 0, Ct);
                wait = turn.Wait;
                if (!turn.IsGranted)
                    break;

                number++;
                running.Enqueue((turn.Lease, 0), time.GetUtcNow().AddMilliseconds(100));
            }

            if (!running.TryDequeue(out var next, out var at))
            {
                time.Advance(wait);
                continue;
            }

            if (at > time.GetUtcNow())
                time.SetUtcNow(at);
            governor.Hear(org.Ask(LimitedOrg.Buckets[next.Step]));
            if (next.Step == LimitedOrg.Buckets.Count - 1)
                await governor.EndAsync(next.Lease);
            else
                running.Enqueue((next.Lease, next.Step + 1), time.GetUtcNow().AddMilliseconds(100));
        }
    }

    static async Task<TokenSet> SignInAsync(HttpMessageInvoker http, MintUser user, CancellationToken ct)
    {
        foreach (var path in (string[])["/api/v1/authn", "/oauth2/default/v1/authorize", "/oauth2/default/v1/token"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"https://dev-1.okta.com{path}");
            using var answer = await http.SendAsync(request, ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        return new() { AccessToken = $"of {user.Login}", ExpiresAt = new(2026, 2, 3, 11, 15, 0, TimeSpan.Zero) };
    }

    /// <summary>An org that counts each minute of its clock, as Okta does, and says in each answer how many are left.</summary>
    sealed class LimitedOrg(TimeProvider time, TimeSpan ahead) : HttpMessageHandler
    {
        readonly Dictionary<(string Bucket, long Minute), int> _taken = [];

        public static IReadOnlyList<string> Buckets { get; } = ["authn", "authorize", "token"];

        public int Refused { get; private set; }

        public List<int> Taken(string bucket) =>
            [.. _taken.Where(each => each.Key.Bucket == bucket).OrderBy(each => each.Key.Minute).Select(each => each.Value)];

        public HeardLimit Ask(string bucket)
        {
            using var answer = Answer(bucket);
            return HeardLimit.Of(bucket, answer, time.GetUtcNow())!;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Answer(request.RequestUri!.Segments[^1]));

        HttpResponseMessage Answer(string bucket)
        {
            var (now, limit) = (time.GetUtcNow() + ahead, bucket is "authn" ? PerMinute : 2 * PerMinute);
            var minute = now.ToUnixTimeSeconds() / 60;
            int used;
            lock (_taken)
            {
                used = _taken[(bucket, minute)] = _taken.GetValueOrDefault((bucket, minute)) + 1;
                Refused += used > limit ? 1 : 0;
            }

            var answer = new HttpResponseMessage(used > limit ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK);
            answer.Headers.Date = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
            foreach (var (name, value) in ((string, long)[])
                [("Limit", limit), ("Remaining", Math.Max(0, limit - used)), ("Reset", (minute + 1) * 60)])
                answer.Headers.Add($"X-Rate-Limit-{name}", value.ToString(CultureInfo.InvariantCulture));
            return answer;
        }
    }
}
