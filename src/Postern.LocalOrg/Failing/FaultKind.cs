using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg;

/// <summary>What goes wrong where a <see cref="FaultScript"/> strikes.</summary>
[JsonConverter(typeof(FaultWord))]
public enum FaultKind
{
    /// <summary>The answer comes <see cref="FaultScript.Seconds"/> later, by the org's clock.</summary>
    Latency,

    /// <summary>
    /// <see cref="FaultScript.Status"/>, in the endpoint's own shape of error or with <see cref="FaultScript.Body"/>. Nothing is done.
    /// </summary>
    Status,

    /// <summary>429 with Okta's three headers, as if the minute's requests were used up. Nothing is done.</summary>
    RateLimited,

    /// <summary>TCP resets the connection before anything is done.</summary>
    ConnectionReset,

    /// <summary>
    /// Everything is done, what is redeemed once is spent, and TCP resets the connection in the place of the answer.
    /// </summary>
    AnswerLost,

    /// <summary>Everything is done, and the connection ends after half of the body that was announced.</summary>
    HalfBody,

    /// <summary>Everything is done, and the JSON of the answer ends before its last brace.</summary>
    MalformedJson,

    /// <summary>
    /// The key set is answered as it was before the key that signs now: what was signed since cannot be verified. Default endpoint:
    /// <c>keys</c>.
    /// </summary>
    StaleKeys,

    /// <summary>
    /// The authorization server's signing keys are rotated first: between authorize and token, where the endpoint is <c>token</c>, as it
    /// is by default.
    /// </summary>
    KeyRotation,

    /// <summary>
    /// The clock that tokens are issued by is <see cref="FaultScript.Seconds"/> ahead, or behind where that is below zero: <c>iat</c>,
    /// <c>exp</c> and <c>auth_time</c>.
    /// </summary>
    ClockSkew,

    /// <summary>
    /// Identity Engine's sign-in is in Okta's safe mode: whoever takes a step is told to wait and ask again (<c>poll</c>), and nothing is
    /// done. Default endpoint: all of <c>/idp/idx</c>.
    /// </summary>
    SafeMode,
}

/// <summary>As JSON has it: <c>halfBody</c>.</summary>
sealed class FaultWord() : JsonStringEnumConverter<FaultKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
