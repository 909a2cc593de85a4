using System.Globalization;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>What is asked beside the client's own connection: a push, a message, a call (direct-auth.md 3).</summary>
static class OutOfBand
{
    public const int PollSeconds = 5;

    public static void CheckEngine(Organization org)
    {
        if (!org.IsIdentityEngine)
            throw OAuthError.AccessDenied("The requested feature is not enabled in this environment.");
    }

    public static SignInInput.Choose Choice(ClientForm form) => form.Required(Parameters.ChannelHint) switch
    {
        "push" => new("okta_verify") { Method = "push" },
        "sms" => new("phone_number") { Method = "sms" },
        "voice" => new("phone_number") { Method = "voice" },
        var other => throw OAuthError.InvalidRequest($"'{other}' is not supported as a 'channel_hint'. Try again with another value."),
    };

    public static OutOfBandBody Body(Transaction transaction, string oobCode, string? challengeType)
    {
        var isPush = transaction.Factor?.FactorType is FactorTypes.Push;
        var number = transaction.Challenge?.CorrectAnswer;
        return new()
        {
            ChallengeType = challengeType,
            OobCode = oobCode,
            Channel = isPush ? "push" : transaction.Factor?.FactorType is FactorTypes.Call ? "voice" : "sms",
            BindingMethod = !isPush ? "prompt" : number is null ? "none" : "transfer",
            BindingCode = number?.ToString(CultureInfo.InvariantCulture),
            ExpiresIn = (int)DirectSignIns.Lifetime.TotalSeconds,
            Interval = isPush ? PollSeconds : null,
        };
    }
}

/// <summary>How a client goes on: direct-auth.md 2, 3.1, 3.2.</summary>
sealed record OutOfBandBody
{
    public string? ChallengeType { get; init; }
    public string? OobCode { get; init; }
    public string? Channel { get; init; }
    public string? BindingMethod { get; init; }
    public string? BindingCode { get; init; }
    public int? ExpiresIn { get; init; }
    public int? Interval { get; init; }

    public override string ToString() => $"challenge by {Channel}";
}
