using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tests.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>
/// An org that is told to stop: who has asked is answered, who only waits is sent away, and what nobody needs any more is not waited for.
/// </summary>
public sealed class StoppingTests
{
    const string Body = """{"username":"ada@example.com","password":"Correct-Horse-9"}""";

    [Fact]
    public async Task A_request_that_runs_is_answered_while_idle_connections_are_closed()
    {
        var org = await LocalOrg.StartAsync(ct: The.Ct);
        await using var running = await RawConnection.OpenAsync(org.ListenUrl);
        await using var idle = await RawConnection.OpenAsync(org.ListenUrl);
        await BeginAsync(running);
        await idle.SendAsync("GET /.well-known/okta-organization HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await idle.ReadUntilAsync("\"itpEnabled\":false}}");

        var stopping = org.DisposeAsync().AsTask();
        (await idle.ReadToEndAsync()).ShouldBeEmpty();
        stopping.IsCompleted.ShouldBeFalse();
        await running.SendAsync(Body);
        var answer = await running.ReadToEndAsync();
        await stopping;

        answer.ShouldStartWith("HTTP/1.1 200 OK\r\n");
        answer.ShouldContain("\r\nConnection: close\r\n");
        answer.ShouldContain("\"status\":\"SUCCESS\"");
        await Should.ThrowAsync<System.Net.Sockets.SocketException>(() => RawConnection.OpenAsync(org.ListenUrl));
    }

    [Fact]
    public async Task A_request_that_does_not_end_in_time_is_cut_off()
    {
        var org = await LocalOrg.StartAsync(new() { ShutdownTimeout = TimeSpan.Zero }, The.Ct);
        await using var endless = await RawConnection.OpenAsync(org.ListenUrl);
        await BeginAsync(endless);

        await org.DisposeAsync();

        (await EndOfAsync(endless)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_has_an_answer_and_does_not_hang_up_is_not_waited_for()
    {
        // Neither its time nor the machine's would end the waiting.
        var org = await LocalOrg.StartAsync(
            new() { Time = new FakeTimeProvider(The.Now), ShutdownTimeout = Timeout.InfiniteTimeSpan }, The.Ct);
        await using var staying = await RawConnection.OpenAsync(org.ListenUrl);
        await staying.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        var answer = await staying.ReadToEndAsync();

        await org.DisposeAsync();

        answer.ShouldStartWith("HTTP/1.1 ");
    }

    [Fact]
    public async Task Disposing_it_again_does_no_harm()
    {
        var org = await LocalOrg.StartAsync(ct: The.Ct);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await org.DisposeAsync())));
        await org.DisposeAsync();
    }

    [Fact]
    public async Task Disposed_while_it_prepares_its_keys_it_makes_none_that_nobody_wants()
    {
        using var asked = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        await using var database = new CountedSqlite();
        var store = new OrgStore(new(database), new FakeTimeProvider(The.Now));
        await store.MigrateAsync(The.Ct);
        var keys = new SigningKeys(store, new(store), new(store));
        database.Executing = sql =>
        {
            if (!sql.StartsWith("select pkcs8 from signing_keys", StringComparison.Ordinal))
                return;
            asked.Release();
            goOn.Wait(The.Ct);
        };

        var key = keys.ActiveAsync(null).AsTask();
        await asked.WaitAsync(The.Ct).InTimeAsync("a question for a key");
        var stopping = keys.DisposeAsync().AsTask();
        goOn.Set();
        await stopping.InTimeAsync("the end of the keys");

        await Should.ThrowAsync<OperationCanceledException>(() => key);
        database.Statements.ShouldNotContain(sql => sql.StartsWith("insert into signing_keys", StringComparison.Ordinal));
    }

    /// <summary>A request that the org has begun to read: it says so, RFC 9110 section 10.1.1.</summary>
    static async Task BeginAsync(RawConnection connection)
    {
        await connection.SendAsync(
            "POST /api/v1/authn HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
            $"{Body.Length}\r\nExpect: 100-continue\r\n\r\n");
        await connection.ReadUntilAsync("HTTP/1.1 100 Continue\r\n\r\n");
    }

    static async Task<string> EndOfAsync(RawConnection connection)
    {
        try
        {
            return await connection.ReadToEndAsync();
        }
        catch (IOException)
        {
            // Cut off is cut off, whether TCP says so by an end or by a reset.
            return "";
        }
    }
}
