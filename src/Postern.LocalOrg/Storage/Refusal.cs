namespace Postern.LocalOrg.Storage;

/// <summary>An answer of no, thrown where its reason is found: nothing failed, and the caller is to hear it.</summary>
abstract class Refusal(string message) : Exception(message)
{
    /// <summary>Whom it concerns, where that is known: for those who watch, and no part of any answer.</summary>
    public string? UserId { get; set; }
}
