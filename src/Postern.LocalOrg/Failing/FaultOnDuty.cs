using System.Collections.Concurrent;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Failing;

/// <summary>A script that is obeyed: whether it strikes a request.</summary>
sealed class FaultOnDuty(FaultScript script, FaultStore store)
{
    const int MostPaths = 100;

    readonly ConcurrentDictionary<string, bool> _isAt = new(StringComparer.Ordinal);
    readonly PathPattern? _endpoint = EndpointOf(script) is { } pattern ? new(pattern) : null;

    public FaultScript Script => script;

    public bool MayStrike(string method, string path) =>
        (script.Method is null || script.Method == method) && (_endpoint is null || IsAt(path));

    public bool IsForClient(string clientId) => script.ClientId is null || script.ClientId == clientId;

    public bool IsForUser(string login) => script.User is null || string.Equals(script.User, login, StringComparison.OrdinalIgnoreCase);

    /// <summary>Counts the call, which has matched. Of any number at once, in whichever process, each has a number of its own.</summary>
    public async ValueTask<bool> StrikesAsync(CancellationToken ct)
    {
        var isSure = script is { FromCall: null, ToCall: null, Chance: null };
        var call = await store.CountCallAsync(script.Id!, isSure, ct);
        if (isSure)
            return true;
        if (call < script.FromCall
            || call > script.ToCall
            || (script is { Chance: { } chance, Seed: { } seed } && !Chances.Strikes(chance, seed, call)))
            return false;

        await store.CountStrikeAsync(script.Id!, ct);
        return true;
    }

    /// <summary>To look takes longer than to know, and most requests are for few paths.</summary>
    bool IsAt(string path)
    {
        if (_isAt.TryGetValue(path, out var isAt))
            return isAt;

        isAt = _endpoint!.Matches(path);
        if (_isAt.Count < MostPaths)
            _isAt[path] = isAt;
        return isAt;
    }

    static string? EndpointOf(FaultScript script) => script.Endpoint ?? script.Fault switch
    {
        FaultKind.StaleKeys => "keys",
        FaultKind.KeyRotation => "token",
        FaultKind.SafeMode => "/idp/idx/**",
        _ => null,
    };
}
