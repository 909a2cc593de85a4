namespace Postern.Testing;

/// <summary>
/// The first token of a process is nearly all code that the runtime has yet to compile. That is part of starting the first org, which a
/// fixture waits for, and not of whichever test comes first: one is fetched there, at an org of its own that nobody else knows.
/// </summary>
static class FirstToken
{
    /// <summary>The switch of a process that wants none of it (docs/testing-apis.md).</summary>
    const string Switch = "Postern.Testing.Rehearsal";

    const string User = "rehearsal@example.com", Another = "another.rehearsal@example.com", Scope = "rehearse";

    static readonly Lazy<Task> Rehearsal = new(() => RehearseAsync(FetchAsync));

    /// <summary>Whoever comes first has it held; who comes meanwhile waits for the same one.</summary>
    public static Task RehearsedAsync(CancellationToken ct) =>
        !AppContext.TryGetSwitch(Switch, out var isWanted) || isWanted ? Rehearsal.Value.WaitAsync(ct) : Task.CompletedTask;

    /// <summary>Once. What fails in it is told by whoever does the same in earnest.</summary>
    internal static async Task RehearseAsync(Func<Task> fetch)
    {
        Task fetching;
        // Nothing that a test carries with it, a trace or a runner's context, is to hear of what is done here.
        using (ExecutionContext.SuppressFlow())
            fetching = Task.Run(fetch);
        await fetching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// As most tests do it, with a group and a scope of the application's own; twice, since some of what the first request has compiled
    /// runs at the second one only.
    /// </summary>
    internal static async Task FetchAsync()
    {
        var org = await TestOrg.OpenAsync(
            org => org.User(User, groups: ["Rehearsal"]).User(Another)
                .Server("rehearsal", audience: "api://rehearsal", scopes: [Scope], groupsClaim: true),
            CancellationToken.None).ConfigureAwait(false);
        await using (org.ConfigureAwait(false))
        {
            await org.TokenAsync(User, Scope).ConfigureAwait(false);
            await org.TokenAsync(Another, Scope).ConfigureAwait(false);
        }
    }
}
