using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Record;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Puts on record what requests and answers said, secrets as fingerprints, while somebody wants it so.</summary>
sealed class RequestRecorder(RequestRecord record, OrgDirectory directory, TimeProvider time) : IRequestWatcher
{
    static readonly string[] SentHeaders = ["User-Agent", "Origin", "Content-Type", "X-Okta-User-Agent-Extended"];
    static readonly string[] AnsweredHeaders =
        ["Content-Type", "Retry-After", "WWW-Authenticate", "X-Postern-Hint", "X-Postern-Unsupported"];

    /// <summary>Values in a path that are no secrets.</summary>
    static readonly string[] OpenRouteValues =
    [
        "authorizationServerId", "clientId", "factorId", "factorType", "userId", "kid", "keyId", "grantId", "rest", "groupId",
        "groupRuleId", "typeId", "schemaId", "ownerId",
    ];

    public bool IsWatching => record.IsOn;

    public void Begin(SeenRequest request)
    {
        if (!record.IsOn || request.Endpoint.StartsWith("/_postern", StringComparison.Ordinal))
            return;

        var heard = new Overheard(request.Http, time.GetUtcNow());
        heard.Whole = () => TellAsync(request, heard);
        request.Http.Features.Set(heard);
    }

    /// <summary>What has no body has not left yet, and what was cut short is told as far as it went.</summary>
    public void End(SeenRequest request)
    {
        if (request.Http.Features.Get<Overheard>() is { } heard)
            _ = TellAsync(request, heard).AsTask();
    }

    /// <summary>The context is read before anything is waited for: after the request it may be another's.</summary>
    ValueTask TellAsync(SeenRequest request, Overheard heard)
    {
        if (heard.IsTold)
            return default;

        heard.IsTold = true;
        var told = Tell(request, heard);
        if (request.UserId is not { } userId)
        {
            record.Add(told);
            return default;
        }

        if (request.Login is { } login && login.UserId == userId)
        {
            record.Add(told with { User = login.Name });
            return default;
        }

        var user = directory.Users.FindAsync(userId, CancellationToken.None);
        if (!user.IsCompletedSuccessfully)
            return new(AddAsync(told, user.AsTask()));

        record.Add(told with { User = user.Result?.Login });
        return default;
    }

    /// <summary>Whoever it is about has to be looked up first; where that cannot be done, it is not known.</summary>
    async Task AddAsync(RecordedRequest told, Task<User?> user)
    {
        await ((Task)user).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        record.Add(told with { User = user.IsCompletedSuccessfully ? (await user)?.Login : null });
    }

    static RecordedRequest Tell(SeenRequest request, Overheard heard) => new()
    {
        Number = 0,
        Id = request.Id,
        At = heard.At,
        Milliseconds = Math.Round(TimeProvider.System.GetElapsedTime(request.Began).TotalMilliseconds, 1),
        Method = Told.Cut(request.Http.Request.Method),
        Path = PathOf(request.Http),
        Endpoint = request.Endpoint,
        ClientId = request.ClientId,
        Address = Forwarding.CallerOf(request.Http)?.ToString(),
        Status = request.Http.Response.StatusCode,
        Outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName(request.Outcome.ToString()),
        Error = request.Error,
        Reason = request.Reason,
        Sent = SentBy(request.Http, heard),
        Answered = AnsweredBy(request, heard),
        Faults = Struck.Find(request.Http)?.Ids ?? [],
    };

    static string PathOf(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        foreach (var (name, value) in context.Request.RouteValues)
            if (value is string { Length: > 0 } text && !OpenRouteValues.Contains(name))
                path = path.Replace(text, Told.Fingerprint(text), StringComparison.Ordinal);
        return Told.Cut(path);
    }

    static Dictionary<string, string> SentBy(HttpContext context, Overheard heard)
    {
        Dictionary<string, string> sent = [];
        var request = context.Request;
        foreach (var (name, value) in request.Query)
            sent[Told.Cut(name)] = Told.Value(name, value.ToString());
        if (context.Features.Get<IFormFeature>()?.Form is { } form)
            foreach (var (name, value) in form)
                sent[Told.Cut(name)] = Told.Value(name, value.ToString());
        if (heard.Sent is { } json)
            AddMembers(sent, json.Heard);
        foreach (var name in SentHeaders)
            if (request.Headers.TryGetValue(name, out var value))
                sent[name] = Told.Cut(value.ToString());
        if (request.Headers.Authorization.ToString().Split(' ', 2) is [var scheme, var credentials])
            sent["Authorization"] = $"{Told.Cut(scheme)} {Told.Fingerprint(credentials)}";
        if (request.Headers.TryGetValue("DPoP", out var proof))
            sent["DPoP"] = Told.Fingerprint(proof.ToString());
        foreach (var (name, value) in request.Cookies)
            sent["Cookie " + Told.Cut(name)] = Told.Fingerprint(value);
        return sent;
    }

    static Dictionary<string, string> AnsweredBy(SeenRequest request, Overheard heard)
    {
        Dictionary<string, string> answered = [];
        foreach (var (name, secret) in request.Shown ?? [])
            answered[name] = Told.Fingerprint(secret);
        var headers = request.Http.Response.Headers;
        foreach (var name in AnsweredHeaders)
            if (headers.TryGetValue(name, out var value))
                answered[name] = Told.Cut(value.ToString());
        if (headers.Location is [{ Length: > 0 } location])
        {
            answered["Location"] = Told.Address(location);
            if (location.IndexOfAny(['?', '#']) is >= 0 and var start)
                foreach (var (name, value) in QueryHelpers.ParseQuery(location[(start + 1)..].Replace('#', '&')))
                    answered[Told.Cut(name)] = Told.Value(name, value.ToString());
        }

        if (headers.ContentType.ToString().Contains("json", StringComparison.Ordinal))
            AddMembers(answered, heard.Answered.Heard);
        return answered;
    }

    /// <summary>Of JSON that is one object, as far as it goes: members that are no values themselves are left out.</summary>
    static void AddMembers(Dictionary<string, string> told, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (reader.TokenType is JsonTokenType.String)
                    told[Told.Cut(name)] = Told.Value(name, reader.GetString()!);
                else if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False && Told.IsPlain(name))
                    told[name] = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
                reader.Skip();
            }
        }
        catch (Exception none) when (none is JsonException or InvalidOperationException)
        {
            // What was no JSON, or only half of it, is told as far as it was.
        }
    }
}
