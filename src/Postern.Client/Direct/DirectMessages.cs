using System.Text.Json;

namespace Postern.Client;

/// <summary>The words of direct authentication: <c>channel_hint</c> and <c>channel</c>.</summary>
static class DirectMessages
{
    public static string Word(OobChannel channel) => channel switch
    {
        OobChannel.Sms => "sms",
        OobChannel.Voice => "voice",
        _ => "push",
    };

    public static OobChannel Channel(HttpAnswer answer, string word) => word switch
    {
        "push" => OobChannel.Push,
        "sms" => OobChannel.Sms,
        "voice" => OobChannel.Voice,
        _ => throw Refusal.NotAsExpected(answer, $"The challenge went by the channel '{word}', which this version does not know."),
    };
}

/// <summary>How a user's phone was asked: direct-auth.md 3; never printed.</summary>
sealed class ChallengeResponse
{
    public required string OobCode { get; init; }

    public required string Channel { get; init; }

    /// <summary><c>none</c>, <c>transfer</c> or <c>prompt</c>.</summary>
    public string? BindingMethod { get; init; }

    /// <summary>Typed string, and a bare number in the reference's example.</summary>
    public JsonElement BindingCode { get; init; }

    public long? ExpiresIn { get; init; }

    public long? Interval { get; init; }
}

/// <summary>What a key is to sign: direct-auth.md 4; never printed.</summary>
sealed class KeyChallengeResponse
{
    public required JsonElement PublicKey { get; init; }
}
