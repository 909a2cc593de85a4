using System.Net;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Ends what a ledger has, one after the other, and remembers each: who runs it again ends the rest.</summary>
sealed class LedgerCleanup(Ledger ledger, CleanupOptions options, Terminal io)
{
    readonly SecretReader _secrets = new(io);
    readonly Dictionary<string, Connection> _connections = [];

    public int Ended { get; private set; }

    public int Expired { get; private set; }

    public List<(LedgerEntry Entry, Failure Why)> Left { get; } = [];

    public async Task RunAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken ct)
    {
        try
        {
            foreach (var (index, entry) in entries.Index())
            {
                io.Show($"{index + 1} of {entries.Count}: {entry.Describe()}");
                await EndAsync(entry, ct);
            }
        }
        finally
        {
            io.Unshow();
            foreach (var connection in _connections.Values)
                connection.Dispose();
        }
    }

    async Task EndAsync(LedgerEntry entry, CancellationToken ct)
    {
        if (entry.EndsByItself(io.Time.GetUtcNow()))
        {
            await ledger.EndAsync(entry, ct);
            Expired++;
            return;
        }

        try
        {
            await (entry.What is LedgerEntry.Session ? EndSessionAsync(entry, ct) : RevokeAsync(entry, ct));
        }
        catch (Exception failed) when (!ct.IsCancellationRequested && failed is not OutputLostException)
        {
            Left.Add((entry, Errors.Explain(failed, options.Flags, ct)));
            return;
        }

        await ledger.EndAsync(entry, ct);
        Ended++;
    }

    // Okta ends a refresh token's access tokens with it; other servers may not.
    async Task RevokeAsync(LedgerEntry entry, CancellationToken ct)
    {
        var client = (await ConnectionAsync(entry, ct)).Client;
        foreach (var token in new[] { entry.RefreshToken, entry.AccessToken }.OfType<string>())
            io.Secrets.Remember(token);
        if (entry.RefreshToken is { } refresh)
            await client.RevokeAsync(refresh, Parameters.RefreshToken, ct);
        if (entry.AccessToken is { } access && !(entry.ExpiresAt <= io.Time.GetUtcNow()))
            await client.RevokeAsync(access, Parameters.AccessToken, ct);
    }

    async Task<Connection> ConnectionAsync(LedgerEntry entry, CancellationToken ct)
    {
        var key = $"{entry.Issuer} {entry.ClientId}";
        if (_connections.TryGetValue(key, out var known))
            return known;

        var address = ServerAddress.ParseIssuer(entry.Issuer, "The ledger's issuer");
        var client = entry.ClientId ?? throw new UsageException("The ledger does not say whose tokens these are.", "Let them expire.");
        var app = new ClientApp { ClientId = client, Credential = await options.Credential.ResolveAsync(client, io, _secrets, ct) };
        return _connections[key] = options.Http.Connect(address, app.OptionsFor(address, io), io);
    }

    async Task EndSessionAsync(LedgerEntry entry, CancellationToken ct)
    {
        using var http = options.Http.Open(entry.Issuer, io);
        using HttpRequestMessage request = new(HttpMethod.Delete, $"{entry.Issuer}/api/v1/sessions/me");
        request.Headers.TryAddWithoutValidation("Cookie", entry.Cookie);
        using var answer = await http.SendAsync(request, ct);
        // 404: it has ended by itself, or somebody has signed out.
        if (answer.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.OK or HttpStatusCode.NotFound))
            throw new NotAllDoneException(
                (int)answer.StatusCode switch
                {
                    429 => ExitCodes.RateLimited,
                    >= 500 => ExitCodes.ServerError,
                    _ => ExitCodes.AuthorizationRefused,
                },
                $"The org answers {(int)answer.StatusCode} where a session is ended.",
                "It ends by itself at the end of its lifetime; an admin can end it before.");
    }

    public JsonObject ToJson() => new()
    {
        ["ended"] = Ended, ["expired"] = Expired,
        ["left"] = new JsonArray([.. Left.Select(each => (JsonNode?)OfLeft(each.Entry, each.Why))]),
    };

    JsonObject OfLeft(LedgerEntry entry, Failure why)
    {
        var json = entry.Shown();
        json["code"] = ExitCodes.WordFor(why.ExitCode);
        json["message"] = io.Secrets.Words(why.Message);
        json.AddPresent("hint", why.Hint is { } hint ? io.Secrets.Words(hint) : null);
        return json;
    }
}
