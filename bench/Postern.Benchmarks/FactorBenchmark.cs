using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Postern.Benchmarks;

/// <summary>
/// What a second factor costs: the technique with a one-time password against the technique with a password alone, turn and turn about on
/// one connection. And whether a refusal's time tells why.
/// </summary>
static class FactorBenchmark
{
    const int WarmUp = 100;
    const int Flows = 1_000;
    const int GuessesBeforeLockout = 9;
    const int Guesses = 20 * GuessesBeforeLockout;

    public static async Task RunAsync(string postern, Report report)
    {
        await using var org = await OrgProcess.StartAsync(postern);
        using var connection = new HttpConnection();
        await connection.ConnectAsync(new(org.Url));
        var technique = new Technique(connection, new(org.Url), org.ClientId, org.RedirectUri);
        var (password, factor) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var flow = 0; flow < WarmUp + Flows; flow++)
        {
            password.Add(await TimeAsync(() => technique.RunAsync(flow)));
            // The org takes each code once: half a minute passes for it between two flows.
            var passCode = Totp(await AdvanceAsync(connection, new(org.Url)));
            factor.Add(await TimeAsync(() => technique.RunWithFactorAsync(flow, passCode)));
        }

        var (alone, both) = (Milliseconds(password.Skip(WarmUp)), Milliseconds(factor.Skip(WarmUp)));
        report.Add(
            "A second factor, native, one connection",
            $"Medians of {Flows:N0} flows each, alternating: authn + authorize + token, and the same with a one-time password verified " +
            "in between.",
            new("password alone, with one-time password", $"{alone:F3} ms, {both:F3} ms"),
            new("ratio", $"{both / alone:F2} ×"));
        await CompareRefusalsAsync(connection, new(org.Url), report);
    }

    static async Task CompareRefusalsAsync(HttpConnection connection, Uri org, Report report)
    {
        (string What, byte[] Request, List<TimeSpan> Times)[] refusals =
        [
            ("a user that does not exist", Technique.Authn(org, "nobody@example.com", "not-the-one"), []),
            ("a wrong password", Technique.Authn(org, "una@example.com", "not-the-one"), []),
            ("a locked-out user, wrong password", Technique.Authn(org, "lou@example.com", "not-the-one"), []),
            ("a locked-out user, right password", Technique.Authn(org, "lou@example.com", "Correct-Horse-9"), []),
        ];
        var forgiven = Technique.Authn(org, "una@example.com", "Correct-Horse-9");
        for (var guess = 0; guess < Guesses; guess++)
        {
            if (guess % GuessesBeforeLockout == 0)
                _ = await connection.SendAsync(forgiven);
            foreach (var (_, request, times) in refusals)
                times.Add(await TimeAsync(async () => await connection.SendAsync(request)));
        }

        report.Add(
            "Refusals, which must not tell by their time why",
            $"Medians of {Guesses} each, alternating.",
            [.. refusals.Select(refusal => new Report.Figure(refusal.What, $"{Milliseconds(refusal.Times):F3} ms"))]);
    }

    static async Task<TimeSpan> TimeAsync(Func<Task> run)
    {
        var from = TimeProvider.System.GetTimestamp();
        await run();
        return TimeProvider.System.GetElapsedTime(from);
    }

    static async Task<DateTimeOffset> AdvanceAsync(HttpConnection connection, Uri org)
    {
        var answer = await connection.SendAsync(Requests.PostJson(org, "/_postern/clock", """{"advanceSeconds":30}"""));
        using var body = JsonDocument.Parse(answer[(answer.Span.IndexOf("\r\n\r\n"u8) + 4)..]);
        return body.RootElement.GetProperty("now").GetDateTimeOffset();
    }

    /// <summary>RFC 6238, of the seed that the org documents.</summary>
    static string Totp(DateTimeOffset now)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, now.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // RFC 6238's default
        var mac = HMACSHA1.HashData(Seed, counter);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 15)) & 0x7fffffff) % 1_000_000)
            .ToString("d6", CultureInfo.InvariantCulture);
    }

    /// <summary><c>JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP</c> in Base32: <c>Hello!</c> and four bytes, twice.</summary>
    static readonly byte[] Seed = Convert.FromHexString("48656C6C6F21DEADBEEF48656C6C6F21DEADBEEF");

    static double Milliseconds(IEnumerable<TimeSpan> times) => times.Select(time => time.TotalMilliseconds).ToList().Median();
}
