using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Record;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Puts on record what requests and answers said, secrets as fingerprints, while somebody wants it so.</summary>
sealed class RequestRecorder(RequestRecord record, OrgDirectory directory, TimeProvider time) : IRequestWatcher
{
    /// <summary>Values in a path that are no secrets.</summary>
    static readonly FrozenSet<string> OpenRouteValues = FrozenSet.Create(
        StringComparer.Ordinal,
        "authorizationServerId", "clientId", "factorId", "factorType", "userId", "kid", "keyId", "grantId", "rest", "groupId",
        "groupRuleId", "typeId", "schemaId", "ownerId");

    public bool IsWatching => record.IsOn;

    public void Begin(SeenRequest request)
    {
        if (record.IsOn && !request.Endpoint.StartsWith("/_postern", StringComparison.Ordinal))
            request.Overheard = new(this, request, record.Hear(), time.GetUtcNow());
    }

    /// <summary>What has no body has not left yet, and what was cut short is told as far as it went.</summary>
    public void End(SeenRequest request)
    {
        if (request.Overheard?.Take() is { } heard)
            _ = PutAsync(request, heard).AsTask();
    }

    /// <summary>The context is read before anything is waited for: after the request it may be another's.</summary>
    public ValueTask PutAsync(SeenRequest request, HeardRequest heard)
    {
        HearSent(request.Http, heard.Sent);
        HearAnswered(request, heard.Answered);
        heard.Request = RequestOf(request);
        if (request.UserId is not { } userId || request.Login?.UserId == userId)
        {
            record.Add(heard);
            return default;
        }

        var user = directory.Users.FindAsync(userId, CancellationToken.None);
        if (!user.IsCompletedSuccessfully)
            return new(AddAsync(heard, user.AsTask()));

        heard.Request = heard.Request with { User = user.Result?.Login };
        record.Add(heard);
        return default;
    }

    /// <summary>Whoever it is about has to be looked up first; where that cannot be done, it is not known.</summary>
    async Task AddAsync(HeardRequest heard, Task<User?> user)
    {
        await ((Task)user).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        heard.Request = heard.Request with { User = user.IsCompletedSuccessfully ? (await user)?.Login : null };
        record.Add(heard);
    }

    static RecordedRequest RequestOf(SeenRequest request) => new()
    {
        Number = 0,
        Id = request.Id,
        At = request.Overheard!.At,
        Milliseconds = Math.Round(TimeProvider.System.GetElapsedTime(request.Began).TotalMilliseconds, 1),
        Method = Told.Cut(request.Http.Request.Method),
        Path = PathOf(request.Http),
        Endpoint = request.Endpoint,
        ClientId = request.ClientId,
        User = request.Login is { } login && login.UserId == request.UserId ? login.Name : null,
        Address = request.Caller?.ToString(),
        Status = request.Status ?? request.Http.Response.StatusCode,
        Outcome = request.OutcomeName,
        Error = request.Error,
        Reason = request.Reason,
        Sent = HeardRequest.NothingYet,
        Answered = HeardRequest.NothingYet,
        Faults = request.Faults,
    };

    static string PathOf(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        foreach (var (name, value) in context.Request.RouteValues)
            if (value is string { Length: > 0 } text && !OpenRouteValues.Contains(name))
                path = path.Replace(text, Told.Fingerprint(text), StringComparison.Ordinal);
        return Told.Cut(path);
    }

    static void HearSent(HttpContext context, HeardMessage sent)
    {
        var request = context.Request;
        // As it stands there: most endpoints that have one read it themselves, and the framework's reader would make a table of it.
        if (request.QueryString.Value is { Length: > 1 } query)
            sent.Add(HeardKind.Query, "", query);
        if (request.ContentType is not (null or "application/json") && context.Features.Get<IFormFeature>()?.Form is { } form)
            foreach (var (name, value) in form)
                sent.Add(HeardKind.Member, name, value.ToString());
        sent.Add(HeardKind.Body, "", "");
        var headers = request.Headers;
        HearPlain(sent, "User-Agent", headers.UserAgent);
        HearPlain(sent, "Origin", headers.Origin);
        HearPlain(sent, "Content-Type", headers.ContentType);
        HearPlain(sent, "X-Okta-User-Agent-Extended", headers["X-Okta-User-Agent-Extended"]);
        if (headers.Authorization is [{ Length: > 0 } authorization])
            sent.Add(HeardKind.Credentials, "Authorization", authorization);
        if (headers["DPoP"] is { Count: > 0 } proof)
            sent.Add(HeardKind.Secret, "DPoP", proof.ToString());
        if (headers.Cookie.Count > 0)
            foreach (var (name, value) in request.Cookies)
                sent.Add(HeardKind.Secret, "Cookie " + name, value);
    }

    static void HearAnswered(SeenRequest request, HeardMessage answered)
    {
        if (request.Shown is { } shown)
            foreach (var (name, secret) in shown)
                answered.Add(HeardKind.Secret, name, secret);
        var headers = request.Http.Response.Headers;
        HearPlain(answered, "Content-Type", headers.ContentType);
        HearPlain(answered, "Retry-After", headers.RetryAfter);
        HearPlain(answered, "WWW-Authenticate", headers.WWWAuthenticate);
        HearPlain(answered, OktaHeaders.Hint, headers[OktaHeaders.Hint]);
        HearPlain(answered, OktaHeaders.Unsupported, headers[OktaHeaders.Unsupported]);
        if (headers.Location is [{ Length: > 0 } location])
            answered.Add(HeardKind.Address, "Location", location);
        answered.Add(HeardKind.Body, "", "");
    }

    static void HearPlain(HeardMessage message, string name, StringValues value)
    {
        if (value.Count > 0)
            message.Add(HeardKind.Plain, name, value.ToString());
    }
}
