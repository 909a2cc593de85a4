using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Management.Recorded;

/// <summary>Bodies of requests that were not recorded, made of what was answered.</summary>
static class RecordedBodies
{
    /// <summary>What Okta makes itself.</summary>
    static readonly string[] Made =
    [
        "id", "created", "createdBy", "lastUpdated", "lastUpdatedBy", "_links", "_embedded", "orn", "system", "issuer", "default",
        "apiResourceId", "verificationStatus", "source", "clientId", "statusChanged", "universalLogout",
    ];

    static readonly (string End, string Body)[] Actions =
    [
        ("/credentials/change_password", """{"oldPassword":{"value":"Correct-Horse-9"},"newPassword":{"value":"Wrong-Horse-10"}}"""),
        (
            "/credentials/change_recovery_question",
            """{"password":{"value":"Correct-Horse-9"},"recovery_question":{"question":"What's your favorite food?","answer":"pizza"}}"""),
        (
            "/credentials/forgot_password_recovery_question",
            """{"password":{"value":"Other-Horse-11"},"recovery_question":{"answer":"pizza"}}"""),
        ("/lifecycle/keyRotate", """{"use":"sig"}"""),
    ];

    /// <summary>Null where the operation takes none.</summary>
    public static string? Of(RecordedExchange exchange) => exchange switch
    {
        { Body: { } body } => body.ToJsonString(),
        { Method: "GET" or "DELETE" } => null,
        _ when Actions.FirstOrDefault(action => exchange.Path.EndsWith(action.End, StringComparison.Ordinal)) is { Body: { } body } => body,
        _ when exchange.Path.Contains("/lifecycle/", StringComparison.Ordinal) || exchange.Answer is not JsonObject => null,
        _ => Asking(CollectionOf(exchange), exchange.Answer.AsObject()).ToJsonString(),
    };

    /// <summary>What one would send to have it made.</summary>
    public static JsonObject Asking(string collection, JsonObject answered)
    {
        var asked = answered.DeepClone().AsObject();
        var id = asked["id"]?.DeepClone();
        foreach (var member in Made)
            asked.Remove(member);
        return collection switch
        {
            "users" when asked.ContainsKey("scope") || answered.ContainsKey("syncState") =>
                new() { ["id"] = id, ["scope"] = "USER", ["credentials"] = asked["credentials"]?.DeepClone() },
            "users" => new() { ["profile"] = asked["profile"]!.DeepClone(), ["credentials"] = Credentials(asked) },
            "grants" => new() { ["scopeId"] = asked["scopeId"]?.DeepClone(), ["issuer"] = answered["issuer"]?.DeepClone() },
            "apps" => App(asked),
            "roles" => new() { ["type"] = asked["type"]?.DeepClone() },
            "inlineHooks" => Hook(asked),
            "factors" => Factor(asked),
            _ => asked,
        };
    }

    /// <summary>The last word of the path that is no id.</summary>
    public static string CollectionOf(RecordedExchange exchange) =>
        exchange.Path.Split('/').Last(part => !RecordedIds.IsId(part) && part is not ("default" or "user"));

    static JsonObject Credentials(JsonObject user)
    {
        JsonObject credentials = user["status"]?.ToString() is "PROVISIONED"
            ? []
            : new() { ["password"] = new JsonObject { ["value"] = The.Password } };
        if (user["credentials"]?["recovery_question"] is { } question)
            credentials["recovery_question"] = new JsonObject { ["question"] = question["question"]?.DeepClone(), ["answer"] = "pizza" };
        return credentials;
    }

    static JsonObject App(JsonObject app)
    {
        app.Remove("status");
        app["credentials"]?.AsObject().Remove("signing");
        (app["credentials"]?["oauthClient"] as JsonObject)?.Remove("client_id");
        return app;
    }

    static JsonObject Hook(JsonObject hook)
    {
        if (hook["channel"]?["config"]?["authScheme"] is JsonObject scheme)
            scheme["value"] = "hook-secret";
        return hook;
    }

    static JsonObject Factor(JsonObject factor)
    {
        factor.Remove("status");
        factor.Remove("vendorName");
        return factor;
    }
}
