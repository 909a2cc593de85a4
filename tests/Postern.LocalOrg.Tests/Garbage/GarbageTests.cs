using System.Text;

namespace Postern.LocalOrg.Tests.Garbage;

/// <summary>
/// Whatever comes in, the answer is a surface's own error or a legitimate success: never a crash, never a bare page of the framework's.
/// </summary>
public sealed class GarbageTests(SharedOrg shared)
{
    const int Requests = 500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(21)]
    [InlineData(34)]
    public async Task Malformed_requests_are_refused_politely(int seed)
    {
        var chance = new Chance((ulong)seed);
        var complaints = new List<string>();

        for (var i = 0; i < Requests; i++)
        {
            var request = MalformedRequest.By(chance);
            if (Surfaces.Complaint(await RawHttp.SendAsync(new(shared.Org.ListenUrl), request.ToBytes())) is { } complaint)
                complaints.Add($"{complaint}:\n{Short(request.ToString())}");
        }

        complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Malformed_requests_for_tokens_are_refused_politely(int seed)
    {
        var chance = new Chance((ulong)seed);
        var complaints = new List<string>();

        for (var i = 0; i < Requests; i++)
        {
            var request = MalformedRequest.OfGrant(chance);
            var answer = await RawHttp.SendAsync(new(shared.Org.ListenUrl), request.ToBytes());
            if (Surfaces.Complaint(answer) is not null || !Surfaces.Belongs(request.Path, answer))
                complaints.Add($"{answer.Status} {answer.Body}:\n{Short(request.ToString())}");
        }

        complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/v1/authn")]
    [InlineData("/api/v1/users/me")]
    [InlineData("/api/v1/authorizationServers/default/credentials/keys")]
    [InlineData("/api/v1/authorizationServers/default/credentials/lifecycle/keyRotate")]
    [InlineData("/oauth2/v1/clients")]
    [InlineData("/oauth2/v1/clients/0oa1posternWeb000005")]
    [InlineData("/oauth2/v1/authorize")]
    [InlineData("/oauth2/default/v1/token")]
    [InlineData("/oauth2/default/v1/keys")]
    [InlineData("/oauth2/default/v1/userinfo")]
    [InlineData("/oauth2/default/v1/revoke")]
    [InlineData("/oauth2/default/.well-known/openid-configuration")]
    [InlineData("/.well-known/okta-organization")]
    [InlineData("/login/login.htm")]
    [InlineData("/login/signout")]
    [InlineData("/login/consent")]
    [InlineData("/login/step")]
    [InlineData("/login/token/sso")]
    [InlineData("/activate")]
    [InlineData("/app/UserHome")]
    [InlineData("/oauth2/v1/logout")]
    [InlineData("/oauth2/default/v1/par")]
    [InlineData("/oauth2/default/v1/device/authorize")]
    [InlineData("/oauth2/default/v1/bc/authorize")]
    public async Task Every_method_is_answered_in_the_paths_own_shape(string path)
    {
        foreach (var method in (string[])["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW", "get"])
        {
            var answer = await RawHttp.SendAsync(
                new(shared.Org.ListenUrl),
                Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));

            Surfaces.Complaint(answer).ShouldBeNull($"{method} {path}: {answer.Body}");
            Surfaces.Belongs(path, answer).ShouldBeTrue($"{method} {path}: {answer.Body}");
        }
    }

    [Theory]
    [InlineData("/api/v1/authn", "application/json", "{\"username\":\"")]
    [InlineData("/oauth2/default/v1/token", "application/x-www-form-urlencoded", "client_id=")]
    [InlineData("/oauth2/v1/authorize", "application/x-www-form-urlencoded", "state=")]
    [InlineData("/login/login.htm", "application/x-www-form-urlencoded", "okta_key=")]
    [InlineData("/login/consent", "application/x-www-form-urlencoded", "okta_key=")]
    [InlineData("/login/token/sso", "application/x-www-form-urlencoded", "token=")]
    [InlineData("/activate", "application/x-www-form-urlencoded", "user_code=")]
    [InlineData("/oauth2/default/v1/par", "application/x-www-form-urlencoded", "state=")]
    [InlineData("/oauth2/default/v1/logout", "application/x-www-form-urlencoded", "state=")]
    public async Task A_body_of_two_megabytes_is_refused_before_it_has_come(string path, string type, string beginning)
    {
        var answer = await RawHttp.SendAsync(
            new(shared.Org.ListenUrl),
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: " +
                $"2097152\r\n\r\n{beginning}"));

        answer.Status.ShouldBeInRange(400, 499);
        Surfaces.Complaint(answer).ShouldBeNull(Short(answer.Body));
        Surfaces.Belongs(path, answer).ShouldBeTrue(Short(answer.Body));
    }

    [Theory]
    [InlineData("/api/v1/authn", "application/json")]
    [InlineData("/oauth2/default/v1/token", "application/x-www-form-urlencoded")]
    [InlineData("/oauth2/v1/authorize", "application/x-www-form-urlencoded")]
    [InlineData("/login/login.htm", "application/x-www-form-urlencoded")]
    public async Task A_body_of_chunks_that_are_none_is_refused_in_the_paths_own_shape(string path, string type)
    {
        var answer = await RawHttp.SendAsync(
            new(shared.Org.ListenUrl),
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {type}\r\nTransfer-Encoding: " +
                "chunked\r\n\r\nzz\r\n"));

        answer.Status.ShouldBe(400);
        answer.Body.ShouldNotBeEmpty();
        Surfaces.Complaint(answer).ShouldBeNull(Short(answer.Body));
        Surfaces.Belongs(path, answer).ShouldBeTrue(Short(answer.Body));
    }

    [Theory]
    [InlineData("/api/v1/authn")]
    [InlineData("/oauth2/default/v1/token")]
    [InlineData("/oauth2/v1/authorize")]
    [InlineData("/login/login.htm")]
    [InlineData("/login/consent")]
    [InlineData("/activate")]
    [InlineData("/oauth2/default/v1/par")]
    [InlineData("/oauth2/default/v1/logout")]
    [InlineData("/oauth2/v1/device/authorize")]
    [InlineData("/oauth2/v1/bc/authorize")]
    public async Task A_form_of_two_thousand_fields_is_refused_politely(string path)
    {
        var answer = await shared.Http.PostFormAsync(path, string.Join('&', Enumerable.Range(0, 2000).Select(i => $"f{i}=1")));

        answer.Status.ShouldBeInRange(400, 499);
        Surfaces.Belongs(path, answer).ShouldBeTrue(Short(answer.Body));
    }

    [Fact]
    public async Task After_all_that_the_org_still_works()
    {
        var chance = new Chance(55);
        for (var i = 0; i < 100; i++)
            await RawHttp.SendAsync(new(shared.Org.ListenUrl), MalformedRequest.By(chance).ToBytes());

        var tokens = await shared.Http.TokensAsync();

        tokens.Status.ShouldBe(200);
    }

    static string Short(string text) => text.Length > 600 ? text[..600] + "…" : text;
}
