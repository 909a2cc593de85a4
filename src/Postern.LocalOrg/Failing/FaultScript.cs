using System.Globalization;

namespace Postern.LocalOrg;

/// <summary>
/// One thing that goes wrong on purpose, and which requests it strikes: those that match all that is said. It belongs to the org, so that
/// every process of it obeys.
/// </summary>
public sealed record FaultScript
{
    /// <summary>Tells it from others; one of the same id takes its place. Default: made.</summary>
    public string? Id { get; init; }

    /// <summary>What goes wrong.</summary>
    public required FaultKind Fault { get; init; }

    /// <summary>
    /// The path of the endpoint, where <c>*</c> stands for any part of it and <c>**</c> for any number of parts:
    /// <c>/oauth2/*/v1/token</c>. Without a slash before it, its end: <c>token</c>. Default: every endpoint, but never
    /// <c>/_postern</c>.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>Default: any.</summary>
    public string? Method { get; init; }

    /// <summary>The client that the request names or proves to be. Default: any, or none.</summary>
    public string? ClientId { get; init; }

    /// <summary>The login of the user that it is about, as far as it tells before it is answered. Default: any, or none.</summary>
    public string? User { get; init; }

    /// <summary>The first that is struck of the calls that match, of all processes together. Default 1.</summary>
    public long? FromCall { get; init; }

    /// <summary>The last that is struck. Default: no last one.</summary>
    public long? ToCall { get; init; }

    /// <summary>
    /// How likely it is to strike, above 0 and up to 1. Which calls it strikes depends on <see cref="Seed"/> and their number alone, so
    /// that a run that fails fails again.
    /// </summary>
    public double? Chance { get; init; }

    /// <summary>Default: made where there is a <see cref="Chance"/>, and told, so that it can be given again.</summary>
    public int? Seed { get; init; }

    /// <summary>How late (<see cref="FaultKind.Latency"/>), or how far off (<see cref="FaultKind.ClockSkew"/>).</summary>
    public double? Seconds { get; init; }

    /// <summary>Of <see cref="FaultKind.Status"/>.</summary>
    public int? Status { get; init; }

    /// <summary>Of <see cref="FaultKind.Status"/>. Default: as the endpoint tells its own errors.</summary>
    public string? Body { get; init; }

    /// <summary>Of <see cref="Body"/>. Default <c>application/json</c>.</summary>
    public string? ContentType { get; init; }

    /// <inheritdoc cref="FaultKind.Latency"/>
    public static FaultScript Latency(TimeSpan by) => new() { Fault = FaultKind.Latency, Seconds = by.TotalSeconds };

    /// <inheritdoc cref="FaultKind.Status"/>
    public static FaultScript Answering(int status, string? body = null) =>
        new() { Fault = FaultKind.Status, Status = status, Body = body };

    /// <inheritdoc cref="FaultKind.ClockSkew"/>
    public static FaultScript ClockSkew(TimeSpan by) => new() { Fault = FaultKind.ClockSkew, Seconds = by.TotalSeconds };

    /// <summary>What it does and to whom, in a line.</summary>
    public override string ToString() => string.Join(' ', Words());

    IEnumerable<string> Words()
    {
        yield return $"{Id}: {Fault}";
        if (Status is { } status)
            yield return status.ToString(CultureInfo.InvariantCulture);
        if (Seconds is { } seconds)
            yield return string.Create(CultureInfo.InvariantCulture, $"{seconds} s");
        if (Endpoint is not null)
            yield return $"at {Endpoint}";
        if (ClientId is not null)
            yield return $"for {ClientId}";
        if (User is not null)
            yield return $"for {User}";
    }
}

/// <summary>A script, and how it has fared so far, in all processes.</summary>
public sealed record CountedFault
{
    /// <summary>As it is obeyed, with what was made for it.</summary>
    public required FaultScript Script { get; init; }

    /// <summary>Requests that matched it.</summary>
    public required long Calls { get; init; }

    /// <summary>Those of them that it struck.</summary>
    public required long Strikes { get; init; }
}
