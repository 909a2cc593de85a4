using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Https;

/// <summary>ASP.NET Core's own handlers with their defaults: metadata over HTTPS is required, and chains are checked.</summary>
public sealed partial class AspNetCoreTests(SecureOrg secure)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JwtBearer_lets_in_who_has_a_token()
    {
        await using var app = await StartAsync(auth => auth.AddJwtBearer(options =>
        {
            options.Authority = secure.Issuer;
            options.Audience = "api://default";
            options.MapInboundClaims = false;
            options.BackchannelHttpHandler = secure.Handler();
        }), JwtBearerDefaults.AuthenticationScheme);
        using var http = app.GetTestClient();
        var nobody = await http.GetAsync("/me", Ct);

        http.DefaultRequestHeaders.Authorization = new("Bearer", await AccessTokenAsync());
        var me = await http.GetStringAsync("/me", Ct);

        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        me.ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task OpenIdConnect_signs_a_person_in()
    {
        await using var app = await StartAsync(auth => auth.AddCookie().AddOpenIdConnect(options =>
        {
            var web = secure.Org.App(AppKind.Web);
            options.Authority = secure.Issuer;
            options.ClientId = web.ClientId;
            options.ClientSecret = web.ClientSecret;
            options.CallbackPath = new Uri(The.Callback).AbsolutePath;
            options.ResponseType = "code";
            options.MapInboundClaims = false;
            options.TokenValidationParameters.NameClaimType = "preferred_username";
            options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.BackchannelHttpHandler = secure.Handler();
        }), CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme);
        using var browser = new AppBrowser(app, new(The.Callback));

        var asked = await browser.GetAsync("/me");
        var answer = await AnswerAsync(asked.Headers.Location!);
        var back = await browser.PostAsync(The.Callback, answer);
        var me = await browser.GetAsync(back.Headers.Location!.ToString());

        asked.Headers.Location!.ToString().ShouldStartWith($"{secure.Issuer}/v1/authorize?");
        (await me.Content.ReadAsStringAsync(Ct)).ShouldBe("ada@example.com");
    }

    static async Task<WebApplication> StartAsync(Action<AuthenticationBuilder> add, string scheme, string? challenge = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthorization();
        add(builder.Services.AddAuthentication(
            options => (options.DefaultScheme, options.DefaultChallengeScheme) = (scheme, challenge ?? scheme)));
        var app = builder.Build();
        app.MapGet("/me", (ClaimsPrincipal user) => user.FindFirstValue("preferred_username") ?? user.FindFirstValue("sub"))
            .RequireAuthorization();
        await app.StartAsync(Ct);
        return app;
    }

    /// <summary>What a browser would post to the app, had it signed in.</summary>
    async Task<FormUrlEncodedContent> AnswerAsync(Uri authorize)
    {
        using var http = new HttpClient(secure.Handler());
        var page = await http.GetStringAsync($"{authorize}&prompt=none&sessionToken={await SessionTokenAsync(http)}", Ct);
        return new(Field().Matches(page).Select(field =>
            KeyValuePair.Create(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value))));
    }

    async Task<string> AccessTokenAsync()
    {
        using var http = new HttpClient(secure.Handler());
        var native = secure.Org.App(AppKind.Native);
        var answer = await http.PostAsync(
            $"{secure.Issuer}/v1/token",
            new FormUrlEncodedContent(
            [
                new("grant_type", "password"), new("client_id", native.ClientId), new("username", The.Ada), new("password", The.Password),
                new("scope", "openid"),
            ]),
            Ct);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("access_token").GetString()!;
    }

    async Task<string> SessionTokenAsync(HttpClient http)
    {
        var body = new StringContent(
            $$"""{"username":"{{The.Ada}}","password":"{{The.Password}}"}""", new MediaTypeHeaderValue("application/json"));
        var answer = await http.PostAsync($"{secure.Org.Url}/api/v1/authn", body, Ct);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("sessionToken").GetString()!;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Field();

    /// <summary>Keeps the app's cookies.</summary>
    sealed class AppBrowser(WebApplication app, Uri origin) : IDisposable
    {
        readonly HttpClient _http = new(app.GetTestServer().CreateHandler()) { BaseAddress = origin };
        readonly Dictionary<string, string> _cookies = [];

        public Task<HttpResponseMessage> GetAsync(string url) => SendAsync(new(HttpMethod.Get, url));

        public Task<HttpResponseMessage> PostAsync(string url, HttpContent content) =>
            SendAsync(new(HttpMethod.Post, url) { Content = content });

        public void Dispose() => _http.Dispose();

        async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        {
            if (_cookies.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            var answer = await _http.SendAsync(request, Ct);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (var pair in set.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
                    _cookies[pair[0]] = pair[1];
            return answer;
        }
    }
}
