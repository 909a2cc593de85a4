using System.Collections.Frozen;
using System.Text;
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
    static readonly (string Name, byte Number)[] SentHeaders =
        Numbered("User-Agent", "Origin", "Content-Type", "X-Okta-User-Agent-Extended");

    static readonly (string Name, byte Number)[] AnsweredHeaders =
        Numbered("Content-Type", "Retry-After", "WWW-Authenticate", "X-Postern-Hint", "X-Postern-Unsupported");

    /// <summary>Values in a path that are no secrets.</summary>
    static readonly FrozenSet<string> OpenRouteValues = FrozenSet.Create(
        StringComparer.Ordinal,
        "authorizationServerId", "clientId", "factorId", "factorType", "userId", "kid", "keyId", "grantId", "rest", "groupId",
        "groupRuleId", "typeId", "schemaId", "ownerId");

    public bool IsWatching => record.IsOn;

    public void Begin(SeenRequest request)
    {
        if (record.IsOn && !request.Endpoint.StartsWith("/_postern", StringComparison.Ordinal))
            request.Overheard = new(this, request, time.GetUtcNow());
    }

    /// <summary>What has no body has not left yet, and what was cut short is told as far as it went.</summary>
    public void End(SeenRequest request)
    {
        if (request.Overheard is { IsTold: false } heard)
            _ = TellAsync(request, heard.Answered.Heard).AsTask();
    }

    /// <summary>The context is read before anything is waited for: after the request it may be another's.</summary>
    public ValueTask TellAsync(SeenRequest request, ReadOnlySpan<byte> answer)
    {
        if (request.Overheard is not { IsTold: false } heard)
            return default;

        heard.IsTold = true;
        var told = Tell(request, heard, answer);
        if (request.UserId is not { } userId || request.Login?.UserId == userId)
        {
            record.Add(told);
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

    static RecordedRequest Tell(SeenRequest request, Overheard heard, ReadOnlySpan<byte> answer)
    {
        using ToldWriter told = new();
        return new()
        {
            Number = 0,
            Id = request.Id,
            At = heard.At,
            Milliseconds = Math.Round(TimeProvider.System.GetElapsedTime(request.Began).TotalMilliseconds, 1),
            Method = Told.Cut(request.Http.Request.Method),
            Path = PathOf(request.Http),
            Endpoint = request.Endpoint,
            ClientId = request.ClientId,
            User = request.Login is { } login && login.UserId == request.UserId ? login.Name : null,
            Address = request.Caller?.ToString(),
            Status = request.Http.Response.StatusCode,
            Outcome = request.OutcomeName,
            Error = request.Error,
            Reason = request.Reason,
            Sent = SentBy(request.Http, heard, told),
            Answered = AnsweredBy(request, answer, told),
            Faults = Struck.Find(request.Http)?.Ids ?? [],
        };
    }

    static string PathOf(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        foreach (var (name, value) in context.Request.RouteValues)
            if (value is string { Length: > 0 } text && !OpenRouteValues.Contains(name))
                path = path.Replace(text, Told.Fingerprint(text), StringComparison.Ordinal);
        return Told.Cut(path);
    }

    static ToldMembers SentBy(HttpContext context, Overheard heard, ToldWriter told)
    {
        var request = context.Request;
        // As it stands there: most endpoints that have one read it themselves, and the framework's reader would make a table of it.
        foreach (var member in new QueryStringEnumerable(request.QueryString.Value))
            told.Add(member.DecodeName().Span, member.DecodeValue().Span);
        if (context.Features.Get<IFormFeature>()?.Form is { } form)
            foreach (var (name, value) in form)
                told.Add(name, value.ToString());
        if (heard.Sent is { } json)
            AddMembers(told, json.Heard);
        AddHeaders(told, request.Headers, SentHeaders);
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end)
            told.AddPlain("Authorization", $"{Told.Cut(authorization[..end])} {Told.Fingerprint(authorization[(end + 1)..])}");
        if (request.Headers.TryGetValue("DPoP", out var proof))
            told.AddSecret("DPoP", proof.ToString());
        if (request.Headers.Cookie.Count > 0)
            foreach (var (name, value) in request.Cookies)
                told.AddSecret("Cookie " + name, value);
        return told.Members();
    }

    static ToldMembers AnsweredBy(SeenRequest request, ReadOnlySpan<byte> answer, ToldWriter told)
    {
        if (request.Shown is { } shown)
            foreach (var (name, secret) in shown)
                told.AddSecret(name, secret);
        var headers = request.Http.Response.Headers;
        AddHeaders(told, headers, AnsweredHeaders);
        if (headers.Location is [{ Length: > 0 } location])
        {
            told.AddPlain("Location", Told.Address(location));
            AddParameters(told, location);
        }

        if (headers.ContentType.ToString().Contains("json", StringComparison.Ordinal))
            AddMembers(told, answer);
        return told.Members();
    }

    /// <summary>Of its query, and of its fragment.</summary>
    static void AddParameters(ToldWriter told, string location)
    {
        var rest = location.AsMemory();
        for (var next = rest.Span.IndexOfAny('?', '#'); next >= 0; next = rest.Span.IndexOf('#'))
        {
            rest = rest[(next + 1)..];
            var end = rest.Span.IndexOf('#');
            foreach (var member in new QueryStringEnumerable(end < 0 ? rest : rest[..end]))
                told.Add(member.DecodeName().Span, member.DecodeValue().Span);
        }
    }

    static void AddHeaders(ToldWriter told, IHeaderDictionary headers, (string Name, byte Number)[] names)
    {
        foreach (var (name, number) in names)
            if (headers.TryGetValue(name, out var value))
                told.AddPlain(number, name, value.ToString());
    }

    static (string Name, byte Number)[] Numbered(params string[] names) => [.. names.Select(name => (name, ToldNames.NumberOf(name)))];

    /// <summary>Of JSON that is one object, as far as it goes: members that are no values themselves are left out.</summary>
    static void AddMembers(ToldWriter told, ReadOnlySpan<byte> json)
    {
        Span<char> nameRoom = stackalloc char[128], valueRoom = stackalloc char[256];
        scoped Utf8JsonReader reader = new(json);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = TextOf(ref reader, nameRoom);
                reader.Read();
                var number = ToldNames.NumberOf(name);
                // Most secrets are told from where they stand, without a copy of them.
                if (reader.TokenType is JsonTokenType.String && ToldNames.AreFingerprints(number) && !reader.ValueIsEscaped)
                    told.AddSecret(number, name, reader.ValueSpan);
                else if (reader.TokenType is JsonTokenType.String)
                    told.Add(number, name, TextOf(ref reader, valueRoom));
                else if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
                    && ToldNames.ArePlain(number))
                    told.AddPlain(number, name, Encoding.UTF8.GetString(reader.ValueSpan));
                reader.Skip();
            }
        }
        catch (Exception none) when (none is JsonException or InvalidOperationException)
        {
            // What was no JSON, or only half of it, is told as far as it was.
        }
    }

    /// <summary>Of a name or a text: in that room, where it is long enough.</summary>
    static ReadOnlySpan<char> TextOf(ref Utf8JsonReader reader, Span<char> room) =>
        reader.ValueSpan.Length <= room.Length ? room[..reader.CopyString(room)] : reader.GetString();
}
