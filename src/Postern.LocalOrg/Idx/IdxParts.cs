using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Idx;

/// <summary>What is peculiar to a state, beside what every answer has: idx.md 4.1. Null or empty: the answer is without.</summary>
sealed record IdxParts
{
    public required IReadOnlyList<JsonObject> Forms { get; init; }
    public JsonObject? Current { get; init; }
    public JsonObject? CurrentEnrollment { get; init; }

    /// <summary>Those that the policy allows.</summary>
    public IReadOnlyList<JsonObject>? Authenticators { get; init; }

    /// <summary>Those that the user has.</summary>
    public IReadOnlyList<JsonObject>? Enrollments { get; init; }

    /// <summary>The password, where it is to be set.</summary>
    public JsonObject? Recovery { get; init; }

    public JsonObject? Enrollment { get; init; }

    /// <summary>What is said whether or not something was wrong.</summary>
    public JsonObject? Message { get; init; }

    public void WriteTo(JsonObject body, JsonObject? wrong)
    {
        if (Forms.Count > 0)
            body["remediation"] = Ion.List(Forms);
        List<JsonObject> messages = [.. new[] { wrong, Message }.OfType<JsonObject>()];
        if (messages.Count > 0)
            body["messages"] = Ion.List(messages);
        if (Current is not null)
            body["currentAuthenticator"] = Ion.Object(Current);
        if (CurrentEnrollment is not null)
            body["currentAuthenticatorEnrollment"] = Ion.Object(CurrentEnrollment);
        if (Authenticators is not null)
            body["authenticators"] = Ion.List(Authenticators);
        if (Enrollments is not null)
            body["authenticatorEnrollments"] = Ion.List(Enrollments);
        if (Recovery is not null)
            body["recoveryAuthenticator"] = Ion.Object(Recovery);
        if (Enrollment is not null)
            body["enrollmentAuthenticator"] = Ion.Object(Enrollment);
    }
}
