namespace Postern.Testing;

/// <summary>
/// A token's claims are not those that a test expects; the message says which, line by line. Every test framework reports it.
/// </summary>
public sealed class ClaimsDifferException : Exception
{
    /// <summary>With what differs.</summary>
    public ClaimsDifferException(string message)
        : base(message)
    {
    }
}
