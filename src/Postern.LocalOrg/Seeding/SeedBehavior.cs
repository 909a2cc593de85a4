using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>A behaviour of Okta's, which policies may name. It is kept and listed; nobody here is found to behave unusually.</summary>
public sealed record SeedBehavior
{
    /// <summary>20 characters beginning with <c>bhv</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Okta's: <c>ANOMALOUS_LOCATION</c>, <c>ANOMALOUS_IP</c>, <c>ANOMALOUS_DEVICE</c>, <c>ANOMALOUS_ASN</c> or <c>VELOCITY</c>.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>In Okta's words: <c>maxEventsUsedForEvaluation</c>, <c>velocityKph</c> … Default: nothing.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>Default true.</summary>
    public bool IsActive { get; init; } = true;
}
