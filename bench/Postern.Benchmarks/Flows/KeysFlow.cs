namespace Postern.Benchmarks;

/// <summary>Fetches the public keys: RFC 7517.</summary>
sealed class KeysFlow(HttpConnection connection, Target target) : IFlow
{
    readonly RepeatedRequest _request = new(target, number => Requests.Get(new(target.Url), target.KeysPath, target.Caller(number)));

    public async Task<ReadOnlyMemory<byte>> RunAsync(int number) =>
        (await connection.SendAsync(_request.Number(number))).ExpectMember("kty", "RSA");
}
