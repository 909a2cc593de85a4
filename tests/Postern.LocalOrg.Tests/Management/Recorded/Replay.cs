using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Management.Recorded;

/// <summary>Plays the exchanges of one recording against an org that begins empty: what they take for granted is made before.</summary>
sealed class Replay(Browserless http, string apiToken)
{
    /// <summary>In the place of the id of what could not be made: the exchange itself then differs.</summary>
    const string NotMade = "not-made";

    readonly RecordedIds _ids = new();
    readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    string _sessionToken = "";

    public RecordedIds Ids => _ids;

    public async Task<Answer> PlayAsync(RecordedExchange exchange)
    {
        await ArrangeAsync(exchange);
        var body = RecordedBodies.Of(exchange);
        if (exchange.Path.EndsWith("/authn", StringComparison.Ordinal))
            body = JsonSerializer.Serialize(new { username = await NewUserAsync(), password = The.Password });
        foreach (var id in RecordedIds.In(body ?? ""))
            await MakeMentionedAsync(id, exchange);
        var answer = await SendAsync(exchange.Method, exchange.Path + (exchange.Query is "" ? "" : "?" + exchange.Query), body);
        Learn(exchange, answer);
        return answer;
    }

    void Learn(RecordedExchange exchange, Answer answer)
    {
        if (answer.Body is not ['{', ..] || exchange.Answer is not JsonObject recorded || answer.Status is not (200 or 201))
            return;

        foreach (var name in (string[])["id", "kid"])
            if (exchange.Method is "POST" && (string?)recorded[name] is { } id && answer.Json.TryGetProperty(name, out var local))
                _ids.Learn(id, local.GetString()!);
        if (answer.Json.TryGetProperty("sessionToken", out var token))
            _sessionToken = token.GetString()!;
        if (exchange.Method is "POST"
            && exchange.Path.EndsWith("/users", StringComparison.Ordinal)
            && exchange.Template.Contains("/apps/{}"))
            _assigned.Add($"{exchange.Path}/{(string?)recorded["id"]}");
    }

    /// <summary>Makes what the path names, parents first.</summary>
    async Task ArrangeAsync(RecordedExchange exchange)
    {
        var parts = exchange.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 3; i < parts.Length; i++)
            if (RecordedIds.IsId(parts[i]) && parts[i] != exchange.Missing)
                await MakeAsync(parts[i], string.Join('/', parts[..i]), exchange);
        if (exchange is { Method: "GET", Query: "", Answer: JsonArray { Count: > 0 } items } && (string?)items[0]!["id"] is { } listed)
            await MakeListedAsync(listed, exchange);
    }

    /// <summary>What a list began with.</summary>
    async Task MakeListedAsync(string id, RecordedExchange exchange)
    {
        switch (exchange.Template["/api/v1".Length..])
        {
            case "/groups/{}/users":
                await MakeMentionedAsync(id, exchange);
                await SendAsync("PUT", $"{exchange.Path}/{id}", null);
                break;
            case "/groups/{}/apps":
                await MakeMentionedAsync(id, exchange);
                await SendAsync("PUT", $"/api/v1/apps/{id}/groups/{exchange.Path.Split('/')[4]}", "{}");
                break;
            case "/apps" or "/groups/rules" or "/inlineHooks" or "/trustedOrigins" or "/apps/{}/users" or "/policies/{}/rules"
                or "/behaviors":
                await MakeAsync(id, exchange.Path[1..], exchange);
                break;
        }
    }

    async Task MakeAsync(string id, string collection, RecordedExchange exchange)
    {
        var kind = collection.Split('/')[^1];
        if (!_ids.Knows(id))
            _ids.Learn(id, await MadeAsync(id, kind, collection, exchange));
        // Assigned, unless this is about to do so.
        if (collection.Contains("/apps/", StringComparison.Ordinal) && kind is "users" && _assigned.Add($"/{collection}/{id}"))
            await SendAsync("POST", "/" + collection, JsonSerializer.Serialize(new { id, scope = "USER" }));
        if (collection.Contains("/apps/", StringComparison.Ordinal) && kind is "groups" && exchange.Method is not "PUT")
            await SendAsync("PUT", $"/{collection}/{id}", "{}");
    }

    /// <summary>Its id here.</summary>
    async Task<string> MadeAsync(string id, string kind, string collection, RecordedExchange exchange)
    {
        if (kind is "users" || (kind is "clients" && id.StartsWith("00u", StringComparison.Ordinal)))
            return await MadeUserAsync(id, exchange);
        if (kind is "groups" && (string?)Hint(id, exchange, _ => true)?["profile"]?["name"] is "Everyone")
            return await ExistingAsync(id, "api/v1/groups", exchange);
        if (kind is "groups" or "apps" || (kind is "clients" && id.StartsWith("0oa", StringComparison.Ordinal)))
            return await PostAsync($"/api/v1/{kind}", Asked(id, kind, exchange));
        if (kind is "sessions")
            return await NewSessionAsync();
        if (kind is "roles" && !collection.Contains("/iam/", StringComparison.Ordinal))
            return id;
        if (kind is "api-tokens" or "features" or "authenticators")
            return await ExistingAsync(id, collection, exchange);
        return await PostAsync("/" + collection, Asked(id, kind, exchange));
    }

    async Task<string> MadeUserAsync(string id, RecordedExchange exchange)
    {
        var isStaged = exchange.Path.EndsWith("/lifecycle/activate", StringComparison.Ordinal)
            || (string?)Hint(id, exchange, hint => hint["profile"] is not null)?["status"] is "STAGED";
        var body = Asked(id, "users", exchange);
        if (exchange.Path.Contains("recovery", StringComparison.Ordinal))
            body["credentials"]!["recovery_question"] ??= JsonNode.Parse("""{"question":"What's your favorite food?","answer":"pizza"}""");
        else
            body["credentials"]!.AsObject().Remove("recovery_question");
        var path = $"/api/v1/users?activate={(isStaged ? "false" : "true")}";
        return await PostAsync(path, body) is not NotMade and var made ? made : await PostAsync(path, Parse(Usual("users")));
    }

    /// <summary>One that is there without anybody's doing, of the same kind where the recording says which.</summary>
    async Task<string> ExistingAsync(string id, string collection, RecordedExchange exchange)
    {
        var all = await SendAsync("GET", "/" + collection, null);
        var key = (string?)Hint(id, exchange, _ => true)?["type"];
        if (all.Status is not 200 || JsonNode.Parse(all.Body) is not JsonArray { Count: > 0 } items)
            return id;
        return (string)(items.FirstOrDefault(item => key is not null && (string?)item!["type"] == key) ?? items[0])!["id"]!;
    }

    JsonObject Asked(string id, string kind, RecordedExchange exchange) =>
        Hint(id, exchange, hint => kind is not "users" || hint["profile"]?["login"] is not null) is { } hint
            ? RecordedBodies.Asking(kind, hint)
            : JsonNode.Parse(Usual(kind))!.AsObject();

    /// <summary>What the recordings show of it: the fullest that there is.</summary>
    static JsonObject? Hint(string id, RecordedExchange exchange, Func<JsonObject, bool> isFit) =>
        RecordedExchange.All.Where(other => other.Status < 300).OrderBy(other => other.Source == exchange.Source ? 0 : 1)
            .SelectMany(other => Objects(other.Answer))
            .Where(found => found["id"] is JsonValue value && value.ToString() == id && isFit(found)).MaxBy(found => found.Count);

    static IEnumerable<JsonObject> Objects(JsonNode? answer) => answer switch
    {
        JsonArray items => items.OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    };

    static string Usual(string kind)
    {
        var name = "made-" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        return JsonSerializer.Serialize<object>(kind switch
        {
            "users" => new
            {
                profile = new { firstName = "Jo", lastName = "Tester", email = $"{name}@acme.example", login = $"{name}@acme.example" },
                credentials = new { password = new { value = The.Password } },
            },
            "groups" => new { profile = new { name } },
            "apps" => new
            {
                name = "oidc_client", label = name, signOnMode = "OPENID_CONNECT",
                credentials = new { oauthClient = new { token_endpoint_auth_method = "client_secret_post" } },
                settings = new
                {
                    oauthClient = new
                    {
                        redirect_uris = (string[])["https://acme.example/cb"], response_types = (string[])["code"],
                        grant_types = (string[])["authorization_code"], application_type = "web",
                    },
                },
            },
            "authorizationServers" => new { name, audiences = (string[])[$"api://{name}"] },
            "policies" => new { type = "OKTA_SIGN_ON", name, conditions = new { clients = new { include = (string[])["ALL_CLIENTS"] } } },
            "grants" => new { scopeId = "okta.users.read", issuer = "https://acme.okta.example" },
            _ => new { name },
        });
    }

    async Task MakeMentionedAsync(string id, RecordedExchange exchange)
    {
        var kind = id[..3] switch { "00u" => "users", "00g" => "groups", "0oa" => "apps", _ => "authorizationServers" };
        if (!_ids.Knows(id) && id != (string?)(exchange.Answer as JsonObject)?["id"])
            _ids.Learn(id, await MadeAsync(id, kind, "api/v1/" + kind, exchange));
        else if (!_ids.Knows(id) && exchange.Path.Contains("/apps/", StringComparison.Ordinal) && kind is "users")
            _ids.Learn(id, await MadeUserAsync(id, exchange));
    }

    async Task<string> NewUserAsync()
    {
        var body = JsonNode.Parse(Usual("users"))!.AsObject();
        await PostAsync("/api/v1/users?activate=true", body);
        return (string)body["profile"]!["login"]!;
    }

    async Task<string> NewSessionAsync()
    {
        var token = await http.SessionTokenAsync(await NewUserAsync());
        return await PostAsync("/api/v1/sessions", new() { ["sessionToken"] = token });
    }

    /// <summary>What cannot be made is left to the exchange itself to fail by.</summary>
    async Task<string> PostAsync(string path, JsonObject body)
    {
        foreach (var id in RecordedIds.In(body.ToJsonString()).Where(id => !_ids.Knows(id)))
            _ids.Learn(id, id.StartsWith("00g", StringComparison.Ordinal) ? await PostAsync("/api/v1/groups", Parse(Usual("groups"))) : id);
        var answer = await SendAsync("POST", path, body.ToJsonString());
        if (answer.Body is not ['{', ..])
            return NotMade;
        return answer.Json.TryGetProperty("id", out var made) || answer.Json.TryGetProperty("kid", out made) ? made.GetString()! : NotMade;
    }

    static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    Task<Answer> SendAsync(string method, string path, string? body)
    {
        var content = body is null
            ? null
            : new StringContent(
                _ids.Local(body).Replace("recorded-token-replaced", _sessionToken, StringComparison.Ordinal), Encoding.UTF8,
                "application/json");
        return http.SendAsync(
            new(method), _ids.Local(path), content, ("Authorization", "SSWS " + apiToken), ("Accept", "application/json"));
    }
}
