using System.Globalization;

namespace Postern.LocalOrg.Examining;

/// <summary>Judges an API's answers: RFC 6750 section 3.</summary>
/// <param name="goodStatus">What it answers to the good token, where that is no success.</param>
sealed class AnswerRules(int? goodStatus)
{
    public const int TooManyRequests = 429;

    /// <summary>Null: the good token was taken, so that an exam can be held.</summary>
    public string? WhyCannotTell(ExamAnswer answer)
    {
        if (IsTaken(answer))
            return null;

        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        return answer.Status switch
        {
            _ when answer.IsRedirect =>
                "The API redirects the good token elsewhere. Name the address that it leads to; if that is a sign-in page, " +
                "the API does not take bearer tokens.",
            401 =>
                "The API refuses the good token (401). Does it expect this issuer and audience, can it reach the org, and does the org's " +
                "clock go with its own?" + (answer.Challenge.Length > 0 ? " It says why in WWW-Authenticate." : ""),
            403 => "The API forbids the good token (403). Name a user, an app and scopes that may make this call.",
            TooManyRequests => "The API limits the rate (429). Try again later, or lift the limit for the exam.",
            >= 500 => $"The API fails with the good token ({status}). See its log.",
            _ =>
                $"The API answers {status} to the good token, so that its other answers tell nothing. Name an operation that succeeds, " +
                "or the status that is good.",
        };
    }

    /// <summary>How the answer is found, and why.</summary>
    public (ExamVerdict Verdict, string? Remark) Judge(ExamQuestion question, ExamAnswer answer) => answer.Status switch
    {
        _ when answer.IsRedirect => Wrong("It is redirected, as if a person called; an API answers 401."),
        _ when IsTaken(answer) => question.MustBeRefused
            ? (ExamVerdict.Taken, "The API takes it.")
            : (ExamVerdict.Remarked, "The API takes it, which no rule forbids."),
        401 when question.Status == 401 => JudgeChallenge(question, answer),
        403 when question.Status == 403 => answer.Says("insufficient_scope")
            ? Right
            : (ExamVerdict.Remarked, "WWW-Authenticate with error=\"insufficient_scope\" would tell the caller what is missing."),
        400 when question.MayBeMalformed => Right,
        401 => Wrong("401 tells callers to fetch such a token again; 403 with error=\"insufficient_scope\" is what helps."),
        0 => Wrong("The API gives no answer: anybody can have it do so."),
        >= 500 => Wrong(
            string.Create(CultureInfo.InvariantCulture, $"The API breaks down ({answer.Status}): anybody can have it do so.")),
        _ => Wrong(
            string.Create(
                CultureInfo.InvariantCulture, $"It answers {answer.Status}; callers expect {question.Status} (RFC 6750 section 3.1).")),
    };

    bool IsTaken(ExamAnswer answer) => answer.IsSuccess || (answer.Status == goodStatus && !answer.WentElsewhere);

    static (ExamVerdict, string?) JudgeChallenge(ExamQuestion question, ExamAnswer answer) => answer switch
    {
        // RFC 9449 section 7.1: an API may want keys to be proved, and says so by its scheme.
        _ when !NamesScheme(answer, "Bearer") && !NamesScheme(answer, "DPoP") =>
            Wrong("401 lacks WWW-Authenticate: Bearer, which RFC 6750 section 3 demands."),
        _ when question.WantsError is false && answer.Says("error=") =>
            (ExamVerdict.Remarked, "Where no token was sent, WWW-Authenticate should say no error (RFC 6750 section 3.1)."),
        _ when question.WantsError is true && !answer.Says("invalid_token") =>
            (ExamVerdict.Remarked, "WWW-Authenticate does not say error=\"invalid_token\", by which clients know to fetch another."),
        _ => Right,
    };

    static bool NamesScheme(ExamAnswer answer, string scheme) =>
        answer.Challenge.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Contains(scheme, StringComparer.OrdinalIgnoreCase);

    static (ExamVerdict, string?) Right => (ExamVerdict.Right, null);

    static (ExamVerdict, string?) Wrong(string why) => (ExamVerdict.WronglyAnswered, why);
}
