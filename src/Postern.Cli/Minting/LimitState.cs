using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>
/// What is known of an org's limits, and what all processes of this machine take of them now. Times are milliseconds by our clock.
/// </summary>
sealed class LimitState
{
    /// <summary>Okta's, of sign-ins of one user in a second: authn.md 15.</summary>
    const int PerUserAndSecond = 4;

    const long Second = 1000;

    readonly Dictionary<string, Bucket> _buckets = [];
    readonly List<Lease> _leases = [];
    readonly Dictionary<string, List<long>> _users = [];

    public Bucket Bucket(string name)
    {
        if (!_buckets.TryGetValue(name, out var bucket))
            _buckets[name] = bucket = new() { Limit = Budgets.Of(name) };
        return bucket;
    }

    /// <summary>How long one more sign-in of anybody must wait; null where there is room for it.</summary>
    public long? WaitFor(IReadOnlyDictionary<string, int> takes, IReadOnlyDictionary<string, int> ceilings, long now)
    {
        Forget(now);
        return takes.Max(take => Bucket(take.Key)
            .WaitFor(take.Value, Leased(take.Key), ceilings.TryGetValue(take.Key, out var most) ? most : null, now));
    }

    public void Take(Lease lease) => _leases.Add(lease);

    public bool HasOthers(string process) => _leases.Exists(lease => lease.Process != process);

    public void GiveBack(string id, long now)
    {
        if (_leases.Find(lease => lease.Id == id) is not { } lease)
            return;

        _leases.Remove(lease);
        foreach (var (name, count) in lease.Takes)
            Bucket(name).Count(count, now);
        if (!_users.TryGetValue(lease.User, out var moments))
            _users[lease.User] = moments = [];
        moments.Add(now);
    }

    // What a process that was killed has left behind lasts no longer than any sign-in does.
    void Forget(long now)
    {
        _leases.RemoveAll(lease => lease.Until <= now);
        for (var i = 0; i < _leases.Count; i++)
            if (_leases[i].Until > now + Lease.Longest) // by a clock that has been set back since
                _leases[i] = _leases[i] with { Until = now + Lease.Longest };
        foreach (var (user, moments) in _users)
            if (moments.RemoveAll(moment => moment + Second <= now || moment > now) >= 0 && moments.Count is 0)
                _users.Remove(user);
    }

    int Leased(string bucket) => _leases.Sum(lease => lease.Takes.GetValueOrDefault(bucket));

    /// <summary>
    /// How long one more of this user must wait. From the answer on, not from the request: of five requests the fifth arrives a second
    /// after the first then, however long each travels.
    /// </summary>
    public long? WaitFor(string user, long now)
    {
        var moments = _users.GetValueOrDefault(user) ?? [];
        var running = _leases.Count(lease => lease.User == user);
        return running + moments.Count < PerUserAndSecond ? null : moments.Count > 0 ? moments.Min() + Second - now : Second;
    }

    /// <summary>Of a text that is none, nothing: it is learned again soon.</summary>
    public static LimitState Read(string text)
    {
        try
        {
            return text.Length > 0 && JsonNode.Parse(text) is JsonObject json ? From(json) : new();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            return new();
        }
    }

    public string Write() => new JsonObject
    {
        ["buckets"] = new JsonObject(_buckets.Select(each => KeyValuePair.Create<string, JsonNode?>(each.Key, each.Value.ToJson()))),
        ["leases"] = new JsonArray([.. _leases.Select(lease => (JsonNode?)lease.ToJson())]),
        ["users"] = new JsonObject(_users.Select(each => KeyValuePair.Create<string, JsonNode?>(
            each.Key, new JsonArray([.. each.Value.Select(moment => (JsonNode?)moment)])))),
    }.ToText(JsonLayout.OneLine);

    static LimitState From(JsonObject json)
    {
        var state = new LimitState();
        foreach (var (name, bucket) in json["buckets"]!.AsObject())
            state._buckets[name] = Cli.Bucket.From(bucket!.AsObject());
        state._leases.AddRange(json["leases"]!.AsArray().Select(lease => Lease.From(lease!.AsObject())));
        foreach (var (user, moments) in json["users"]!.AsObject())
            state._users[user] = [.. moments!.AsArray().Select(moment => moment!.GetValue<long>())];
        return state;
    }
}

/// <summary>What one sign-in that runs may take, until it is done.</summary>
sealed record Lease(string Id, string Process, string User, long Until, IReadOnlyDictionary<string, int> Takes)
{
    /// <summary>Longer than a sign-in lasts, in milliseconds: what a process that was killed has taken is free again then.</summary>
    public const long Longest = 120_000;

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["process"] = Process,
        ["user"] = User,
        ["until"] = Until,
        ["takes"] = new JsonObject(Takes.Select(take => KeyValuePair.Create<string, JsonNode?>(take.Key, take.Value))),
    };

    public static Lease From(JsonObject json) => new(
        json.Text("id")!, json.Text("process")!, json.Text("user")!, json["until"]!.GetValue<long>(),
        json["takes"]!.AsObject().ToDictionary(take => take.Key, take => take.Value!.GetValue<int>()));
}
