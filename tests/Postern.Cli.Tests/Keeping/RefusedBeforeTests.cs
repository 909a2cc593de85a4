using Microsoft.Extensions.Time.Testing;
using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests.Keeping;

/// <summary>What was refused to Kubernetes' tools, which run the command again and again with nobody there.</summary>
public sealed class RefusedBeforeTests(KeptOrg org) : IClassFixture<KeptOrg>, IDisposable
{
    static readonly string[] Poll = ["token", "--output", "kubernetes"];

    readonly Person _person = new();

    Run With(string password) => _person.Run with { Time = org.Time, Environment = new() { ["PASSWORD"] = password } };

    [Fact]
    public async Task One_password_is_sent_once_however_many_processes_ask_and_another_after_the_pause()
    {
        _person.Profiles(org.Profile());
        var asked = await org.AskedAsync("/api/v1/authn");

        (await With("wrong-horse").PosternAsync(Poll)).ShouldFail(3, "Authentication failed");
        (await With("wrong-horse").PosternAsync([.. Poll, "-v"])).ShouldFail(3, "This was refused before, and was not asked again: ");
        org.Time.Advance(TimeSpan.FromSeconds(30));
        (await With("wrong-horse").PosternAsync(Poll)).ShouldFail(3, "is not sent again");
        org.Time.Advance(TimeSpan.FromSeconds(30));
        (await With(TheOrg.Password).PosternAsync(Poll)).ShouldFail(3, "retryAfter: 30");
        (await org.AskedAsync("/api/v1/authn")).ShouldBe(asked + 1);

        org.Time.Advance(TimeSpan.FromSeconds(30));
        (await With(TheOrg.Password).PosternAsync(Poll)).ShouldSucceed().Out.ShouldContain("ExecCredential");
        (await org.AskedAsync("/api/v1/authn")).ShouldBe(asked + 2);
    }

    [Fact]
    public async Task Whoever_signs_in_meanwhile_signs_in_for_them_too()
    {
        _person.Profiles(org.Profile());
        (await With("wrong-horse").PosternAsync(Poll)).ShouldFail(3, "Authentication failed");

        (await With(TheOrg.Password).PosternAsync("token")).ShouldSucceed();

        (await With("wrong-horse").PosternAsync(Poll)).ShouldSucceed();
        Directory.EnumerateFiles(Path.Combine(_person.Run.DataFolder!, "postern", "tokens"), "*.refused").ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_of_the_password_can_be_read_in_what_is_kept_and_whoever_damages_it_is_told()
    {
        _person.Profiles(org.Profile());
        (await With("wrong-horse").PosternAsync(Poll)).ShouldFail(3, "Authentication failed");
        var file = Directory.EnumerateFiles(Path.Combine(_person.Run.DataFolder!, "postern", "tokens"), "*.refused").Single();

        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        var said = await With(TheOrg.Password).PosternAsync(Poll);

        text.ShouldNotContain("failed");
        said.ShouldSucceed().Error.ShouldContain("is damaged, or was sealed with another key");
    }

    [Fact]
    public async Task What_is_asked_besides_the_password_is_told_with_the_flag_that_answers_it()
    {
        _person.Profiles(org.Profile(user: "max@example.com"));

        (await With(TheOrg.Password).PosternAsync(Poll)).ShouldFail(4, "--totp-secret REF gives the seed of the one-time passwords.");
    }

    [Fact]
    public void A_pause_is_over_for_a_clock_that_has_been_set_back()
    {
        var key = new TokenKey { Issuer = "https://dev-1.okta.com", ClientId = "0oa1", Way = "authorization_code" };
        var began = org.Time.GetUtcNow();
        var refusal = new Refusal(new(3, "Authentication failed"), TimeSpan.FromSeconds(30), began.AddSeconds(30));
        var inPause = new RefusedSignIns(new FakeTimeProvider(began));
        var setBack = new RefusedSignIns(new FakeTimeProvider(began.AddDays(-1)));

        inPause.Take(key, refusal);
        setBack.Take(key, refusal);

        Should.Throw<RefusedSignInException>(() => inPause.RefuseInPause(key));
        Should.NotThrow(() => setBack.RefuseInPause(key));
    }

    public void Dispose() => _person.Dispose();
}
