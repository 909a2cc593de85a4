namespace Postern.Testing.Tests;

/// <summary>What the kit does beforehand, so that a process's first token is as quick as its others, and that nobody notices it.</summary>
public sealed class RehearsalTests
{
    static readonly AsyncLocal<string?> Carried = new();

    // Where it is held for good nobody would be told.
    [Fact]
    public Task A_first_token_can_be_fetched_beforehand() => FirstToken.FetchAsync(The.Ct);

    [Fact]
    public async Task The_first_org_begins_it_and_ends_what_is_left_of_it()
    {
        var rehearsal = new Rehearsal(ct => new TaskCompletionSource().Task.WaitAsync(ct));
        var options = await TestOrg.OptionsAsync(null, The.Ct);

        await using (await TestOrg.OpenAsync(options, rehearsal, The.Ct))
            rehearsal.Begin().ShouldBeNull();
        await using var next = rehearsal.Begin();

        next.ShouldNotBeNull();
    }

    [Fact]
    public async Task It_is_held_once()
    {
        var times = 0;
        var rehearsal = new Rehearsal(_ => Task.FromResult(Interlocked.Increment(ref times)));

        await using var held = rehearsal.Begin()!;
        await held.Ended;

        rehearsal.Begin().ShouldBeNull();
        times.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_began_it_ends_it_and_the_next_begins_again()
    {
        var rehearsal = new Rehearsal(ct => new TaskCompletionSource().Task.WaitAsync(ct));

        var held = rehearsal.Begin()!;
        await held.DisposeAsync();
        await held.DisposeAsync();
        await using var again = rehearsal.Begin();

        again.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_fails_in_it_fails_no_test_and_is_not_tried_again()
    {
        var rehearsal = new Rehearsal(_ => Task.FromException(new InvalidOperationException("No loopback here.")));

        await using var held = rehearsal.Begin()!;
        await held.Ended;

        rehearsal.Begin().ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_that_a_test_carries_with_it_is_known_there()
    {
        Carried.Value = "a trace";
        var seen = "nothing was held";
        var rehearsal = new Rehearsal(_ => Task.FromResult(seen = Carried.Value));

        await using var held = rehearsal.Begin()!;
        await held.Ended;

        seen.ShouldBeNull();
    }
}
