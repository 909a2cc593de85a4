using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens.Hooks;

/// <summary>
/// Asks the inline hook of an access policy's rule before tokens are issued by it (management.md 16). One that does not answer, or answers
/// what cannot be done, changes nothing; one that answers with an error fails the request.
/// </summary>
sealed class TokenHook(OrgDirectory directory, OrgUrls urls, TokenIssuer issuer, InlineHookCaller hooks)
{
    const string Unexplained = "The callback service returned an error";

    static readonly string[] NotTold = ["iat", "exp", "scp", "cnf", "at_hash", "c_hash"];

    /// <summary>The grant as the hook wants it.</summary>
    /// <exception cref="OAuthError">The hook says no.</exception>
    public async ValueTask<TokenGrant> AskAsync(HookQuestion question, Work work, CancellationToken ct)
    {
        if (question.Grant.Lifetimes.Asks is not { } asked
            || await directory.InlineHooks.FindAsync(asked.HookId, ct) is not { Status: Lifecycle.Active } hook)
            return question.Grant;

        var (access, identity) = await ClaimsAsync(question);
        HookInquiry inquiry = new(Data(question, asked, access, identity)) { Source = question.Cause.Source };
        var (patches, why) = Read(await hooks.AskAsync(hook, inquiry, ct), access, identity);
        work.TellAnyway(InlineHookCaller.Executed(hook, LogParty.Client(question.Client), why is null, why));
        return patches is null
            ? question.Grant
            : question.Grant with
            {
                Hooked = patches,
                Lifetimes = question.Grant.Lifetimes with
                {
                    AccessTokenSeconds = patches.AccessSeconds ?? question.Grant.Lifetimes.AccessTokenSeconds,
                },
            };
    }

    /// <summary>What is to be otherwise; null: nothing, and why, where that is no answer.</summary>
    static (HookedTokens? Patches, string? Why) Read(HookAnswer? answer, JsonObject access, JsonObject? identity)
    {
        if (answer is null)
            return (null, "TIMEOUT");

        var body = ForeignJson.Find(answer.Body) as JsonObject;
        if (body?["error"] is JsonObject error)
            throw new OAuthError(
                OAuthErrors.ServerError,
                error["errorSummary"] is JsonValue value && value.TryGetValue<string>(out var text) && text is not "" ? text : Unexplained);
        if (answer.Status is 204 || (answer.Status is 200 && body is not null && body["commands"] is null))
            return (null, null);
        if (answer.Status is not 200 || body?["commands"] is not JsonArray commands)
            return (null, "INVALID_ANSWER");

        return HookedTokens.Read(commands, access, identity) is { } patches ? (patches, null) : (null, "INVALID_COMMANDS");
    }

    async Task<(JsonObject Access, JsonObject? Identity)> ClaimsAsync(HookQuestion question)
    {
        using var access = await issuer.AccessClaimsAsync(question.Grant, question.AccessTokenId ?? TokenIssuer.NewAccessTokenId());
        if (!question.HasIdToken)
            return (Told(access), null);

        using var identity = await issuer.IdentityClaimsAsync(question.Grant, accessToken: null, code: null);
        return (Told(access), Told(identity));
    }

    static JsonObject Told(ClaimSet claims)
    {
        Utf8JsonReader reader = new(claims.Finish());
        var told = JsonNode.Parse(ref reader)!.AsObject();
        foreach (var name in NotTold)
            told.Remove(name);
        return told;
    }

    JsonObject Data(HookQuestion question, AskedHook asked, JsonObject access, JsonObject? identity)
    {
        JsonObject data = new() { ["context"] = Context(question, asked) };
        if (identity is not null)
            data["identity"] = new JsonObject { ["claims"] = identity.DeepClone(), ["token"] = Lifetime(TokenIssuer.IdTokenSeconds) };
        data["access"] = new JsonObject
        {
            ["claims"] = access.DeepClone(), ["token"] = Lifetime(question.Grant.Lifetimes.AccessTokenSeconds),
            ["scopes"] = Scopes(question.Grant),
        };
        if (question.RefreshTokenId is { } refreshToken)
            data["refresh_token"] = new JsonObject { ["jti"] = refreshToken };
        return data;
    }

    JsonObject Context(HookQuestion question, AskedHook asked)
    {
        var (grant, cause) = (question.Grant, question.Cause);
        JsonObject context = new()
        {
            ["request"] = InlineHookCaller.Request(cause.Origin, cause.Method),
            ["protocol"] = new JsonObject
            {
                ["type"] = "OAUTH2.0",
                ["request"] = new JsonObject(cause.Given.Select(given => KeyValuePair.Create(given.Key, (JsonNode?)given.Value))),
                ["issuer"] = new JsonObject { ["uri"] = grant.Server.Issuer },
                ["client"] = new JsonObject
                {
                    ["id"] = question.Client.ClientId, ["name"] = question.Client.Name,
                    ["type"] = question.Client.TokenEndpointAuthMethod is ClientAuthMethods.None ? "PUBLIC" : "CONFIDENTIAL",
                },
            },
        };
        if (grant.User is { } user)
            (context["session"], context["user"]) = (Session(grant, user), User(user));
        context["policy"] = new JsonObject { ["id"] = asked.PolicyId, ["rule"] = new JsonObject { ["id"] = asked.RuleId } };
        return context;
    }

    JsonObject Session(TokenGrant grant, User user)
    {
        var began = InlineHookCaller.Instant(DateTimeOffset.FromUnixTimeSeconds(grant.AuthenticatedAt));
        return new()
        {
            ["userId"] = user.Id, ["login"] = user.Login, ["createdAt"] = began, ["status"] = "ACTIVE",
            ["lastPasswordVerification"] = began,
            ["amr"] = new JsonArray(
                [.. grant.Methods.Select(method => (JsonNode)(method is "pwd" ? "PASSWORD" : method.ToUpperInvariant()))]),
            ["idp"] = new JsonObject { ["id"] = directory.Org.Id, ["type"] = "OKTA" }, ["mfaActive"] = grant.Methods.Contains("mfa"),
        };
    }

    JsonObject User(User user) => new()
    {
        ["id"] = user.Id,
        ["profile"] = new JsonObject
        {
            ["login"] = user.Login, ["firstName"] = user.FirstName, ["lastName"] = user.LastName, ["locale"] = user.Locale,
            ["timeZone"] = user.TimeZone,
        },
        ["_links"] = new JsonObject
        {
            ["groups"] = new JsonObject { ["href"] = $"{urls.Public}/api/v1/users/{user.Id}/groups" },
            ["factors"] = new JsonObject { ["href"] = $"{urls.Public}/api/v1/users/{user.Id}/factors" },
        },
    };

    static JsonObject Scopes(TokenGrant grant)
    {
        JsonObject scopes = [];
        foreach (var name in grant.Scopes)
            scopes[name] = new JsonObject
            {
                ["id"] = grant.Server.Scopes.FirstOrDefault(scope => scope.Name == name)?.Id is { Length: > 0 } id ? id : null,
                ["action"] = "GRANT",
            };
        return scopes;
    }

    static JsonObject Lifetime(int seconds) => new() { ["lifetime"] = new JsonObject { ["expiration"] = seconds } };
}

/// <summary>What is about to be issued, to whom and why.</summary>
sealed record HookQuestion(TokenGrant Grant, App Client, HookCause Cause)
{
    /// <summary>Null: there is none, and the hook is told of one all the same.</summary>
    public string? AccessTokenId { get; init; }

    public bool HasIdToken { get; init; }

    public string? RefreshTokenId { get; init; }
}
