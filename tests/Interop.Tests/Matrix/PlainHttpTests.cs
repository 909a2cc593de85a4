using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace Postern.Interop.Tests.Matrix;

/// <summary>The same matrix without our client: three requests, every word of them spelled out.</summary>
public sealed partial class PlainHttpTests(MatrixOrg org) : IClassFixture<MatrixOrg>, IDisposable
{
    const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const string Challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    [Theory]
    [MemberData(nameof(Cells.Allowed), MemberType = typeof(Cells))]
    public async Task Three_requests_give_tokens(string server, string app, string responseType, string? responseMode, bool pkce)
    {
        var sent = await AuthorizeAsync(server, app, responseType, responseMode, pkce);

        var asked = responseType.Split(' ');
        sent["state"].ShouldBe("s-1");
        sent.ContainsKey("code").ShouldBe(asked.Contains("code"));
        sent.ContainsKey("id_token").ShouldBe(asked.Contains("id_token"));
        sent.ContainsKey("access_token").ShouldBe(asked.Contains("token"));
        if (asked.Contains("code"))
            await RedeemAsync(server, app, sent["code"], pkce);
    }

    public void Dispose() => _http.Dispose();

    async Task<Dictionary<string, string>> AuthorizeAsync(string server, string app, string responseType, string? responseMode, bool pkce)
    {
        using var response = await _http.GetAsync(
            $"{org.BaseOf(server)}/v1/authorize?client_id={MatrixOrg.IdOf(app)}&response_type={responseType.Replace(' ', '+')}" +
            "&scope=openid+profile&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback&state=s-1&nonce=n-1&prompt=none" +
            $"&sessionToken={await SessionTokenAsync()}" +
            (responseMode is null ? "" : "&response_mode=" + responseMode) + (pkce ? Challenge : ""),
            TestContext.Current.CancellationToken);

        var mode = responseMode ?? (responseType is "code" ? "query" : "fragment");
        return mode is "query" or "fragment"
            ? Redirected(response, mode)
            : Written(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), mode);
    }

    async Task RedeemAsync(string server, string app, string code, bool pkce)
    {
        var url = org.BaseOf(server) + "/v1/token";
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        var proof = Proof(app, url, request);
        request.Content = new StringContent(
            $"grant_type=authorization_code&code={code}&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback" +
            $"{(pkce ? "&code_verifier=" + Verifier : "")}{proof}",
            new MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        var (status, tokens) = await SendAsync(request);

        status.ShouldBe(HttpStatusCode.OK, tokens.ToString());
        tokens.GetProperty("token_type").GetString().ShouldBe("Bearer");
        tokens.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        tokens.GetProperty("access_token").GetString()!.Split('.').Length.ShouldBe(3);
        tokens.GetProperty("id_token").GetString()!.Split('.').Length.ShouldBe(3);
    }

    string Proof(string app, string url, HttpRequestMessage request)
    {
        var id = MatrixOrg.IdOf(app);
        if (app is "web client_secret_basic")
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{MatrixOrg.Secret}")));
        return app switch
        {
            "web client_secret_basic" => "",
            "web client_secret_post" => $"&client_id={id}&client_secret={MatrixOrg.Secret}",
            _ when app.EndsWith(" none", StringComparison.Ordinal) => $"&client_id={id}",
            _ =>
                "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer" +
                $"&client_assertion={org.Assertion(app, url)}",
        };
    }

    async Task<string> SessionTokenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, org.Url + "/api/v1/authn")
        {
            Content = new StringContent(
                """{"username":"ada@example.com","password":"Correct-Horse-9"}""", new MediaTypeHeaderValue("application/json")),
        };
        var (status, transaction) = await SendAsync(request);
        status.ShouldBe(HttpStatusCode.OK, transaction.ToString());
        return transaction.GetProperty("sessionToken").GetString()!;
    }

    async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Accept.Add(new("application/json"));
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (
            response.StatusCode,
            JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    static Dictionary<string, string> Redirected(HttpResponseMessage response, string mode)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        var location = response.Headers.Location!.OriginalString;
        location.ShouldStartWith("http://localhost:8080/callback" + (mode is "query" ? "?" : "#"));
        var pairs = HttpUtility.ParseQueryString(location["http://localhost:8080/callback?".Length..]);
        return pairs.AllKeys.ToDictionary(name => name!, name => pairs[name]!);
    }

    static Dictionary<string, string> Written(string page, string mode) =>
        (mode is "form_post" ? Input().Matches(page) : Assignment().Matches(page))
            .ToDictionary(match => match.Groups[1].Value, match => Regex.Unescape(WebUtility.HtmlDecode(match.Groups[2].Value)));

    [GeneratedRegex("""<input type="hidden" name="(\w+)" value="([^"]*)"/>""")]
    private static partial Regex Input();

    [GeneratedRegex(@"data\.(\w+) = '([^']*)';")]
    private static partial Regex Assignment();
}
