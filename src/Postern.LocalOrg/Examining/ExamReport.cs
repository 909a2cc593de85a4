using System.Text.Json.Nodes;
using Postern.LocalOrg.Examining;

namespace Postern.LocalOrg;

/// <summary>What came of an exam.</summary>
public sealed record ExamReport
{
    /// <summary>Method and address of the call.</summary>
    public required string Call { get; init; }

    /// <summary>Null: it was held. Otherwise a sentence: the API did not take the good token, so that nothing can be told.</summary>
    public string? CannotTell { get; init; }

    /// <summary>What the API answered to the good token.</summary>
    public required int GoodStatus { get; init; }

    /// <summary>A result for each question; none where it could not be held.</summary>
    public IReadOnlyList<ExamResult> Results { get; init; } = [];

    /// <summary>What the API took and must not, then what it refused in the wrong way.</summary>
    public IReadOnlyList<ExamResult> Faults => [.. Results.Where(result => result.IsFault).OrderByDescending(result => result.Verdict)];

    /// <summary>Whether it was held and found no fault; remarks do not count.</summary>
    public bool IsPassed => CannotTell is null && Faults.Count == 0;

    /// <summary>A sentence: how it came out.</summary>
    public string Summary => ExamWords.Summary(this);

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => ExamWords.Json(this);

    /// <summary>For build servers: a test case for each question, in JUnit's XML.</summary>
    public string ToJUnit() => JUnit.Of(this);

    /// <summary>For people: a line for each question, what to do about each fault, and the summary.</summary>
    public override string ToString() => string.Join(Environment.NewLine, [.. ExamWords.Lines(this), Summary]);

    /// <summary>Fails a test with all that was found.</summary>
    /// <exception cref="ExamFailedException">It found a fault, or could not be held.</exception>
    public ExamReport EnsurePassed() => IsPassed ? this : throw new ExamFailedException(this);
}

/// <summary>What the API made of one kind of token.</summary>
public sealed record ExamResult
{
    /// <summary><c>noToken</c>, <c>garbage</c>, <c>tokenInQuery</c>, or that of the flaw.</summary>
    public required string Name { get; init; }

    /// <summary>Null: what was sent was no broken token.</summary>
    public TokenFlaw? Flaw { get; init; }

    /// <summary>How the answer was found.</summary>
    public required ExamVerdict Verdict { get; init; }

    /// <summary>What was answered; 0 where nothing was asked.</summary>
    public required int Status { get; init; }

    /// <summary>A sentence: what was sent.</summary>
    public required string Sent { get; init; }

    /// <summary>A sentence: what is to be said of the answer. Null: nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>A sentence: what to do about it. Null: nothing.</summary>
    public string? Fix { get; init; }

    /// <summary>Whether it counts against the API.</summary>
    public bool IsFault => Verdict is ExamVerdict.Taken or ExamVerdict.WronglyAnswered;
}

/// <summary>How an answer was found, from good to bad.</summary>
public enum ExamVerdict
{
    /// <summary>It could not be asked; the remark says why.</summary>
    NotAsked,

    /// <summary>As the RFCs have it.</summary>
    Right,

    /// <summary>No rule is broken; there is something to say all the same.</summary>
    Remarked,

    /// <summary>Refused, but not as RFC 6750 has it; or the API broke down.</summary>
    WronglyAnswered,

    /// <summary>Let in, where it must not be.</summary>
    Taken,
}

/// <summary>An API has not passed its exam; the message is the whole report, without a token in it.</summary>
public sealed class ExamFailedException(ExamReport report) : Exception(Environment.NewLine + report)
{
    /// <summary>What came of it.</summary>
    public ExamReport Report => report;
}
