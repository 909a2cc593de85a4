using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Postern.Cli;

/// <summary>
/// The PostgreSQL that an org is started on. One that is not there yet is waited for, and what is awaited is said; of one that will not do
/// it is said why.
/// </summary>
sealed class SharedDatabase
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan Reminder = TimeSpan.FromSeconds(10);

    /// <summary>PostgreSQL's, by class or code: no connection, no room, starting or stopping, and no such database yet.</summary>
    static readonly string[] NotYet = ["08", "53", "57P", "3D000"];

    readonly NpgsqlConnectionStringBuilder _address;
    readonly TimeSpan _wait;
    readonly TimeProvider _time;
    readonly OrgLog _log;
    readonly long _began;
    TimeSpan? _told;

    public SharedDatabase(NpgsqlConnectionStringBuilder address, TimeSpan wait, TimeProvider time, OrgLog log)
    {
        (_address, _wait, _time, _log, _began) = (address, wait, time, log, time.GetTimestamp());
        // Of Npgsql's parts the fewest, for a small binary: docs/adr/0015.
        Source = new NpgsqlSlimDataSourceBuilder(address.ConnectionString).EnableTransportSecurity().Build();
    }

    /// <summary>The caller disposes it, after the org.</summary>
    public DbDataSource Source { get; }

    public int MaxConnections => _address.MaxPoolSize;

    /// <summary>Whom one would ask about it; no password is in it.</summary>
    string Name => $"{_address.Database ?? _address.Username ?? "PostgreSQL"} at {Place}";

    string Place => _address.Host!.StartsWith('/') || _address.Host.Contains(',', StringComparison.Ordinal)
        ? _address.Host
        : $"{_address.Host}:{_address.Port}";

    /// <summary>True once it is worth trying again; false where waiting does not help.</summary>
    /// <exception cref="DatabaseAwayException">It was not there in time.</exception>
    public async ValueTask<bool> HasWaitedAsync(Exception failure, CancellationToken ct)
    {
        if (failure is not DbException away || !IsNotYet(away))
            return false;

        var waited = _time.GetElapsedTime(_began);
        if (waited >= _wait)
            throw Away(away, waited);
        if (_told is null || waited - _told >= Reminder)
        {
            _log.Say($"Waiting for the database {Name}, {(_wait - waited).TotalSeconds:0} s more: {Reason(away)}");
            _told = waited;
        }

        await Task.Delay(Pause, _time, ct);
        return true;
    }

    public UsageException? Explain(Exception failure) => failure switch
    {
        DbException refused => new($"--database {Name}: {Reason(refused)}", Remedy(refused)),
        // The org's own sentence says what is wrong with what it holds, and what to do.
        IOException { InnerException: null } unfit =>
            new($"--database {Name}: {FlagHints.InFlags(unfit.Message)}", "Without --database the org lives in memory."),
        _ => null,
    };

    static bool IsNotYet(DbException failed) => failed is PostgresException { SqlState: var state }
        ? Array.Exists(NotYet, known => state.StartsWith(known, StringComparison.Ordinal))
        : failed.IsTransient || failed.InnerException is SocketException or TimeoutException or EndOfStreamException;

    DatabaseAwayException Away(DbException failed, TimeSpan waited) => new(
        $"The database {Name} was not there within {waited.TotalSeconds:0} s: {Reason(failed)}",
        failed is PostgresException { SqlState: "3D000" }
            ? $"Create it first: create database {_address.Database}. --database-wait SECONDS waits longer for one that comes later."
            : "Check that it runs and can be reached from here. --database-wait SECONDS waits longer for one that comes later.");

    /// <summary>In the words of whoever knows best: the server, or the network.</summary>
    static string Reason(DbException failed) => failed switch
    {
        PostgresException said => said.MessageText,
        { InnerException: SocketException network } => network.Message,
        { InnerException: TimeoutException } => "no answer in time",
        { InnerException: { } inner } => inner.Message,
        _ => failed.Message,
    };

    static string Remedy(DbException refused) => refused.SqlState switch
    {
        "28P01" or "28000" =>
            "Check user and password (--database-password env:NAME, PGPASSWORD or a passfile), and who may connect from here " +
            "(pg_hba.conf).",
        "42501" =>
            "The user must be able to make tables there: grant create on schema public to it, or give the org a schema of its own and " +
            "name it: ?search_path=NAME.",
        "3F000" => "There is no schema of the search path: create it first, owned by the user that the org connects as.",
        _ => $"Check the address, such as {DatabaseAddress.Example}?sslmode=require, and see the server's log.",
    };
}

/// <summary>The database was waited for, and did not come.</summary>
sealed class DatabaseAwayException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;
}
