namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>RFC 9112 section 9.6: an answer that came early is not lost to a reset.</summary>
public sealed class LingeringCloseTests
{
    [Theory]
    [InlineData("GET / HTTP/9.9\r\n\r\n", "HTTP/1.1 505 ")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData(
        "POST /api/v1/authn HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2097152\r\n\r\n{",
        "HTTP/1.1 4")]
    [InlineData("GET /.well-known/okta-organization HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 ")]
    public async Task Whoever_is_still_sending_after_the_answer_is_not_cut_off(string request, string answered)
    {
        // Its time stands still, so that it reads on for as long as this takes.
        await using var org = await ClockedOrg.StartAsync();
        await using var connection = await RawConnection.OpenAsync(org.Org.ListenUrl);

        await connection.SendAsync(request);
        var answer = await connection.ReadToEndAsync();
        for (var i = 0; i < 64; i++)
            await connection.SendAsync(new string('a', 16 * 1024));

        answer.ShouldStartWith(answered);
        (await connection.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_that_was_said_arrives_before_the_end_is_said()
    {
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                Middleware = _ =>
                    context =>
                        Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
                            context.Response, new string('x', 3_000_000), The.Ct),
            },
            The.Ct);
        await using var connection = await RawConnection.OpenAsync(org.ListenUrl);

        await connection.SendAsync("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
        var answer = await connection.ReadToEndAsync();

        answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Length.ShouldBe(3_000_000);
    }
}
