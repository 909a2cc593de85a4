namespace Postern.Benchmarks;

/// <summary>Asks whether an access token is good: RFC 7662.</summary>
sealed class IntrospectionFlow(HttpConnection connection, Target target, string token) : IFlow
{
    readonly RepeatedRequest _request = new(
        target, number => Requests.PostAsService(target, target.IntrospectionPath, "token=" + token, number));

    public async Task<ReadOnlyMemory<byte>> RunAsync(int number) =>
        (await connection.SendAsync(_request.Number(number))).ExpectMember("active", "true");
}
