using System.Collections.Concurrent;
using System.Net;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Callers;

/// <summary>
/// Whether an API token is good now: for 30 days after it was used last, from the networks that it names (management.md 14). Its use is
/// noted once a minute, so that a busy caller costs nothing.
/// </summary>
sealed class ApiTokenUses(OrgStore store, OrgDirectory directory)
{
    const long NotedForSeconds = 60;

    const string Use = "update api_tokens set used_at = @now where id = @id and (used_at = 0 or used_at > @since)";

    readonly ConcurrentDictionary<string, long> _noted = new(StringComparer.Ordinal);

    /// <summary>False where it has expired.</summary>
    public async ValueTask<bool> TryUseAsync(ApiToken token, CancellationToken ct)
    {
        var now = store.Now;
        if (_noted.TryGetValue(token.Id, out var noted) && now - noted is >= 0 and < NotedForSeconds)
            return true;

        var since = now - (long)ApiToken.Window.TotalSeconds;
        if (await store.Database.ExecuteAsync(Use, [("@now", now), ("@id", token.Id), ("@since", since)], ct) is 0)
            return false;

        _noted[token.Id] = now;
        return true;
    }

    /// <summary>When each was used last, in seconds since the epoch; 0: never.</summary>
    public async Task<IReadOnlyDictionary<string, long>> LastAsync(CancellationToken ct) =>
        (await store.Database.AllAsync(
            "select id, used_at from api_tokens", [], row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), ct))
        .ToDictionary(StringComparer.Ordinal);

    public bool MayComeFrom(ApiToken token, IPAddress? caller)
    {
        if (token.Network is not { Connection: TokenNetwork.Zone } network)
            return true;

        return (network.Include is not { Count: > 0 } included || directory.Org.IsWithin(included, caller))
            && (network.Exclude is not { Count: > 0 } excluded || !directory.Org.IsWithin(excluded, caller));
    }
}
