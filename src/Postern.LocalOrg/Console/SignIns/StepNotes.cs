namespace Postern.LocalOrg.Console.SignIns;

/// <summary>What is worth telling of a request and its answer in a diagram, the most telling first.</summary>
static class StepNotes
{
    const int Most = 5;

    static readonly string[] OfRequests =
    [
        "grant_type", "response_type", "username", "login_hint", "scope", "prompt", "factorType", "sessionToken", "stateToken",
        "state_token", "okta_key", "interclient_token", "code", "refresh_token", "device_code", "auth_req_id", "request_uri",
        "interaction_code", "interactionHandle", "stateHandle", "mfa_token", "oob_code", "token", "subject_token", "Authorization",
    ];

    static readonly string[] OfAnswers =
    [
        "status", "factorResult", "active", "sessionToken", "stateToken", "state_token", "okta_key", "interaction_code",
        "interaction_handle", "stateHandle", "mfa_token", "oob_code", "code", "access_token", "id_token", "refresh_token", "device_code",
        "auth_req_id", "request_uri", "scope",
    ];

    public static IEnumerable<string> Asked(RecordedRequest request) => Of(request.Sent, OfRequests);

    public static IEnumerable<string> Answered(RecordedRequest request) => Of(request.Answered, OfAnswers);

    public static IEnumerable<string> Why(RecordedRequest request)
    {
        if (!Story.IsNo(request))
            yield break;
        var said = request.Answered.GetValueOrDefault("error_description") ?? request.Answered.GetValueOrDefault("errorSummary");
        if (said is not null)
            yield return said;
        if (request.Reason is { } reason && said?.StartsWith(reason, StringComparison.Ordinal) is not true)
            yield return $"Why: {reason.Replace('_', ' ')}";
        if (request.Faults.Count > 0)
            yield return $"Struck by the fault script {string.Join(", ", request.Faults)}";
    }

    static IEnumerable<string> Of(IReadOnlyDictionary<string, string> told, string[] names) =>
        names.Where(told.ContainsKey).Take(Most).Select(name => $"{name} {told[name]}");
}
