using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>How the app and its authorization server are set up, as an admin sees it (P14).</summary>
sealed class AdminAppProbes(HttpClient http, ServerAddress address, string authorization)
{
    const string AllClients = "ALL_CLIENTS";

    public async Task RunAsync(Examination exam, ClientApp app, string? userId, CancellationToken ct)
    {
        if (await AskAsync(exam, Checkpoint.AppSettings, $"/api/v1/apps/{app.ClientId}", ct) is not { } seen)
            return;
        if (seen is not { Status: 200, Json: { } settings })
        {
            exam.Add(seen.Status is 404
                ? Finding.Wrong(Checkpoint.AppSettings, $"The org has no app {app.ClientId}.", "C10")
                : Finding.Unclear(Checkpoint.AppSettings, $"The org answers {seen.Words}."));
            return;
        }

        if (!exam.Add(Settings(app, settings)))
            return;
        if (userId is not null)
            await AssignmentAsync(exam, app, settings, userId, ct);
        if (address.AuthorizationServerId is { } server)
            await AccessPolicyAsync(exam, app, server, ct);
    }

    static Finding Settings(ClientApp app, JsonObject settings)
    {
        var client = Member(Member(settings, "settings"), "oauthClient");
        var method = Member(Member(settings, "credentials"), "oauthClient")?.Text("token_endpoint_auth_method");
        var (grants, uris) = (Texts(client, "grant_types"), Texts(client, "redirect_uris"));
        return settings switch
        {
            _ when settings.Text("status") is "INACTIVE" => Wrong("The app is inactive.", "A07"),
            _ when client is null => Wrong("The app is none of OpenID Connect.", "C10"),
            _ when !grants.Contains(GrantTypes.AuthorizationCode) => Wrong($"The app's grant types are {Listed(grants)}.", "D04"),
            _ when app.RedirectUri is { } uri && !uris.Contains(uri) => Wrong($"The app's redirect URIs are {Listed(uris)}.", "C11"),
            _ when method is not null && method != app.Credential.Method =>
                Wrong($"The app proves itself by {method}, and {app.Credential.Method} was given.", "D01"),
            _ when IsTrue(client, "dpop_bound_access_tokens") && app.DPoPKey is null =>
                Wrong("The app's tokens must be bound to a key, and none was given.", "D05"),
            _ => Finding.Ok(Checkpoint.AppSettings, $"{settings.Text("label")}: {Listed(grants)}."),
        };

        static Finding Wrong(string said, string id) => Finding.Wrong(Checkpoint.AppSettings, said, id);
    }

    async Task AssignmentAsync(Examination exam, ClientApp app, JsonObject settings, string userId, CancellationToken ct)
    {
        if (IsTrue(Member(settings, "settings"), "implicitAssignment"))
        {
            exam.Add(Finding.Ok(Checkpoint.Assignment, "Everybody is assigned to the app."));
            return;
        }

        if (await AskAsync(exam, Checkpoint.Assignment, $"/api/v1/apps/{app.ClientId}/users/{userId}", ct) is { } seen)
            exam.Add(seen.Status switch
            {
                200 => Finding.Ok(Checkpoint.Assignment, "The user is assigned to the app."),
                404 => Finding.Wrong(Checkpoint.Assignment, "The user is not assigned to the app.", "C05"),
                _ => Finding.Unclear(Checkpoint.Assignment, $"The org answers {seen.Words}."),
            });
    }

    async Task AccessPolicyAsync(Examination exam, ClientApp app, string server, CancellationToken ct)
    {
        var path = $"/api/v1/authorizationServers/{server}/policies";
        if (await AskAsync(exam, Checkpoint.AccessPolicy, path, ct) is not { Status: 200 } policies)
            return;

        List<string> rules = [];
        foreach (var policy in policies.List.Where(policy => IsActive(policy) && IsFor(policy, app.ClientId)))
        {
            if (await AskAsync(exam, Checkpoint.AccessPolicy, $"{path}/{policy.Text("id")}/rules", ct) is { Status: 200 } found)
                rules.AddRange(found.List.Where(rule => IsActive(rule) && TakesCodes(rule)).Select(rule => rule.Text("name") ?? "a rule"));
        }

        exam.Add((policies.List.Count, rules.Count) switch
        {
            (0, _) => Finding.Wrong(Checkpoint.AccessPolicy, "The authorization server has no access policy.", "C06"),
            (_, 0) => Finding.Wrong(Checkpoint.AccessPolicy, "No rule of an access policy takes codes of this app.", "C06"),
            _ => Finding.Ok(Checkpoint.AccessPolicy, $"Codes of this app are taken by {Listed(rules)}."),
        });
    }

    static bool IsActive(JsonObject made) => made.Text("status") is null or "ACTIVE";

    static bool IsFor(JsonObject policy, string clientId) =>
        Texts(Member(Member(policy, "conditions"), "clients"), "include") is var clients
            && (clients.Contains(AllClients) || clients.Contains(clientId));

    static bool TakesCodes(JsonObject rule) =>
        Texts(Member(Member(rule, "conditions"), "grantTypes"), "include").Contains(GrantTypes.AuthorizationCode);

    static JsonObject? Member(JsonObject? json, string name) => json?[name] as JsonObject;

    static List<string> Texts(JsonObject? json, string name) =>
        [.. (json?[name] as JsonArray ?? []).OfType<JsonValue>().Select(value => value.ToPlainText())];

    static bool IsTrue(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue(out bool isSo) && isSo;

    static string Listed(List<string> texts) => texts.Count is 0 ? "none" : string.Join(", ", texts);

    async Task<SeenAnswer?> AskAsync(Examination exam, Checkpoint at, string path, CancellationToken ct) =>
        await exam.TryAsync(at, () => SeenAnswer.AskAsync(http, $"{address.OrgUrl}{path}", authorization, ct), ct);
}
