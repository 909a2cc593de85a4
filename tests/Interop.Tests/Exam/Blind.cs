namespace Postern.Interop.Tests.Exam;

/// <summary>What an API does not look at, or does wrongly.</summary>
[Flags]
public enum Blind
{
    Nothing = 0,
    Signature = 1 << 0,
    Audience = 1 << 1,
    Issuer = 1 << 2,
    Lifetime = 1 << 3,
    NoSignature = 1 << 4,
    Confusion = 1 << 5,
    Scope = 1 << 6,
    EmbeddedKey = 1 << 7,
    KeyUrl = 1 << 8,
    OtherServers = 1 << 9,
    Query = 1 << 10,
    BreaksDown = 1 << 11,
    BreaksOff = 1 << 12,
    Silent = 1 << 13,
    Redirects = 1 << 14,
    Forbids = 1 << 15,
    Open = 1 << 16,
}
