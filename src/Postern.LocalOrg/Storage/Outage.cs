using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// A database that cannot be used for the moment, which is nobody's mistake and passes: what counts as one, and when it is worth trying
/// again.
/// </summary>
static class Outage
{
    /// <summary>
    /// A lock, a restart or a change of the primary takes seconds; a full disk takes longer, and asking for it costs little.
    /// </summary>
    public const int RetryAfterSeconds = 5;

    /// <summary>
    /// Of PostgreSQL, by class or code: connections, resources, shutdowns, systems, conflicts of transactions, locks and time-outs; and a
    /// primary that became a standby.
    /// </summary>
    static readonly string[] States = ["08", "53", "57P", "58", "40", "55P03", "55006", "57014", "25006"];

    public static bool Is(Exception failure) => failure switch
    {
        SqliteException sqlite =>
            sqlite.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_READONLY or raw.SQLITE_IOERR
            or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT,
        DbException { SqlState: { } state } database =>
            database.IsTransient || Array.Exists(States, known => state.StartsWith(known, StringComparison.Ordinal)),
        // Without a state: the server was not reached, did not answer in time, or had no connection left.
        DbException database =>
            database.IsTransient || database.InnerException is TimeoutException or IOException or System.Net.Sockets.SocketException,
        ContentionException or SupersededException => true,
        _ => false,
    };

    /// <summary>
    /// Whether a connection that had been opened is gone, and not only what was asked on it. Whether that was done nobody knows then,
    /// unless it had yet to be committed.
    /// </summary>
    public static bool IsOfTheConnection(Exception failure) => failure switch
    {
        DbException { SqlState: { } state } =>
            state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal),
        DbException { InnerException: IOException or System.Net.Sockets.SocketException } => true,
        _ => false,
    };
}
