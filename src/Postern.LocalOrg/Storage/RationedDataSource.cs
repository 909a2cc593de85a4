using System.Data.Common;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// Somebody else's data source, of which the org uses so many connections at one time. Who finds all of them taken waits, and so does who
/// hears from the server that it has none left: then the org makes do with those that it has, and asks again later. Once one was gone when
/// it was used, each is asked for a sign of life before anybody works with it.
/// </summary>
sealed class RationedDataSource(DbDataSource inner, int most) : DbDataSource
{
    /// <summary>PostgreSQL's <c>too_many_connections</c>: of the server, the database or the role.</summary>
    const string TooManyConnections = "53300";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>After so long a refused connection is tried for again: another process may have closed one.</summary>
    static readonly TimeSpan Recovery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// For so long after one was found gone, others that went with it may lie in the pool: Npgsql closes those idle for half of it.
    /// </summary>
    static readonly TimeSpan Wariness = TimeSpan.FromMinutes(10);

    readonly SemaphoreSlim _free = new(most);
    int _left;
    long _lostAt;

    public override string ConnectionString => inner.ConnectionString;

    bool IsWary => Volatile.Read(ref _lostAt) is not 0 and var at && TimeProvider.System.GetElapsedTime(at) < Wariness;

    /// <summary>One was gone when it was used.</summary>
    public void Distrust() => Volatile.Write(ref _lostAt, TimeProvider.System.GetTimestamp());

    protected override DbConnection CreateDbConnection() =>
        throw new NotSupportedException("Open a connection instead: who takes one must have waited for it.");

    protected override DbConnection OpenDbConnection()
    {
        if (!_free.Wait(Patience))
            throw new ConnectionsTakenException(most);

        try
        {
            return new RationedConnection(OpenLiving(), _free);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        var began = TimeProvider.System.GetTimestamp();
        await TakeAsync(began, cancellationToken);
        while (true)
            try
            {
                return new RationedConnection(await OpenLivingAsync(cancellationToken), _free);
            }
            catch (DbException none) when (none.SqlState is TooManyConnections && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                await GiveWayAsync(began, cancellationToken);
            }
            catch
            {
                _free.Release();
                throw;
            }
    }

    /// <summary>Taken for the clock alone: one question more is nothing, and before it nobody has found out.</summary>
    DbConnection OpenLiving()
    {
        for (var gone = 0; ; gone++)
        {
            var connection = inner.OpenConnection();
            try
            {
                Question(connection).ExecuteScalar();
                return connection;
            }
            catch (Exception failed)
            {
                connection.Dispose();
                if (gone == most || !Outage.IsOfTheConnection(failed))
                    throw;
            }
        }
    }

    /// <summary>
    /// Each that is gone leaves the pool, so that there are as many as the ration at most. Where none can be opened, that is told.
    /// </summary>
    async Task<DbConnection> OpenLivingAsync(CancellationToken ct)
    {
        for (var gone = 0; ; gone++)
        {
            var connection = await inner.OpenConnectionAsync(ct);
            if (!IsWary)
                return connection;

            try
            {
                await Question(connection).ExecuteScalarAsync(ct);
                return connection;
            }
            catch (Exception failed)
            {
                await connection.DisposeAsync();
                if (gone == most || !Outage.IsOfTheConnection(failed))
                    throw;
            }
        }
    }

    static DbCommand Question(DbConnection connection)
    {
        var question = connection.CreateCommand();
        question.CommandText = "select 1";
        return question;
    }

    async Task TakeAsync(long began, CancellationToken ct)
    {
        var left = Patience - TimeProvider.System.GetElapsedTime(began);
        if (left <= TimeSpan.Zero || !await _free.WaitAsync(left, ct))
            throw new ConnectionsTakenException(most);
    }

    /// <summary>
    /// The place in the ration that the server does not honour is left, and another waited for, in turn, which comes with a connection.
    /// Whoever has the last place keeps it.
    /// </summary>
    async Task GiveWayAsync(long began, CancellationToken ct)
    {
        if (Interlocked.Increment(ref _left) < most)
        {
            _ = RestoreLaterAsync();
            await TakeAsync(began, ct);
            return;
        }

        Interlocked.Decrement(ref _left);
        try
        {
            await Task.Delay(Pause, TimeProvider.System, ct);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    async Task RestoreLaterAsync()
    {
        await Task.Delay(Recovery, TimeProvider.System);
        Interlocked.Decrement(ref _left);
        _free.Release();
    }
}

/// <summary>All connections that the org may use were taken for half a minute.</summary>
sealed class ConnectionsTakenException(int most) : DbException(
    $"None of the {most} connections that the org may use became free in time. LocalOrgOptions.MaxConnections says how many there are.")
{
    public override bool IsTransient => true;
}
