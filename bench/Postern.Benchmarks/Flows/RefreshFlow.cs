namespace Postern.Benchmarks;

/// <summary>A refresh token for new tokens, and its successor next time.</summary>
sealed class RefreshFlow(HttpConnection connection, Target target, string refreshToken) : IFlow
{
    readonly Uri _server = new(target.Url);
    readonly string _clientId = target.App.RefreshingClientId ?? target.App.ClientId;

    string _refreshToken = refreshToken;

    public async Task<ReadOnlyMemory<byte>> RunAsync(int number)
    {
        var request = Requests.PostForm(
            _server,
            target.TokenPath,
            $"grant_type=refresh_token&refresh_token={_refreshToken}&client_id={_clientId}",
            target.Caller(number));
        var answer = (await connection.SendAsync(request)).ExpectMember("access_token").ExpectMember("id_token");
        _refreshToken = answer.Member("refresh_token");
        return answer;
    }
}
