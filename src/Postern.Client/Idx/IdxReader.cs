using System.Globalization;
using System.Text.Json;

namespace Postern.Client;

/// <summary>
/// Makes a transaction of what Okta wrote: what it does not know it leaves alone, and what is dangling it does without (idx.md 4).
/// </summary>
sealed class IdxReader(IdxSession session, HttpAnswer answer, JsonElement body)
{
    static readonly string[] InUse =
        ["currentAuthenticatorEnrollment", "currentAuthenticator", "enrollmentAuthenticator", "recoveryAuthenticator"];

    /// <summary>Whether it is a state at all, whatever its status (idx.md 9.5).</summary>
    public static bool IsState(JsonElement body) =>
        body.Member("error").ValueKind is JsonValueKind.Undefined
            && body.Member("errorCode").ValueKind is JsonValueKind.Undefined
            && (body.Text("version") is not null || body.Member("remediation").ValueKind is JsonValueKind.Object
                || body.Member("messages").Member("value").ValueKind is JsonValueKind.Array);

    public IdxTransaction Read() => CaseOf() with
    {
        HttpStatus = answer.Status,
        RequestId = answer.RequestId,
        StateHandle = body.Text("stateHandle"),
        ExpiresAt = MomentOf(body.Text("expiresAt")),
        Intent = body.Text("intent"),
        Messages = IdxMessages.In(body),
        Steps = [.. body.Listed("remediation").Where(form => !IsEnd(form)).Select(StepOf)],
        Authenticator = InUse.Select(name => body.Member(name)).FirstOrDefault(each => each.ValueKind is JsonValueKind.Object) is
        { ValueKind: JsonValueKind.Object } current
            ? AuthenticatorOf(current.Member("value"))
            : null,
        Enrollments = [.. body.Listed("authenticatorEnrollments").Select(AuthenticatorOf)],
        UserId = body.Member("user").Member("value").Text("id"),
        Cancel = ActionOf(body, "cancel"),
        EndProbe = EndOfProbe(),
    };

    IdxTransaction CaseOf()
    {
        if (CodeOf() is { } code)
            return new IdxTransaction.Authorized { InteractionCode = code };
        if (RedirectOf() is { } href)
            return new IdxTransaction.Redirected { Href = href };

        return body.Listed("remediation").Any(form => !IsEnd(form)) ? new IdxTransaction.Open() : new IdxTransaction.Ended();
    }

    string? CodeOf() => body.Member("successWithInteractionCode").Member("value").Items()
        .FirstOrDefault(field => field.Text("name") is "interaction_code").Text("value");

    // An object of its own, or among the remediations (idx.md 4.7).
    string? RedirectOf() => body.Member("success").Text("href")
        ?? body.Listed("remediation").FirstOrDefault(form => form.Text("name") is "success-redirect").Text("href");

    static bool IsEnd(JsonElement form) => form.Text("name") is "success-redirect" or "failure-redirect";

    // Of a probe for Okta FastPass it is the probe that is given up, and the sign-in goes on (idx.md 8).
    IdxStep? EndOfProbe() =>
        body.Listed("remediation").Any(IsProbe) ? ActionOf(body.Member("authenticatorChallenge").Member("value"), "cancel") : null;

    static bool IsProbe(JsonElement form) => form.Text("name") is "device-challenge-poll";

    IdxStep StepOf(JsonElement form) => new(session, form) { Options = [.. OptionsOf(form)] };

    IEnumerable<IdxOption> OptionsOf(JsonElement form)
    {
        var field = form.Member("value").Items().FirstOrDefault(each => each.Text("name") is "authenticator" or "channel");
        if (field.Member("options").ValueKind is JsonValueKind.Array)
            return field.Member("options").Items().Select(option => OptionOf(option));

        // Of one that is chosen already only the method is wanted.
        return field.Inner() is { ValueKind: JsonValueKind.Array } fields
            ? [OptionOf(field.Text("label"), fields, Related(form))]
            : [];
    }

    IdxOption OptionOf(JsonElement option) =>
        OptionOf(option.Text("label"), option.Member("value").Member("form").Member("value"), Related(option));

    IdxOption OptionOf(string? label, JsonElement fields, JsonElement related)
    {
        var id = fields.Items().FirstOrDefault(field => field.Text("name") is "id").Text("value");
        return new()
        {
            Label = ForeignWords.Of(label ?? related.Text("displayName") ?? "unnamed"),
            Id = id,
            Methods = MethodsOf(fields.Items().FirstOrDefault(field => field.Text("name") is "methodType")),
            Authenticator = (related.ValueKind is JsonValueKind.Object ? related : ById(id)) is { ValueKind: JsonValueKind.Object } known
                ? AuthenticatorOf(known)
                : null,
            Fields = fields,
        };
    }

    static IReadOnlyList<string> MethodsOf(JsonElement field) => field.Text("value") is { } only
        ? [only]
        : [.. field.Member("options").Items().Select(option => option.Text("value")).OfType<string>()];

    JsonElement ById(string? id) => body.Listed("authenticators").FirstOrDefault(each => id is not null && each.Text("id") == id);

    /// <summary>Follows <c>$.authenticatorEnrollments.value[0]</c>; undefined where it leads nowhere, as some recorded ones do.</summary>
    JsonElement Related(JsonElement item)
    {
        var told = item.Member("relatesTo");
        var path = told.ValueKind is JsonValueKind.String ? item.Text("relatesTo") : told.Items().FirstOrDefault() is var first
            && first.ValueKind is JsonValueKind.String ? first.GetString() : null;
        var found = body;
        foreach (var part in (path ?? "none").Split('.').Where(part => part is not "$"))
            found = Down(found, part);
        return found.Member("value") is { ValueKind: JsonValueKind.Object } inner ? inner : found;
    }

    static JsonElement Down(JsonElement json, string part) => part.Split('[', 2) switch
    {
        [var name, var index] when int.TryParse(index.TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var at) =>
            json.Member(name).Items().Skip(at).FirstOrDefault(),
        _ => json.Member(part),
    };

    IdxAuthenticator AuthenticatorOf(JsonElement json) => new()
    {
        Key = json.Text("key") ?? json.Text("type") ?? "unnamed",
        Id = json.Text("id"),
        Type = json.Text("type"),
        DisplayName = json.Text("displayName") is { } name ? ForeignWords.Of(name) : null,
        Methods = [.. json.Member("methods").Items().Select(method => method.Text("type")).OfType<string>()],
        Profile = json.Member("profile"),
        ContextualData = json.Member("contextualData"),
        Settings = json.Member("settings"),
        Resend = ActionOf(json, "resend"),
        Recover = ActionOf(json, "recover"),
        Poll = ActionOf(json, "poll"),
        Send = ActionOf(json, "send"),
    };

    IdxStep? ActionOf(JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Object } form && form.Text("href") is not null ? StepOf(form) : null;

    static DateTimeOffset? MomentOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
