using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>What a factor has been asked and must answer.</summary>
sealed record Challenge
{
    /// <summary>Hash of a code that was sent.</summary>
    public string? CodeHash { get; init; }

    /// <summary>Seconds since the epoch.</summary>
    public required long SentAt { get; init; }

    /// <summary>Seconds since the epoch.</summary>
    public required long ExpiresAt { get; init; }

    public string? PushId { get; init; }

    /// <summary>Of WebAuthn: what the authenticator signs, base64url.</summary>
    public string? Nonce { get; init; }

    /// <summary>Of WebAuthn: any of the user's authenticators may answer.</summary>
    public bool IsForAny { get; init; }

    /// <summary>Of a push: the number that the phone must be given.</summary>
    public int? CorrectAnswer { get; init; }

    /// <summary>Wrong answers, where they are limited by transaction.</summary>
    public int Attempts { get; init; }

    /// <summary>Of a code that was sent.</summary>
    public static Challenge Of(string code, DateTimeOffset sentAt, DateTimeOffset expiresAt) => new()
    {
        CodeHash = Secrets.Hash(code), SentAt = sentAt.ToUnixTimeSeconds(), ExpiresAt = expiresAt.ToUnixTimeSeconds(),
    };
}
