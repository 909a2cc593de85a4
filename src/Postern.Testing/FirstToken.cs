namespace Postern.Testing;

/// <summary>
/// The first token of a process is nearly all code that the runtime has yet to compile. So it is fetched once at an org of its own, which
/// nobody else knows, while the test starts its application.
/// </summary>
static class FirstToken
{
    /// <summary>The switch of a process that wants none of it (docs/testing-apis.md).</summary>
    const string Switch = "Postern.Testing.Rehearsal";

    const string User = "rehearsal@example.com";

    /// <summary>Null where the process has said no, and where there is one core, on which nothing runs beside anything.</summary>
    public static Rehearsal? Rehearsal { get; } =
        Environment.ProcessorCount > 1 && (!AppContext.TryGetSwitch(Switch, out var isWanted) || isWanted) ? new(FetchAsync) : null;

    /// <summary>As a test does it that has said nothing of its org but the user.</summary>
    internal static async Task FetchAsync(CancellationToken ct)
    {
        var options = await TestOrg.OptionsAsync(org => org.User(User), ct).ConfigureAwait(false);
        var org = await TestOrg.OpenAsync(options with { Time = new Undue() }, rehearsal: null, ct).ConfigureAwait(false);
        await using (org.ConfigureAwait(false))
            await org.TokenAsync(User, ct: ct).ConfigureAwait(false);
    }

    /// <summary>The system's time, by which nothing falls due: the org makes no key that nobody asks for.</summary>
    sealed class Undue : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
