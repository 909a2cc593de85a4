using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Failing;

/// <summary>A script that is obeyed: whether it strikes a request.</summary>
sealed class FaultOnDuty(FaultScript script, FaultCounts counts)
{
    readonly PathPattern? _endpoint = EndpointOf(script) is { } pattern ? new(pattern) : null;

    public FaultScript Script => script;

    /// <summary>Whether every call that matches is struck.</summary>
    bool IsSure => script is { FromCall: null, ToCall: null, Chance: null };

    public bool IsAt(string path) => _endpoint?.Matches(path) is not false;

    public bool IsForMethod(string method) => script.Method is null || script.Method == method;

    public bool IsForClient(string clientId) => script.ClientId is null || script.ClientId == clientId;

    public bool IsForUser(string login) => script.User is null || string.Equals(script.User, login, StringComparison.OrdinalIgnoreCase);

    /// <summary>Counts the call, which has matched. Of any number at once, in whichever process, each has a number of its own.</summary>
    public ValueTask<bool> StrikesAsync(CancellationToken ct)
    {
        var counting = counts.CountCallAsync(script.Id!, IsSure, ct);
        if (!counting.IsCompletedSuccessfully)
            return StrikesAsync(counting, ct);
        return Strikes(counting.Result) ? StrikeAsync(ct) : new(false);
    }

    async ValueTask<bool> StrikesAsync(ValueTask<long> counting, CancellationToken ct) => Strikes(await counting) && await StrikeAsync(ct);

    bool Strikes(long call) =>
        !(call < script.FromCall)
        && !(call > script.ToCall)
        && (script is not { Chance: { } chance, Seed: { } seed } || Chances.Strikes(chance, seed, call));

    /// <summary>What is sure is counted with its call.</summary>
    async ValueTask<bool> StrikeAsync(CancellationToken ct)
    {
        if (!IsSure)
            await counts.CountStrikeAsync(script.Id!, ct);
        return true;
    }

    static string? EndpointOf(FaultScript script) => script.Endpoint ?? script.Fault switch
    {
        FaultKind.StaleKeys => "keys",
        FaultKind.KeyRotation => "token",
        FaultKind.SafeMode => "/idp/idx/**",
        _ => null,
    };
}
