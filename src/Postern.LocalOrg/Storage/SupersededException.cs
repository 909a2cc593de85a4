namespace Postern.LocalOrg.Storage;

/// <summary>
/// A newer version has taken the database so far that a process of this one must not use it any more: docs/adr/0015. It does not pass.
/// </summary>
sealed class SupersededException(long theirs, long oldest, int ours) : Exception(
    $"A newer Postern has brought the database to schema version {theirs}, which is used by processes of version {oldest} and later, and " +
    $"this one is of version {ours}: it stops using it. Update this process.");
