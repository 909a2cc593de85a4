using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern exam</c>: against an API that looks, and against one that takes everything.</summary>
public sealed class ExamTests(ExamTests.Examined examined) : IClassFixture<ExamTests.Examined>
{
    [Fact]
    public async Task An_API_that_takes_everything_is_at_fault()
    {
        var said = await PosternAsync(examined.OpenUrl);

        said.ExitCode.ShouldBe(9, said.Error);
        said.Out.ShouldStartWith($"GET {examined.OpenUrl} answers 200 to the good token.\n");
        said.Out.ShouldContain("TAKEN    wrongSignature     200  One bit of its signature is wrong. The API takes it.\n");
        said.Out.ShouldContain("Verify the signature: decoding a token is not checking it.\n");
        said.Out.ShouldContain("skipped  withoutScope         0  ");
        said.Error.ShouldContain(
            "error: The API has not passed: of 27 questions it let in 22 that it must refuse, and answered 0 wrongly.");
        (said.Out + said.Error).ShouldHoldNoToken();
    }

    [Fact]
    public async Task An_API_that_looks_passes()
    {
        var said = await PosternAsync(examined.LockedUrl, "--scopes", "api:read", "--user", "max@example.com");

        said.ExitCode.ShouldBe(0, said.Out + said.Error);
        said.Out.TrimEnd().ShouldEndWith("The API has passed: it refused all that it must, of 28 questions.");
    }

    [Fact]
    public async Task Programs_and_build_servers_read_it_too()
    {
        var json = await PosternAsync(examined.OpenUrl, "--output", "json");
        var junit = await PosternAsync(examined.OpenUrl, "--output", "junit");

        json.ExitCode.ShouldBe(9);
        json.Json.GetProperty("passed").GetBoolean().ShouldBeFalse();
        json.JsonError.GetProperty("code").GetString().ShouldBe("invalid_token");
        XDocument.Parse(junit.Out).Root!.Attribute("failures")!.Value.ShouldBe("22");
    }

    [Fact]
    public async Task A_terminal_shows_which_question_is_asked_and_a_pipe_does_not()
    {
        string[] args = ["exam", examined.OpenUrl, "--org", examined.Org.Url];
        var hurried = new Run { Time = new HurriedTime() };

        var shown = await (hurried with { AtTerminal = true }).PosternAsync(args);

        shown.Error.ShouldMatch("[0-9]+ of 25: ");
        Screenful.Of(shown.Error).ShouldNotContain(line => line.Contains(" of 25: ", StringComparison.Ordinal));
        (await hurried.PosternAsync(args)).Error.ShouldNotContain(" of 25: ");
        (await (hurried with { AtTerminal = true }).PosternAsync([.. args, "--quiet"])).Error.ShouldNotContain(" of 25: ");
    }

    [Fact]
    public async Task A_call_of_any_shape_is_made()
    {
        var said = await new Run { Environment = new() { ["KEY"] = "hidden-value" } }.PosternAsync(
            "exam", examined.EchoUrl, "--org", examined.Org.Url, "-X", "put", "--body", """{"item":"tea"}""", "-H", "X-Key: env:KEY",
            "-H", "Accept: text/plain", "--good-status", "418", "-v");

        said.ExitCode.ShouldBe(9, said.Error);
        examined.Seen.ShouldBe("PUT application/json {\"item\":\"tea\"} hidden-value text/plain");
        (said.Out + said.Error).ShouldNotContain("hidden-value");
        (said.Out + said.Error).ShouldHoldNoToken();
    }

    [Theory]
    [InlineData("/nothing", 2, "The API answers 404 to the good token")]
    [InlineData("/refused", 3, "The API refuses the good token (401).")]
    [InlineData("/forbidden", 5, "The API forbids the good token (403).")]
    [InlineData("/limited", 6, "The API limits the rate (429).")]
    [InlineData("/broken", 8, "The API fails with the good token (500).")]
    [InlineData("/elsewhere", 2, "The API redirects the good token elsewhere.")]
    public async Task Where_the_good_token_is_refused_it_stops(string path, int exitCode, string because)
    {
        var said = await PosternAsync(examined.OpenUrl + path);

        said.ExitCode.ShouldBe(exitCode, said.Error);
        said.Error.ShouldContain($"error: The exam cannot be held. {because}");
        said.Out.Trim().ShouldNotContain('\n');
    }

    [Fact]
    public async Task What_is_wrong_with_the_command_line_is_said_with_what_to_do()
    {
        (await Run.Postern("exam")).ShouldFail(2, "No API is named.");
        (await Run.Postern("exam", "orders")).ShouldFail(2, "URL is not a web address.");
        (await PosternAsync(examined.OpenUrl, "--header", "Authorization: Bearer 1")).ShouldFail(2, "--header wants NAME: VALUE");
        (await PosternAsync(examined.OpenUrl, "--user", "nobody@example.com")).ShouldFail(2, "There is no user 'nobody@example.com'.");
        (await PosternAsync("http://127.0.0.1:9/")).ExitCode.ShouldBe(7);
    }

    Task<Said> PosternAsync(string url, params string[] args) => Run.Postern(["exam", url, "--org", examined.Org.Url, .. args]);

    /// <summary>An org, and an API with a lock at one address and without at the others.</summary>
    public sealed class Examined : IAsyncLifetime
    {
        WebApplication _api = null!;
        TokenValidationParameters _lock = null!;

        public LocalOrg.LocalOrg Org { get; private set; } = null!;

        public string OpenUrl => _api.Urls.First() + "/open";

        public string LockedUrl => _api.Urls.First() + "/locked";

        public string EchoUrl => _api.Urls.First() + "/echo";

        /// <summary>What the last call was.</summary>
        public string Seen { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Org = await LocalOrg.LocalOrg.StartAsync();
            var issuer = Org.IssuerOf("default");
            using var http = new HttpClient();
            var keys = new JsonWebKeySet(await http.GetStringAsync($"{issuer}/v1/keys")).Keys;
            _lock = new() { ValidIssuer = issuer, ValidAudience = "api://default", IssuerSigningKeys = keys };
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            _api = builder.Build();
            _api.Run(AnswerAsync);
            await _api.StartAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _api.DisposeAsync();
            await Org.DisposeAsync();
        }

        async Task AnswerAsync(HttpContext context)
        {
            var request = context.Request;
            if (request.Path == "/locked")
            {
                await UnlockAsync(context.Response, request.Headers.Authorization.ToString());
                return;
            }

            using var body = new StreamReader(request.Body);
            Seen =
                $"{request.Method} {request.ContentType} {await body.ReadToEndAsync(context.RequestAborted)} {request.Headers["X-Key"]} " +
                request.Headers.Accept;
            if (request.Path == "/open/elsewhere")
                context.Response.Headers.Location = "/open";
            context.Response.StatusCode = request.Path.Value switch
            {
                "/echo" => 418,
                "/open" => 200,
                "/open/refused" => 401,
                "/open/forbidden" => 403,
                "/open/limited" => 429,
                "/open/broken" => 500,
                "/open/elsewhere" => 302,
                _ => 404,
            };
        }

        async Task UnlockAsync(HttpResponse response, string authorization)
        {
            if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal))
            {
                (response.StatusCode, response.Headers.WWWAuthenticate) = (401, "Bearer");
                return;
            }

            var token = await new JsonWebTokenHandler().ValidateTokenAsync(authorization["Bearer ".Length..], _lock);
            if (!token.IsValid)
                (response.StatusCode, response.Headers.WWWAuthenticate) = (401, "Bearer error=\"invalid_token\"");
            else if (!token.ClaimsIdentity.HasClaim("scp", "api:read"))
                (response.StatusCode, response.Headers.WWWAuthenticate) = (403, "Bearer error=\"insufficient_scope\"");
        }
    }
}
