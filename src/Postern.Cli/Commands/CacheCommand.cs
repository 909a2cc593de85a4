using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern cache</c>: the tokens that are kept.</summary>
static class CacheCommand
{
    public static Command Create()
    {
        var command = new Command("cache", "Kept tokens: whose there are, and an end to them.");
        command.Add(List());
        command.Add(Clean());
        return command;
    }

    static Verb List()
    {
        var output = JsonOutput.OrText("a line for each set", "each with all that it is kept under");
        var command = new Verb("list", "Lists whose tokens are kept and how long they last; never a token.")
        {
            Examples = "postern cache list\npostern cache list --output json | jq -r '.tokens[].username'",
        };
        command.Add(output);
        command.Runs<CacheOptions>(parse => new(parse.GetValue(output) is "json"), RunListAsync);
        return command;
    }

    static Verb Clean()
    {
        var expired = new Option<bool>("--expired") { Description = "Only those that nothing can be done with any more" };
        var output = JsonOutput.OrText("a remark", "how many were removed");
        var command = new Verb(
            "clean", "Removes kept tokens and the key they are sealed with. They live on at the org: 'postern logout --kept' ends them.")
        {
            Examples = "postern cache clean\npostern cache clean --expired",
        };
        command.AddAll(expired, output);
        command.Runs<CleanOptions>(parse => new(parse.GetValue(expired), parse.GetValue(output) is "json"), RunCleanAsync);
        return command;
    }

    static async Task<int> RunListAsync(CacheOptions options, Terminal io, CancellationToken ct)
    {
        var (folder, now) = (TokenFolder.Of(io), io.Time.GetUtcNow());
        var all = folder is null ? [] : await folder.AllAsync(ct);
        if (options.AsJson)
            return JsonOutput.Write(
                io, new JsonObject { ["tokens"] = new JsonArray([.. all.Select(kept => (JsonNode)Json(kept, now))]) });

        foreach (var kept in all)
            io.Print(
                $"{kept.Key.Owner}  {kept.Key.Issuer}  {kept.Key.ClientId}  {string.Join(' ', kept.Key.Scopes)}  {Lasting(kept, now)}");
        if (all.Count is 0)
            io.Say(folder is null ? "There is no folder to keep tokens in: set HOME or XDG_DATA_HOME." : "None are kept.");
        return ExitCodes.Ok;
    }

    static async Task<int> RunCleanAsync(CleanOptions options, Terminal io, CancellationToken ct)
    {
        var count = TokenFolder.Of(io) is { } folder ? await RemoveAsync(folder, options.OnlyExpired, io, ct) : (int?)null;
        if (options.AsJson)
            return JsonOutput.Write(io, new JsonObject { ["removed"] = count ?? 0 });

        io.Say(count is null ? "None are kept." : $"Removed {count} {(count is 1 ? "set" : "sets")} of tokens.");
        return ExitCodes.Ok;
    }

    static async Task<int> RemoveAsync(TokenFolder folder, bool onlyExpired, Terminal io, CancellationToken ct)
    {
        try
        {
            return onlyExpired ? await RemoveExpiredAsync(folder, io, ct) : folder.Clean();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Kept tokens cannot be removed: {e.Message}", "Remove the folder yourself.");
        }
    }

    static async Task<int> RemoveExpiredAsync(TokenFolder folder, Terminal io, CancellationToken ct)
    {
        var dead = (await folder.AllAsync(ct))
            .Where(kept => kept.Tokens.RefreshToken is null && kept.Tokens.ExpiresAt <= io.Time.GetUtcNow()).ToList();
        foreach (var kept in dead)
            folder.Remove(kept.Key);
        return dead.Count;
    }

    static string Lasting(KeptToken kept, DateTimeOffset now) =>
        $"{(kept.Tokens.ExpiresAt > now ? "expires" : "expired")} {Words.Relative(kept.Tokens.ExpiresAt, now)}" +
        (kept.Tokens.RefreshToken is null ? "" : ", and can be renewed");

    static JsonObject Json(KeptToken kept, DateTimeOffset now)
    {
        var json = kept.Key.ToJson();
        json["expires_at"] = Words.Instant(kept.Tokens.ExpiresAt);
        json[Parameters.ExpiresIn] = Math.Max(0, (long)(kept.Tokens.ExpiresAt - now).TotalSeconds);
        json["renewable"] = kept.Tokens.RefreshToken is not null;
        json["granted_scope"] = string.Join(' ', kept.Tokens.Scopes);
        return json;
    }
}

/// <summary>What <c>postern cache list</c> was asked for.</summary>
sealed record CacheOptions(bool AsJson);

/// <summary>What <c>postern cache clean</c> was asked for.</summary>
sealed record CleanOptions(bool OnlyExpired, bool AsJson);
