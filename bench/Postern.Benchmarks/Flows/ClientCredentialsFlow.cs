namespace Postern.Benchmarks;

/// <summary>A service gets an access token for itself: RFC 6749 section 4.4.</summary>
sealed class ClientCredentialsFlow(HttpConnection connection, Target target) : IFlow
{
    readonly RepeatedRequest _request = new(target, number => Request(target, target.Service.Form, number));

    public async Task<ReadOnlyMemory<byte>> RunAsync(int number) =>
        (await connection.SendAsync(_request.Number(number))).ExpectMember("access_token");

    public static byte[] Request(Target target, string form, int number) =>
        Requests.PostAsService(target, target.TokenPath, "grant_type=client_credentials&" + form, number);
}
