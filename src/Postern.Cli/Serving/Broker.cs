using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>
/// Answers this user's programs: tokens of profiles, as they are, as Kubernetes takes them, or what there is to know of them.
/// </summary>
sealed class Broker(BrokerGate gate, Terminal io)
{
    readonly RefusedSignIns _refused = new(io.Time);

    /// <summary>
    /// Nobody sits there to be asked, a profile may have been changed since, and whoever polls is not to have a password sent each time.
    /// </summary>
    Terminal Unattended(string profile) => io with
    {
        InputIsTerminal = false,
        Input = new(() => TextReader.Null),
        Files = new(io.Folders, profile, io.Environment, new(io.DataFolder)),
        Refused = _refused,
    };

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (gate.Refusal(context) is { } refusal)
            await WriteAsync(context, refusal.Status, Problem("refused", refusal.Why));
        else
            await AnswerGetAsync(context);
    }

    /// <summary>Tokens of a profile, also for whoever keeps a file of them.</summary>
    public Task<KeptTokens> GetAsync(string profile, TimeSpan? least, CancellationToken ct) =>
        ProfileTokens.OfProfileAsync(profile, new(IsOff: false, least), Unattended(profile), ct);

    async Task AnswerGetAsync(HttpContext context)
    {
        try
        {
            var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
            await (path switch
            {
                ["health"] => WriteAsync(context, StatusCodes.Status200OK, new() { ["status"] = "ok" }),
                ["metadata"] => WriteAsync(context, StatusCodes.Status200OK, Known()),
                ["token" or "kubernetes" or "metadata", var profile] when Profiles()
                    .Contains(profile) => AnswerAsync(context, path[0], profile),
                ["token" or "kubernetes" or "metadata", _] =>
                    WriteAsync(context, StatusCodes.Status404NotFound, Problem("no_profile", "There is no profile of that name.")),
                _ => WriteAsync(
                    context, StatusCodes.Status404NotFound,
                    Problem("not_found", "There are /token/PROFILE, /kubernetes/PROFILE, /metadata, /metadata/PROFILE and /health.")),
            });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (Exception e)
        {
            var failure = Errors.Explain(e, new(new HashSet<string>()), context.RequestAborted);
            if (failure.RetryAfter is { } wait)
                context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await WriteAsync(context, StatusOf(failure.ExitCode), failure.Told(io));
        }
    }

    async Task AnswerAsync(HttpContext context, string what, string profile)
    {
        var query = context.Request.Query;
        var least = query["min_ttl"] is [{ } text]
            ? FlagValues.Span(text) ?? throw Wrong("min_ttl", "a time such as 90s, 5m or 1h")
            : (TimeSpan?)null;
        var kind = query["token"] is [{ } word]
            ? TokenKinds.TypeOf(word) is (Parameters.AccessToken or Parameters.IdToken) and var type
                ? type
                : throw Wrong("token", "access or id")
            : Parameters.AccessToken;
        var tokens = await GetAsync(profile, least, context.RequestAborted);
        await (what switch
        {
            "kubernetes" => WriteAsync(
                context, StatusCodes.Status200OK, new TokenOutput("kubernetes", kind).ExecCredential(tokens.Kept.Tokens)),
            "metadata" => WriteMetadataAsync(context, profile, tokens),
            _ => WriteAsync(context, StatusCodes.Status200OK, Handed(tokens, kind)),
        });
    }

    // What renews a token is the broker's own to keep.
    JsonObject Handed(KeptTokens tokens, string kind)
    {
        var json = TokenOutput.Members(tokens.Issued, io.Time.GetUtcNow());
        json.Remove(Parameters.RefreshToken);
        json.Remove(Parameters.DeviceSecret);
        json.Remove(ReceiptOutput.Member);
        json["token"] = new TokenOutput("raw", kind).Chosen(tokens.Kept.Tokens);
        return json;
    }

    /// <summary>Without a token, and with a tag: whoever polls is told with 304 that theirs is still the one.</summary>
    static async Task WriteMetadataAsync(HttpContext context, string profile, KeptTokens tokens)
    {
        var tag = $"\"{tokens.Kept.At.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture)}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.Contains(tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var json = new JsonObject
        {
            ["profile"] = profile,
            ["issuer"] = tokens.Address.Issuer,
            [Parameters.ClientId] = tokens.App.ClientId,
        };
        json.AddPresent("username", tokens.Kept.Key.Username);
        json[Parameters.Scope] = string.Join(' ', tokens.Kept.Tokens.Scopes);
        json["expires_at"] = Words.Instant(tokens.Kept.Tokens.ExpiresAt);
        json["renewable"] = tokens.Kept.Tokens.RefreshToken is not null;
        await WriteAsync(context, StatusCodes.Status200OK, json);
    }

    JsonObject Known() => new() { ["profiles"] = new JsonArray([.. Profiles().Select(name => (JsonNode)name)]) };

    List<string> Profiles() => [.. new SettingsFiles(io.Folders, null, io.Environment, new(io.DataFolder)).Profiles.Value.Names];

    static UsageException Wrong(string parameter, string wanted) => new($"{parameter} wants {wanted}.", "Leave it out for the usual.");

    static JsonObject Problem(string code, string message) => new() { ["code"] = code, ["message"] = message };

    static int StatusOf(int exitCode) => exitCode switch
    {
        ExitCodes.Usage => StatusCodes.Status400BadRequest,
        ExitCodes.AuthenticationRefused or ExitCodes.InteractionNeeded or ExitCodes.AuthorizationRefused => StatusCodes.Status403Forbidden,
        ExitCodes.RateLimited => StatusCodes.Status429TooManyRequests,
        ExitCodes.Network or ExitCodes.ServerError => StatusCodes.Status502BadGateway,
        _ => StatusCodes.Status500InternalServerError,
    };

    static Task WriteAsync(HttpContext context, int status, JsonObject json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json.ToText(JsonLayout.OneLine) + "\n")).AsTask();
    }
}
