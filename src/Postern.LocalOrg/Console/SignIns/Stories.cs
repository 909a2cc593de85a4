namespace Postern.LocalOrg.Console.SignIns;

/// <summary>
/// Finds the requests on record that belong to one sign-in: those that were given, or show, the same secret, by its fingerprint. A state
/// token leads from step to step, a session token to the authorize request, a code to the token request, a token to userinfo.
/// </summary>
sealed class Stories
{
    /// <summary>Secrets that one sign-in has, and no other. What apps use again, such as <c>state</c>, joins nothing.</summary>
    static readonly HashSet<string> Threads = new(StringComparer.Ordinal)
    {
        "access_token", "auth_req_id", "code", "device_code", "device_secret", "id_token", "id_token_hint", "interactionHandle",
        "interaction_code", "interaction_handle", "interclient_token", "mfa_token", "okta_key", "oob_code", "recoveryToken",
        "refresh_token", "request_uri", "sessionToken", "stateHandle", "stateToken", "state_token", "subject_token", "token",
    };

    /// <summary>With these a sign-in may begin; whatever else there is belongs to one that has begun, or to none.</summary>
    static readonly string[] Beginnings =
        [
            "/authorize", "/token", "/par", "/interact", "/primary-authenticate", "/oob-authenticate", "/authn", "/idx/introspect",
            "/idx/identify", "/login.htm", "/activate", "/recovery/password", "/recovery/unlock",
        ];

    readonly Dictionary<string, List<RecordedRequest>> _byThread = new(StringComparer.Ordinal);
    readonly List<List<RecordedRequest>> _all = [];

    /// <param name="requests">The oldest first.</param>
    /// <returns>The one that began last first.</returns>
    public static IReadOnlyList<Story> Of(IReadOnlyList<RecordedRequest> requests)
    {
        Stories stories = new();
        foreach (var request in requests)
            stories.Add(request);
        return [.. stories._all.Select(steps => new Story(steps)).OrderByDescending(story => story.Steps[0].Number)];
    }

    void Add(RecordedRequest request)
    {
        var threads = ThreadsOf(request).ToList();
        var joined = threads.Select(thread => _byThread.GetValueOrDefault(thread)).OfType<List<RecordedRequest>>().Distinct().ToList();
        if (joined.Count == 0 && !IsBeginning(request))
            return;

        var story = joined.Count == 0 ? Begin() : joined.Skip(1).Aggregate(joined[0], Join);
        story.Add(request);
        foreach (var thread in threads)
            _byThread[thread] = story;
    }

    List<RecordedRequest> Begin()
    {
        List<RecordedRequest> begun = [];
        _all.Add(begun);
        return begun;
    }

    /// <summary>A request that has the secrets of both makes one of two.</summary>
    List<RecordedRequest> Join(List<RecordedRequest> story, List<RecordedRequest> other)
    {
        story.AddRange(other);
        story.Sort((one, another) => one.Number.CompareTo(another.Number));
        _all.Remove(other);
        foreach (var thread in _byThread.Where(pair => pair.Value == other).Select(pair => pair.Key).ToList())
            _byThread[thread] = story;
        return story;
    }

    static bool IsBeginning(RecordedRequest request) =>
        Array.Exists(Beginnings, end => request.Endpoint.EndsWith(end, StringComparison.Ordinal));

    static IEnumerable<string> ThreadsOf(RecordedRequest request)
    {
        foreach (var (name, value) in request.Sent.Concat(request.Answered))
            if (Threads.Contains(name) && IsFingerprint(value))
                yield return value;
        if (request.Sent.GetValueOrDefault("Authorization")?.Split(' ') is ["Bearer" or "DPoP", var token])
            yield return token;
    }

    static bool IsFingerprint(string value) => value.StartsWith("sha256:", StringComparison.Ordinal);
}
