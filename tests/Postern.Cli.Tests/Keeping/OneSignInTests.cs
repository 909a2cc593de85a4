using Postern.Cli.Tests.Acceptance;
using Postern.Cli.Tests.Settings;
using Postern.Client;

namespace Postern.Cli.Tests.Keeping;

/// <summary>Of many that want the same tokens at once one signs in, and the others take what that one got.</summary>
[Trait("Runs", "Last")]
public sealed class OneSignInTests : IDisposable
{
    static readonly TokenKey Key = new()
    {
        Issuer = "https://dev-1.okta.com/oauth2/default", ClientId = "0oa1", Username = "ada@example.com", Way = "sign-in",
    };

    readonly Person _person = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    TokenKeeper Keeper(TextWriter? error = null)
    {
        var io = _person.Run.Terminal(TextWriter.Null, error ?? TextWriter.Null);
        return new(TokenFolder.Of(io), new(IsOff: false, Least: null), io);
    }

    // Twenty processes of the built command, since a lock among processes can be shown by nothing else; the first is killed as it signs in.
    [Fact]
    public async Task Twenty_processes_make_one_sign_in_and_where_that_one_is_killed_another()
    {
        var (asked, first, go) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        await using var org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                Middleware = next => async context =>
                {
                    if (context.Request.Path == "/api/v1/authn" && Interlocked.Increment(ref asked) is 1)
                    {
                        first.SetResult();
                        await go.Task;
                    }

                    await next(context);
                },
            },
            Ct);
        var app = org.Seed.Apps.First(app => app.Kind is LocalOrg.AppKind.Native);
        _person.Profiles($"""
            default: dev
            profiles:
              dev:
                org: {org.Url}
                client-id: {app.ClientId}
                redirect-uri: {app.RedirectUris[0]}
                username: ada@example.com
                password: env:PASSWORD
            """);
        using var killed = Start();
        await first.Task.InTimeAsync("the first sign-in");
        var others = Enumerable.Range(0, 19).Select(_ => Start()).ToList();
        killed.Signal("KILL");

        var said = await Task.WhenAll(others.Select(other => other.EndAsync()));
        go.SetResult();

        said.ShouldAllBe(each => each.ExitCode == 0 && each.Error == "");
        said.Select(each => each.Text("access_token")).Distinct().ShouldHaveSingleItem();
        asked.ShouldBe(2);
        (await killed.EndAsync()).ExitCode.ShouldBe(137);
        others.ForEach(other => other.Dispose());
    }

    [Fact]
    public async Task Whoever_waits_takes_what_the_other_got()
    {
        var (signIn, count) = (new TaskCompletionSource<KeptToken>(), 0);
        Task<KeptToken> SignInAsync(KeptToken? before, CancellationToken ct)
        {
            count++;
            return signIn.Task;
        }

        var one = Keeper().GetAsync(Key, SignInAsync, Ct);
        var other = Keeper().GetAsync(Key, SignInAsync, Ct);
        signIn.SetResult(Token("a-1"));

        (await one.InTimeAsync("the one that signs in")).Tokens.AccessToken.ShouldBe("a-1");
        (await other.InTimeAsync("the one that waits")).Tokens.AccessToken.ShouldBe("a-1");
        count.ShouldBe(1);
    }

    // Twenty of them with one wrong password would lock its user.
    [Fact]
    public async Task Whoever_waits_for_one_that_is_refused_is_refused_with_it_and_the_next_one_tries()
    {
        var (signIn, count) = (new TaskCompletionSource<KeptToken>(), 0);
        Task<KeptToken> SignInAsync(KeptToken? before, CancellationToken ct)
        {
            count++;
            return signIn.Task;
        }

        var one = Keeper().GetAsync(Key, SignInAsync, Ct);
        var other = Keeper().GetAsync(Key, SignInAsync, Ct);
        signIn.SetException(new RefusedMeanwhileException("Authentication failed"));

        await Should.ThrowAsync<RefusedMeanwhileException>(one.InTimeAsync("the one that signs in"));
        (await Should.ThrowAsync<RefusedMeanwhileException>(other.InTimeAsync("the one that waits"))).Message
            .ShouldContain("Authentication failed");
        count.ShouldBe(1);
        (await Keeper().GetAsync(Key, (_, _) => Task.FromResult(Token("a-2")), Ct)).Tokens.AccessToken.ShouldBe("a-2");
    }

    [Fact]
    public async Task Whoever_waits_for_one_that_fails_otherwise_tries_itself()
    {
        var signIn = new TaskCompletionSource<KeptToken>();
        var one = Keeper().GetAsync(Key, (_, _) => signIn.Task, Ct);
        var other = Keeper().GetAsync(Key, (_, _) => Task.FromResult(Token("a-3")), Ct);
        signIn.SetException(new HttpRequestException("No answer."));

        await Should.ThrowAsync<HttpRequestException>(one.InTimeAsync("the one that signs in"));
        (await other.InTimeAsync("the one that waits")).Tokens.AccessToken.ShouldBe("a-3");
    }

    [Fact]
    public async Task A_refresh_token_that_may_be_spent_is_not_sent_again()
    {
        var stale = Token("a-4", "r-4") with { };
        await Keeper().GetAsync(Key, (_, _) => Task.FromResult(stale with { Tokens = stale.Tokens with { ExpiresAt = default } }), Ct);

        await Should.ThrowAsync<HttpRequestException>(
            Keeper().GetAsync(Key, (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded), Ct));

        await Keeper().GetAsync(
            Key,
            (before, _) =>
            {
                before!.Tokens.RefreshToken.ShouldBeNull();
                return Task.FromResult(Token("a-5"));
            },
            Ct);
    }

    [Fact]
    public async Task One_that_never_left_may_be_sent_again()
    {
        var stale = Token("a-6", "r-6");
        await Keeper().GetAsync(Key, (_, _) => Task.FromResult(stale with { Tokens = stale.Tokens with { ExpiresAt = default } }), Ct);

        await Should.ThrowAsync<HttpRequestException>(
            Keeper().GetAsync(Key, (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError), Ct));

        await Keeper().GetAsync(
            Key,
            (before, _) =>
            {
                before!.Tokens.RefreshToken.ShouldBe("r-6");
                return Task.FromResult(Token("a-7"));
            },
            Ct);
    }

    Command Start() => Command.StartWith(
        [$"HOME={_person.Home}", $"XDG_DATA_HOME={_person.Run.DataFolder}", "DBUS_SESSION_BUS_ADDRESS=", "XDG_RUNTIME_DIR="], "token");

    static KeptToken Token(string access, string? refresh = null) => new(
        Key, new TokenSet { AccessToken = access, RefreshToken = refresh, ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) })
    {
        At = TimeProvider.System.GetUtcNow(),
    };

    public void Dispose() => _person.Dispose();
}
