using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.SignIn;

/// <summary>The machine of the default org, with no surface before it.</summary>
sealed class LoneMachine : IAsyncDisposable
{
    static readonly SignInCaller Somebody = new() { Address = "127.0.0.1" };

    readonly SqliteDataSource _source = SqliteDataSource.InMemory();
    readonly OrgStore _store;
    readonly OrgDirectory _directory;
    readonly HookCaller _hooks;

    LoneMachine(FakeTimeProvider time)
    {
        var database = new Database(_source);
        Shared = new(database);
        _store = new(database, time);
        _directory = new(_store);
        _hooks = new(time);
        var room = new SignInStores(_store, _directory);
        Sessions = new(room.Sessions, time);
        Outbox = new(_store);
        var policies = new SignInPolicies(_directory);
        OrgUrls urls = new("https://org.example", null);
        Passwords = new(_store, room.Credentials, new(), policies, new(_store, new(_directory, urls, _hooks, time)));
        var relyingParty = new RelyingParty(urls, _directory, null);
        Machine = new(room, _directory, policies, Passwords, new(RateLimits.Off, _store), new(_store, Outbox, relyingParty),
            new(_directory, urls));
    }

    public SignInMachine Machine { get; }

    public PasswordSignIn Passwords { get; }

    public Sessions Sessions { get; }

    public Outbox Outbox { get; }

    SharedState Shared { get; }

    public static async Task<LoneMachine> StartAsync()
    {
        var lone = new LoneMachine(new(The.Now));
        await lone._store.MigrateAsync(The.Ct);
        await lone.Shared.LoadAsync(The.Ct);
        await Seeder.SeedAsync(lone._store, lone._directory, DefaultSeed.Create(), isKept: false, The.Ct);
        await lone.Shared.KeepAsync(lone._directory.Kept, The.Ct);
        return lone;
    }

    public Task<SignInOutcome> PasswordAsync(string login, string? password = The.Password) =>
        DoneAsync(
            work => Machine.BeginAsync(new SignInStart.Password(login, password) { Caller = Somebody, RelayState = "kept" }, work, The.Ct));

    public Task<SignInOutcome> TakeAsync(SignInOutcome before, SignInInput input) =>
        DoneAsync(work => Machine.TakeAsync(before.StateToken(), input, work, The.Ct));

    /// <summary>Carried out and committed, as a surface would.</summary>
    public async Task<T> DoneAsync<T>(Func<Work, Task<T>> take)
        where T : class
    {
        T? done = null;
        await _store.InOneWorkAsync(async work => done = await take(work), The.Ct);
        return done!;
    }

    public async Task<Proof> ProofAsync(string login) =>
        Proof.OfPassword((await Passwords.TryAsync(login, The.Password, Origin.Itself, The.Ct)).Accepted!, "127.0.0.1");

    public async ValueTask DisposeAsync()
    {
        _hooks.Dispose();
        await _source.DisposeAsync();
    }
}

/// <summary>What tests ask of outcomes.</summary>
static class Outcomes
{
    public static string StateToken(this SignInOutcome outcome) => outcome.ShouldBeOfType<SignInOutcome.Pending>().StateToken;

    public static T State<T>(this SignInOutcome outcome)
        where T : SignInState => outcome.ShouldBeOfType<SignInOutcome.Pending>().State.ShouldBeOfType<T>();
}
