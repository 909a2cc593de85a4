namespace Postern.Conventions.Tests.Security;

/// <summary>
/// Something that a specification asks for. Tests name it in a trait: <c>[Trait("Proves", "RFC 9700 2.1 exact redirect URI")]</c>.
/// </summary>
sealed record Requirement(string Id, string Text, Side Side)
{
    /// <summary>Why the local org or the client does otherwise on purpose; then no test need prove the rule itself.</summary>
    public string? Otherwise { get; init; }
}

/// <summary>Who must obey.</summary>
[Flags]
enum Side
{
    Server = 1,
    Client = 2,
    Both = Server | Client,
}
