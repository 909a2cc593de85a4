using System.Net.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>Identity Engine's surface while its database is away or hangs, and a client that does not wait for its answer.</summary>
public sealed class IdxOutageTests
{
    const string Later =
        """{"version":"1.0.0","messages":{"type":"array","value":[{"message":"The local org cannot reach its database for the moment. Try again in a few seconds.","class":"ERROR"}]}}""";

    [Fact]
    public async Task Every_call_says_later_in_its_own_shape_and_the_interaction_stands()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await StartAsync(postgres.Source);
        using var http = new Browserless(org);
        var handle = await PushedAsync(http);

        List<Answer> answers = [];
        Answer interact;
        await using (await postgres.LockAllAsync())
        {
            interact = await InteractAsync(http);
            foreach (var path in (string[])
                [
                    "introspect", "identify", "challenge", "challenge/answer", "challenge/resend", "challenge/poll", "authenticators/poll",
                    "credential/enroll", "enroll/new", "skip", "recover", "unlock-account", "cancel",
                ])
                answers.Add(await StepAsync(http, path, handle));
        }

        interact.ShouldBeError(
            503, "temporarily_unavailable",
            "The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the " +
            "server.");
        foreach (var answer in answers)
        {
            answer.Status.ShouldBe(503, answer.Body);
            answer.Headers["Content-Type"].ShouldBe("application/ion+json; okta-version=1.0.0");
            answer.Headers["Retry-After"].ShouldBe("5");
            answer.Body.ShouldBe(Later);
        }

        (await StepAsync(http, "authenticators/poll", handle)).Body.ShouldContain("\"name\":\"challenge-poll\"");
    }

    [Fact]
    public async Task A_client_that_hangs_up_while_it_polls_does_no_harm()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        // A statement waits as long as the caller does.
        await using var hanging = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString.ConnectionString) { Options = "" });
        using var log = new OrgLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));
        await using var org = await StartAsync(hanging, logs);
        using var http = new Browserless(org);
        var handle = await PushedAsync(http);
        log.Lines.Clear();

        using var hungUp = CancellationTokenSource.CreateLinkedTokenSource(The.Ct);
        using var impatient = new HttpClient { BaseAddress = new(org.ListenUrl) };
        await using (await postgres.LockAsync("transactions"))
        {
            var poll = impatient.PostAsJsonAsync("/idp/idx/authenticators/poll", new { stateHandle = handle }, hungUp.Token);
            await postgres.UntilWaitingAsync(1);
            await hungUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => poll);
            await postgres.UntilWaitingAsync(0);
        }

        (await StepAsync(http, "authenticators/poll", handle)).Body.ShouldContain("\"name\":\"challenge-poll\"");
        log.Lines.Where(line => line.Contains("failed unexpectedly", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    static Task<LocalOrg> StartAsync(NpgsqlDataSource database, ILoggerFactory? logs = null)
    {
        var seed = OrgSeed.Default;
        return LocalOrg.StartAsync(
            new()
            {
                DataSource = database, Time = new FakeTimeProvider(The.Now),
                Logs = logs,
                Seed = seed with
                {
                    Engine = OrgEngine.IdentityEngine,
                    Users =
                    [
                        seed.Users[0] with { State = UserState.MfaRequired, Factors = [new() { FactorType = "push" }] },
                    ],
                    Apps =
                    [
                        seed.Apps.First(app => app.ClientId == The.Spa) with { GrantTypes = ["authorization_code", "interaction_code"] },
                    ],
                },
            },
            The.Ct);
    }

    /// <summary>As far as a push that waits for its phone.</summary>
    static async Task<string> PushedAsync(Browserless http)
    {
        var begun = await InteractAsync(http);
        begun.Status.ShouldBe(200, begun.Body);
        var state = await http.PostJsonAsync(
            "/idp/idx/introspect", $$"""{"interactionHandle":"{{begun.Text("interaction_handle")}}"}""");
        state = await http.PostJsonAsync(
            "/idp/idx/identify",
            $$$"""{"identifier":"ada@example.com","credentials":{"passcode":"{{{The.Password}}}"},"stateHandle":"{{{state.Text("stateHandle")}}}"}""");
        var verify = state.Json.GetProperty("authenticators").GetProperty("value")[0].GetProperty("id").GetString();
        state = await http.PostJsonAsync(
            "/idp/idx/challenge",
            $$$"""{"authenticator":{"id":"{{{verify}}}","methodType":"push"},"stateHandle":"{{{state.Text("stateHandle")}}}"}""");
        state.Body.ShouldContain("\"name\":\"challenge-poll\"");
        return state.Text("stateHandle");
    }

    static Task<Answer> InteractAsync(Browserless http) => http.PostFormAsync(
        "/oauth2/default/v1/interact",
        $"client_id={The.Spa}&scope=openid&redirect_uri={The.EncodedCallback}&state=s1&{The.Pkce}");

    static Task<Answer> StepAsync(Browserless http, string path, string handle) =>
        http.PostJsonAsync("/idp/idx/" + path, $$"""{"stateHandle":"{{handle}}"}""");
}
