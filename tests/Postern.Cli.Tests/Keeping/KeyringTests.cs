using Postern.Cli.Tests.Commands;
using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests.Keeping;

/// <summary>A keyring, where there is one: it has the key of what is kept, and passwords that are put there.</summary>
public sealed class KeyringTests(KeptOrg org) : IClassFixture<KeptOrg>, IAsyncLifetime
{
    readonly Person _person = new();
    SecretService? _keyring;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Run Run => _person.Run with
    {
        Time = org.Time,
        Environment = new() { ["PASSWORD"] = TheOrg.Password, ["DBUS_SESSION_BUS_ADDRESS"] = _keyring!.Address },
    };

    string KeyFile => File.ReadAllText(Path.Combine(Run.DataFolder!, "postern", "tokens", "key"));

    public async ValueTask InitializeAsync() => _keyring = await SecretService.StartAsync();

    [Fact]
    public async Task The_key_of_what_is_kept_is_in_the_keyring_and_the_file_names_it()
    {
        Assert.SkipWhen(_keyring is null, "There is no dbus-daemon here.");
        _person.Profiles(org.Profile());
        var first = (await Run.PosternAsync("token")).ShouldSucceed();

        (await Run.PosternAsync("token")).ShouldSucceed().Text("access_token").ShouldBe(first.Text("access_token"));

        var (name, key) = _keyring.Items.ShouldHaveSingleItem();
        name.ShouldMatch("^kept-tokens-[0-9a-f]{8}$");
        KeyFile.ShouldBe($"keyring {name}\n");
        Convert.FromBase64String(key).Length.ShouldBe(32);
        _keyring.IsLocked = true;
        var locked = (await Run.PosternAsync("token")).ShouldSucceed();
        locked.Error.ShouldContain("The key of the kept tokens is in a keyring that cannot be read here: they are left aside");
        locked.Text("access_token").ShouldNotBe(first.Text("access_token"));
    }

    [Fact]
    public async Task A_locked_keyring_is_not_waited_for()
    {
        Assert.SkipWhen(_keyring is null, "There is no dbus-daemon here.");
        _keyring.IsLocked = true;
        _person.Profiles(org.Profile());

        (await Run.PosternAsync("token")).ShouldSucceed().Error.ShouldBeEmpty();

        KeyFile.ShouldStartWith("key ");
    }

    // Some ask their user, who is not there; and a service may be begun and never come.
    [Fact]
    public async Task A_keyring_that_does_not_answer_is_waited_for_once()
    {
        Assert.SkipWhen(_keyring is null, "There is no dbus-daemon here.");
        var time = new AwaitedTime(org.Time.GetUtcNow());
        await using var own = await LocalOrg.LocalOrg.StartAsync(new() { Time = time.OfTheOrg }, Ct);
        _person.Profiles(org.Profile().Replace(org.Org.Url, own.Url, StringComparison.Ordinal));
        (await (Run with { Time = time.OfTheOrg }).PosternAsync("token")).ShouldSucceed().Error.ShouldBeEmpty();
        KeyFile.ShouldStartWith("keyring ");
        _keyring.IsSilent = true;
        var asked = _keyring.Asked;

        var running = (Run with { Time = time }).PosternAsync("token");
        (await time.WaitedForAsync(Ct)).ShouldBe(TimeSpan.FromSeconds(3));
        time.Advance(TimeSpan.FromSeconds(3));

        (await running).ShouldSucceed().Error.ShouldContain("The key of the kept tokens is in a keyring that cannot be read here");
        _keyring.Asked.ShouldBe(asked + 1);
    }

    [Fact]
    public async Task A_password_that_a_keyring_does_not_give_is_awaited_for_a_minute_and_shown_to_be()
    {
        Assert.SkipWhen(_keyring is null, "There is no dbus-daemon here.");
        _keyring.IsSilent = true;
        var time = new AwaitedTime(org.Time.GetUtcNow());
        using var error = new Heard();
        _person.Profiles(org.Profile());
        var io = (Run with { Time = time, AtTerminal = true }).Terminal(TextWriter.Null, error);

        var running = PosternCommand.RunAsync(["token", "--password", "keyring:dev-ada", "--no-cache"], io, Ct);
        (await time.WaitedForAsync(Ct)).ShouldBe(TimeSpan.FromMinutes(1));
        (await time.WaitedForAsync(Ct)).ShouldBe(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        await Patience.UntilAsync(
            "a line that says so", () => error.ToString().Contains("Waiting for the keyring", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromMinutes(1));

        (await running.InTimeAsync("the end of the waiting")).ShouldBe(ExitCodes.Usage);
        error.ToString().ShouldContain("--password: the keyring does not answer.");
    }

    [Fact]
    public async Task A_password_is_put_there_as_a_profile_is_made()
    {
        Assert.SkipWhen(_keyring is null, "There is no dbus-daemon here.");
        var at = Run with
        {
            AtTerminal = true,
            Typed = TheOrg.Password,
            Input = $"{org.Org.Url}\n\n{org.App.ClientId}\n{org.App.RedirectUris[0]}\n\nada@example.com\nkeyring:dev-ada\n",
        };

        var added = (await at.PosternAsync("profile", "add", "dev")).ShouldSucceed();

        added.Error.ShouldContain("Put into the keyring as dev-ada.");
        _keyring.Items.ShouldContain(("dev-ada", TheOrg.Password));
        _person.Kept.ShouldContain("password: keyring:dev-ada");
        (await Run.PosternAsync("token", "--password", "keyring:dev-ada", "--no-cache")).ShouldSucceed();
        (await Run.PosternAsync("token", "--password", "keyring:none", "--no-cache")).ShouldFail(2, "the keyring has nothing named none.");
    }

    public ValueTask DisposeAsync()
    {
        _keyring?.Dispose();
        _person.Dispose();
        return ValueTask.CompletedTask;
    }
}
