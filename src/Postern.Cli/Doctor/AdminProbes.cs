using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>What an admin sees, by an API token that may read: the cause behind what Okta does not tell a caller (P14).</summary>
sealed class AdminProbes(HttpClient http, ServerAddress address, string apiToken, TimeProvider time)
{
    static readonly string[] ByPrograms =
        ["token:software:totp", "question", "sms", "call", "email", "push", "token", "token:hardware", "token:hotp"];

    static readonly (string Event, string Id)[] Telling =
        [("security.threat", "B18"), ("policy.evaluate_sign_on", "B09"), ("system.operation.rate_limit", "G01")];

    public async Task RunAsync(Examination exam, ClientApp? app, string? login, CancellationToken ct)
    {
        if (await AskAsync(exam, Checkpoint.ApiToken, "/api/v1/users?limit=1", ct) is not { } seen)
            return;
        if (!exam.Add(seen.Status switch
        {
            200 => Finding.Ok(Checkpoint.ApiToken, "The API token may read users."),
            401 => Finding.Wrong(Checkpoint.ApiToken, "The org does not take the API token.", "B19"),
            403 => Finding.Unclear(Checkpoint.ApiToken, "The API token may not read users."),
            _ => Finding.Unclear(Checkpoint.ApiToken, $"The org answers {seen.Words}."),
        }))
            return;

        var userId = login is null ? null : await UserAsync(exam, login, ct);
        if (app is not null)
            await new AdminAppProbes(http, address, Authorization).RunAsync(exam, app, userId, ct);
        if (login is not null && exam.IsWrong)
            await LogAsync(exam, login, ct);
    }

    string Authorization => $"SSWS {apiToken}";

    async Task<string?> UserAsync(Examination exam, string login, CancellationToken ct)
    {
        if (await AskAsync(exam, Checkpoint.User, $"/api/v1/users/{Uri.EscapeDataString(login)}", ct) is not { } seen)
            return null;
        if (seen is not { Status: 200, Json: { } user } || user.Text("id") is not { } id)
        {
            exam.Add(seen.Status is 404
                ? Finding.Wrong(Checkpoint.User, $"The org has no user {login}.", "A08")
                : Finding.Unclear(Checkpoint.User, $"The org answers {seen.Words}."));
            return null;
        }

        if (exam.Add(Standing(login, user)))
            await FactorsAsync(exam, id, ct);
        return id;
    }

    static Finding Standing(string login, JsonObject user)
    {
        var credentials = user["credentials"] as JsonObject;
        var provider = (credentials?["provider"] as JsonObject)?.Text("type") ?? "OKTA";
        var status = user.Text("status") ?? "";
        var said = $"{login} is {status}, and has the password of {provider}.";
        return (status, provider) switch
        {
            ("LOCKED_OUT", _) => Finding.Wrong(Checkpoint.User, said, "B02"),
            ("PASSWORD_EXPIRED", _) => Finding.Wrong(Checkpoint.User, said, "B06"),
            (not "ACTIVE", _) => Finding.Wrong(Checkpoint.User, said, "B07"),
            (_, "ACTIVE_DIRECTORY" or "LDAP") => Finding.Unclear(Checkpoint.User, said, "B11"),
            (_, "FEDERATION" or "SOCIAL") => Finding.Wrong(Checkpoint.User, said, "B12"),
            (_, "OKTA") when credentials?["password"] is null => Finding.Wrong(Checkpoint.User, $"{login} has no password.", "F02"),
            _ => Finding.Ok(Checkpoint.User, said),
        };
    }

    async Task FactorsAsync(Examination exam, string userId, CancellationToken ct)
    {
        if (await AskAsync(exam, Checkpoint.Factors, $"/api/v1/users/{userId}/factors", ct) is not { Status: 200 } seen)
            return;

        var types = seen.List.Where(factor => factor.Text("status") is "ACTIVE").Select(factor => factor.Text("factorType"))
            .OfType<string>().ToList();
        exam.Add(types.Count is 0
            ? Finding.Ok(Checkpoint.Factors, "The user has no second factor.")
            : types.Exists(ByPrograms.Contains)
                ? Finding.Ok(Checkpoint.Factors, $"The user has {string.Join(", ", types)}.")
                : Finding.Wrong(Checkpoint.Factors, $"The user has {string.Join(", ", types)} alone.", "B05"));
    }

    // What an admin would look up: the last quarter of an hour, whoever was refused and why.
    async Task LogAsync(Examination exam, string login, CancellationToken ct)
    {
        var since = Uri.EscapeDataString(Words.Instant(time.GetUtcNow().AddMinutes(-15)));
        var filter = Uri.EscapeDataString($"actor.alternateId eq \"{login}\"");
        var path = $"/api/v1/logs?since={since}&sortOrder=DESCENDING&limit=20&filter={filter}";
        if (await AskAsync(exam, Checkpoint.Log, path, ct) is not { Status: 200 } seen)
            return;

        var refused = seen.List.Select(Refusal).OfType<string>().Distinct().Take(3).ToList();
        exam.Add(refused.Count is 0
            ? Finding.Unclear(Checkpoint.Log, $"The System Log tells of no refusal of {login} in the last quarter of an hour.")
            : Finding.Unclear(Checkpoint.Log, string.Join("; ", refused), IdOf(refused)));
    }

    static string? Refusal(JsonObject logged) =>
        logged["outcome"] is JsonObject outcome && outcome.Text("result") is "FAILURE" or "DENY" or "RATE_LIMIT"
            ? $"{logged.Text("eventType")}: {(logged["outcome"] as JsonObject)?.Text("reason") ?? "no reason"}"
            : null;

    static string? IdOf(IReadOnlyList<string> refused) =>
        Telling.FirstOrDefault(told => refused.Any(reason => reason.StartsWith(told.Event, StringComparison.Ordinal))).Id;

    async Task<SeenAnswer?> AskAsync(Examination exam, Checkpoint at, string path, CancellationToken ct) =>
        await exam.TryAsync(at, () => SeenAnswer.AskAsync(http, $"{address.OrgUrl}{path}", Authorization, ct), ct);
}
