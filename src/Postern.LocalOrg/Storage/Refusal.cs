namespace Postern.LocalOrg.Storage;

/// <summary>An answer of no, thrown where its reason is found: nothing failed, and the caller is to hear it.</summary>
abstract class Refusal(string message) : Exception(message);
