using System.Net.Http.Headers;
using System.Text;
using Postern.LocalOrg.Examining;

namespace Postern.LocalOrg;

/// <summary>
/// Sends an API a good token, none, garbage and every broken one, and says which it wrongly took, and what it answered wrongly. It needs no
/// more of the API than an address.
/// </summary>
/// <param name="api">
/// Follows no redirects, and sends no credentials of its own; yours to dispose.
/// </param>
/// <param name="request">The call that is made.</param>
/// <param name="forge">Makes a token with this flaw, or, for null, a good one: a <see cref="TokenForge"/>, or an org elsewhere.</param>
public sealed class ApiExam(HttpClient api, ExamRequest request, Func<TokenFlaw?, CancellationToken, Task<ForgedToken>> forge)
{
    readonly AnswerRules _rules = new(request.GoodStatus);

    /// <summary>Stops after the good token where that is refused: <see cref="ExamReport.CannotTell"/>.</summary>
    /// <exception cref="HttpRequestException">The API cannot be reached.</exception>
    public async Task<ExamReport> RunAsync(CancellationToken ct = default)
    {
        var good = (await forge(null, ct)).Token;
        var answer = await SendAsync(Request(good), ct);
        var report = new ExamReport { Call = request.ToString(), GoodStatus = answer.Status, CannotTell = _rules.WhyCannotTell(answer) };
        return report.CannotTell is not null ? report : await ExamineAsync(report, good, ct);
    }

    async Task<ExamReport> ExamineAsync(ExamReport report, string good, CancellationToken ct)
    {
        List<ExamResult> results =
        [
            Judged(ExamQuestion.NoToken, await AskAsync(() => Request(token: null), ct)),
            Judged(ExamQuestion.Garbage, await AskAsync(() => Request("not.a-token"), ct)),
            Judged(ExamQuestion.TokenInQuery, await AskAsync(() => Request(InQuery(good)), ct)),
        ];
        foreach (var flaw in TokenFlaws.All)
            results.Add(await AskAsync(flaw, ct));
        return results.Find(result => result.Status == AnswerRules.TooManyRequests) is { } limited
            ? report with
            {
                CannotTell = $"The API limits the rate (429) at {limited.Name}. Lift the limit for the exam, or try again later.",
            }
            : report with { Results = results };
    }

    /// <summary>Of several spellings of a flaw, the one that came out worst counts.</summary>
    async Task<ExamResult> AskAsync(ExplainedFlaw flaw, CancellationToken ct)
    {
        var question = ExamQuestion.Of(flaw);
        if (flaw.Flaw is TokenFlaw.WithoutScope && !request.NeedsScopes)
            return Result(question, 0, ExamVerdict.NotAsked, "No scopes were named that the call needs.");

        var forged = await forge(flaw.Flaw, ct);
        ExamResult? worst = null;
        foreach (var token in (string[])[forged.Token, .. forged.Variants])
            if (Judged(question, await AskAsync(() => Request(token), ct)) is var result
                && (worst is null || result.Verdict > worst.Verdict))
                worst = result;
        return worst!;
    }

    ExamResult Judged(ExamQuestion question, ExamAnswer answer)
    {
        var (verdict, remark) = _rules.Judge(question, answer);
        return Result(question, answer.Status, verdict, remark);
    }

    static ExamResult Result(ExamQuestion question, int status, ExamVerdict verdict, string? remark) => new()
    {
        Name = question.Name, Flaw = question.Flaw, Sent = question.Sent, Status = status, Verdict = verdict, Remark = remark,
        Fix = verdict is ExamVerdict.Taken || (verdict is ExamVerdict.Remarked && !question.MustBeRefused) ? question.Fix : null,
    };

    /// <summary>An API that gives none is at fault: by then it has answered to the good token.</summary>
    async Task<ExamAnswer> AskAsync(Func<HttpRequestMessage> request, CancellationToken ct)
    {
        try
        {
            return await SendAsync(request(), ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return new(0, "", WentElsewhere: false);
        }
    }

    async Task<ExamAnswer> SendAsync(HttpRequestMessage asked, CancellationToken ct)
    {
        using (asked)
        {
            var before = asked.RequestUri;
            using var response = await api.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, ct);
            var challenges = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? values.ToString() : "";
            return new(
                (int)response.StatusCode, challenges, WentElsewhere: response.RequestMessage?.RequestUri is { } after && after != before);
        }
    }

    HttpRequestMessage Request(string? token)
    {
        var asked = Request(Address(request.Url));
        // What is malformed on purpose must leave as it is.
        if (token is not null)
            asked.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return asked;
    }

    HttpRequestMessage Request(Uri address)
    {
        var asked = new HttpRequestMessage(new(request.Method), address);
        if (request.Body is not null)
            asked.Content = new StringContent(request.Body, Encoding.UTF8, MediaTypeHeaderValue.Parse(request.ContentType));
        foreach (var (name, value) in request.Headers)
            if (!asked.Headers.TryAddWithoutValidation(name, value))
                asked.Content?.Headers.TryAddWithoutValidation(name, value);
        return asked;
    }

    Uri Address(string url) => url.Contains("://", StringComparison.Ordinal)
        ? new(url)
        : new(
            api.BaseAddress ?? throw new ArgumentException($"The exam needs a whole address, or a client with one: '{url}' is a path."),
            url);

    Uri InQuery(string token) =>
        Address($"{request.Url}{(request.Url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}access_token={token}");
}
