using Microsoft.Data.Sqlite;

namespace Postern.Cli;

/// <summary>What failed for want of room on a disk: no flag is wrong then, and nothing is but that.</summary>
static class FullDisk
{
    /// <summary>Also of what tells of it in other words.</summary>
    public static bool Is(Exception? failed) => failed switch
    {
        null => false,
        SqliteException { SqliteErrorCode: 13 } => true, // SQLITE_FULL
        IOException { HResult: var code } when IsFull(code) => true,
        _ => Is(failed.InnerException),
    };

    /// <summary>.NET says the path behind the reason.</summary>
    public static string Sentence(Exception failed) => IsFull(failed.HResult) && failed.Message.Split(" : '") is [var why, var path]
        ? $"{path.TrimEnd('\'')} could not be written: {why.TrimEnd('.')}."
        : failed.Message;

    // ENOSPC, EDQUOT of Linux and of macOS; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    static bool IsFull(int code) => code is 28 or 122 or 69 or unchecked((int)0x80070070) or unchecked((int)0x80070027);
}
