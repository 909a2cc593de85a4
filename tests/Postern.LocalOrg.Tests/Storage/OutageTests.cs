using Microsoft.Data.Sqlite;
using Npgsql;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>Which failures of a database are an outage, and which are mistakes.</summary>
public sealed class OutageTests
{
    [Theory]
    [InlineData("53300", "too many connections")]
    [InlineData("53100", "disk full")]
    [InlineData("57P01", "administrator's shutdown")]
    [InlineData("57P02", "crash")]
    [InlineData("57P03", "starting up")]
    [InlineData("55P03", "lock time-out")]
    [InlineData("57014", "statement time-out")]
    [InlineData("40P01", "deadlock")]
    [InlineData("08006", "connection failure")]
    [InlineData("25006", "a standby takes no writes")]
    public void PostgreSQL_is_away(string state, string reason) =>
        Outage.Is(new PostgresException(reason, "ERROR", "ERROR", state)).ShouldBeTrue();

    [Theory]
    [InlineData("42P01", "no such table")]
    [InlineData("23505", "duplicate key")]
    [InlineData("22P02", "malformed text")]
    public void PostgreSQL_refuses(string state, string reason) =>
        Outage.Is(new PostgresException(reason, "ERROR", "ERROR", state)).ShouldBeFalse();

    [Theory]
    [InlineData(5, "busy")]
    [InlineData(6, "locked")]
    [InlineData(8, "read-only")]
    [InlineData(10, "I/O error")]
    [InlineData(13, "full")]
    [InlineData(14, "cannot open")]
    public void SQLite_is_away(int code, string reason) => Outage.Is(new SqliteException(reason, code)).ShouldBeTrue();

    [Theory]
    [InlineData(1, "no such table")]
    [InlineData(19, "constraint")]
    [InlineData(26, "not a database")]
    public void SQLite_refuses(int code, string reason) => Outage.Is(new SqliteException(reason, code)).ShouldBeFalse();

    [Fact]
    public void A_server_that_does_not_answer_in_time_is_away() =>
        Outage.Is(new NpgsqlException("Exception while reading from stream", new TimeoutException())).ShouldBeTrue();

    [Theory]
    [InlineData("57P01")]
    [InlineData("57P05")]
    [InlineData("08006")]
    public void The_connection_is_gone(string state) =>
        Outage.IsOfTheConnection(new PostgresException("gone", "FATAL", "FATAL", state)).ShouldBeTrue();

    [Theory]
    [InlineData("57014")]
    [InlineData("40001")]
    [InlineData("55P03")]
    public void The_connection_goes_on(string state) =>
        Outage.IsOfTheConnection(new PostgresException("later", "ERROR", "ERROR", state)).ShouldBeFalse();

    [Fact]
    public void Who_waits_in_vain_does_not_ask_twice() =>
        Outage.IsOfTheConnection(new NpgsqlException("Exception while reading from stream", new TimeoutException())).ShouldBeFalse();

    [Fact]
    public void A_mistake_of_ours_is_no_outage() => Outage.Is(new InvalidOperationException("oops")).ShouldBeFalse();
}
