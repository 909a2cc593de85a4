using System.Text.Json.Nodes;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Idx;

/// <summary>Why a step was refused, as Identity Engine says it: idx.md 9.</summary>
sealed class IdxProblem(int status, string text, string? key) : Refusal(text)
{
    public int Status => status;

    /// <summary>What clients fill their own words for the key with.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The field that says it; null: the whole answer does.</summary>
    public string? Field { get; init; }

    /// <summary><c>ERROR</c>, <c>INFO</c> or <c>WARNING</c>.</summary>
    public string Level { get; init; } = "ERROR";

    /// <summary>Whether nobody can go on from here.</summary>
    public bool IsTheEnd { get; init; }

    /// <summary>Whether not even the transaction is told of.</summary>
    public bool IsBare { get; init; }

    public JsonObject Said() => Ion.Message(Message, key, Level, [.. Parameters]);

    public static IdxProblem SessionExpired() => new(401, "The session has expired.", "idx.session.expired") { IsBare = true };

    public static IdxProblem BadRequest() => new(400, "Bad request.", "E0000020") { IsBare = true };

    public static IdxProblem TooMany() => new(429, "Too many requests", "tooManyRequests") { IsBare = true };

    public static IdxProblem AuthenticationFailed(int status) => new(status, "Authentication failed", "errors.E0000004");

    public static IdxProblem Unexpected() => new(500, "Internal Server Error", "E0000009") { IsBare = true };

    /// <summary>UNCONFIRMED: what an org of the other engine says. This one says what to do.</summary>
    public static IdxProblem OtherEngine() =>
        new(404, "This org runs on Classic Engine: start it with 'engine: identity-engine' to sign in here.", null) { IsBare = true };
}
