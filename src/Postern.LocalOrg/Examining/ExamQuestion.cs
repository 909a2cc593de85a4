namespace Postern.LocalOrg.Examining;

/// <summary>What is sent to an API, and what is expected of its answer.</summary>
sealed record ExamQuestion
{
    public required string Name { get; init; }

    public TokenFlaw? Flaw { get; init; }

    public required string Sent { get; init; }

    public required string Fix { get; init; }

    public int Status { get; init; } = 401;

    public bool MustBeRefused { get; init; } = true;

    /// <summary>Whether 400 is as good.</summary>
    public bool MayBeMalformed { get; init; }

    /// <summary>Whether the answer should say <c>invalid_token</c>; false: that it should say no error at all. Null: either.</summary>
    public bool? WantsError { get; init; } = true;

    public static ExamQuestion NoToken { get; } = new()
    {
        Name = "noToken", Sent = "No token is sent.", WantsError = false,
        Fix = "Demand authentication for the operation.",
    };

    public static ExamQuestion Garbage { get; } = new()
    {
        Name = "garbage", Sent = "What is sent is no token at all.", MayBeMalformed = true,
        Fix = "Verify the token with a library, and refuse what that cannot read.",
    };

    public static ExamQuestion TokenInQuery { get; } = new()
    {
        Name = "tokenInQuery", Sent = "The good token is sent in the query, where logs and histories keep it.", MayBeMalformed = true,
        WantsError = null, Fix = "Take tokens from the Authorization header alone (RFC 9700 section 4.3.2).",
    };

    public static ExamQuestion Of(ExplainedFlaw flaw) => new()
    {
        Name = flaw.Name, Flaw = flaw.Flaw, Sent = flaw.Wrong, Fix = flaw.Fix, Status = flaw.Status, MustBeRefused = flaw.MustBeRefused,
        MayBeMalformed = flaw.IsMalformed,
    };
}

/// <summary>What an API answered, as far as it matters.</summary>
/// <param name="Status">Of HTTP; 0 where it broke off, or threw in this process.</param>
/// <param name="Challenge">All of <c>WWW-Authenticate</c>; empty where there is none.</param>
/// <param name="WentElsewhere">Whether a redirect was followed, so that somebody else has answered.</param>
sealed record ExamAnswer(int Status, string Challenge, bool WentElsewhere)
{
    public bool IsSuccess => Status is >= 200 and < 300 && !WentElsewhere;

    public bool IsRedirect => WentElsewhere || Status is >= 300 and < 400;

    public bool Says(string error) => Challenge.Contains(error, StringComparison.Ordinal);
}
