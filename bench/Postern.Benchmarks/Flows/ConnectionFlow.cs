namespace Postern.Benchmarks;

/// <summary>A connection of its own for one small answer: over HTTPS, a whole handshake.</summary>
sealed class ConnectionFlow(Target target) : IFlow
{
    readonly Uri _server = new(target.Url);
    readonly byte[] _request = Requests.Get(new(target.Url), "/.well-known/okta-organization");

    public async Task<ReadOnlyMemory<byte>> RunAsync(int number)
    {
        using var connection = new HttpConnection();
        await connection.ConnectAsync(_server, target.AuthorityFile);
        var answer = await connection.SendAsync(_request);
        return answer.Span.IndexOf("\"pipeline\":\"v1\""u8) > 0 ? answer : throw new InvalidDataException("That is no org.");
    }
}
