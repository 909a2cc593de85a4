using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>What shows by the address alone: name, connection, whose host it is, engine, clock, limits (P1, P10, P13).</summary>
sealed class OrgProbes(HttpClient http, string orgUrl, TimeSpan skew, Terminal io)
{
    readonly Uri _url = new(orgUrl);

    /// <summary><c>idx</c> or <c>v1</c>; null where the org does not say.</summary>
    public string? Engine { get; private set; }

    /// <summary>False where nothing after it could be asked.</summary>
    public async Task<bool> RunAsync(Examination exam, CancellationToken ct) =>
        await FindsNameAsync(exam, ct) && await IsOrgAsync(exam, ct) && await TakesSignInsAsync(exam, ct);

    async Task<bool> FindsNameAsync(Examination exam, CancellationToken ct)
    {
        if (IPAddress.TryParse(_url.DnsSafeHost, out _))
            return exam.Add(Finding.Ok(Checkpoint.Dns, $"{_url.Host} is an address, which nobody need look up."));
        if (!_url.IsLoopback && !HttpClient.DefaultProxy.IsBypassed(_url))
            return exam.Add(Finding.Unclear(Checkpoint.Dns, "A proxy looks the name up."));

        try
        {
            var found = await Dns.GetHostAddressesAsync(_url.DnsSafeHost, ct);
            return exam.Add(Finding.Ok(Checkpoint.Dns, $"{_url.Host} is {found.FirstOrDefault()}."));
        }
        catch (SocketException failed)
        {
            return exam.Add(
                Checkpoint.Dns, new HttpRequestException(HttpRequestError.NameResolutionError, $"{failed.Message} ({_url.Host})"), ct);
        }
    }

    async Task<bool> IsOrgAsync(Examination exam, CancellationToken ct)
    {
        SeenAnswer seen;
        try
        {
            seen = await AskAsync(Paths.OktaOrganization, ct);
        }
        catch (Exception failed) when (Examination.IsFinding(failed, ct))
        {
            var isOfTls = failed is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
            return exam.Add(isOfTls ? Checkpoint.Tls : Checkpoint.Org, failed, ct);
        }

        exam.Add(_url.Scheme is "https"
            ? Finding.Ok(Checkpoint.Tls, "The connection is encrypted, and the certificate is trusted here.")
            : _url.IsLoopback
                ? Finding.Ok(Checkpoint.Tls, "Plain HTTP, which does not leave this machine.")
                : Finding.Unclear(Checkpoint.Tls, "Plain HTTP: passwords and tokens travel readable. An Okta org speaks HTTPS."));
        return Owner(exam, seen) && LooksAtClock(exam, seen);
    }

    bool Owner(Examination exam, SeenAnswer seen)
    {
        if (seen is not { Status: 200, Json: { } org } || org.Text("id") is not { } id)
            return exam.Add(seen.Status >= 500
                ? Finding.Unclear(Checkpoint.Org, $"The org answers {seen.Words}.", "A09")
                : Finding.Wrong(Checkpoint.Org, $"{orgUrl}{Paths.OktaOrganization} answers {seen.Words}.", seen.Stranger));

        Engine = org.Text("pipeline");
        var (own, alternate) = (HostIn(org, "organization"), HostIn(org, "alternate"));
        var isCalledOtherwise = own is not null && own != _url.Authority && alternate != _url.Authority;
        exam.Add(isCalledOtherwise
            ? Finding.Wrong(Checkpoint.Org, $"Org {id} calls itself {own}, and not {_url.Authority}.", "A06")
            : Finding.Ok(Checkpoint.Org, alternate is null ? $"Okta org {id}." : $"Okta org {id}, at {own} and at {alternate}."));
        return exam.Add(Engine switch
        {
            "idx" => Finding.Ok(Checkpoint.Engine, "Identity Engine."),
            "v1" => Finding.Ok(Checkpoint.Engine, "Classic Engine."),
            var other => Finding.Unclear(Checkpoint.Engine, $"The org says '{other}', which no engine is known to."),
        });
    }

    static string? HostIn(JsonObject org, string link) =>
        org["_links"] is JsonObject links && links[link] is JsonObject to && Uri.TryCreate(to.Text("href"), UriKind.Absolute, out var url)
            ? url.Authority
            : null;

    // A wrong clock spoils proofs and codes, and stops nothing that comes after it.
    bool LooksAtClock(Examination exam, SeenAnswer seen)
    {
        if (seen.Date is not { } date)
            exam.Add(Finding.Unclear(Checkpoint.Clock, "The org does not tell its time."));
        else if ((date - io.Time.GetUtcNow()) is var ahead && ahead.Duration() > skew)
            exam.Add(Finding.Wrong(
                Checkpoint.Clock,
                $"The org's clock is {Words.Duration(ahead.Duration())} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's.",
                "H05"));
        else
            exam.Add(Finding.Ok(Checkpoint.Clock, "The org's clock and this machine's agree."));

        return true;
    }

    // Okta answers 405 to whoever looks with GET: it is there, and nothing stands between.
    async Task<bool> TakesSignInsAsync(Examination exam, CancellationToken ct)
    {
        if (await exam.TryAsync(Checkpoint.SignInEndpoint, () => AskAsync(Paths.Authn, ct), ct) is not { } seen)
            return false;

        var isThere = exam.Add(seen switch
        {
            { ErrorCode: not null } => Finding.Ok(Checkpoint.SignInEndpoint, $"{Paths.Authn} answers ({seen.Status}, {seen.ErrorCode})."),
            { Status: >= 500 } => Finding.Unclear(Checkpoint.SignInEndpoint, $"{Paths.Authn} answers {seen.Words}.", "A09"),
            _ => Finding.Wrong(Checkpoint.SignInEndpoint, $"{Paths.Authn} answers {seen.Words}.", seen.Stranger),
        });
        exam.Add(seen switch
        {
            { Limit: { } limit, Remaining: 0 } =>
                Finding.Wrong(Checkpoint.Limits, $"Of {limit} sign-ins a minute none is left.", "G03"),
            { Limit: { } limit, Remaining: { } left } => Finding.Ok(Checkpoint.Limits, $"{left} of {limit} sign-ins a minute are left."),
            _ => Finding.Unclear(Checkpoint.Limits, "The org does not say how many requests it takes."),
        });
        return isThere;
    }

    Task<SeenAnswer> AskAsync(string path, CancellationToken ct) => SeenAnswer.AskAsync(http, $"{orgUrl}{path}", authorization: null, ct);
}
