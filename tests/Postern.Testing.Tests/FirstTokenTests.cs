namespace Postern.Testing.Tests;

/// <summary>What is done once for the process, so that its first token is as quick as its others, and that nobody notices it.</summary>
public sealed class FirstTokenTests
{
    static readonly AsyncLocal<string?> Carried = new();

    // Where it is held for good, nobody would be told.
    [Fact]
    public Task One_can_be_fetched_beforehand() => FirstToken.FetchAsync();

    [Fact]
    public async Task An_org_is_handed_out_when_one_was_fetched()
    {
        await using var org = await TestOrg.StartAsync(ct: The.Ct);

        FirstToken.RehearsedAsync(The.Ct).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task What_fails_in_it_fails_no_test() =>
        await FirstToken.RehearseAsync(() => Task.FromException(new InvalidOperationException("No loopback here.")));

    [Fact]
    public async Task Nothing_that_a_test_carries_with_it_is_known_there()
    {
        Carried.Value = "a trace";
        var seen = "nothing was held";

        await FirstToken.RehearseAsync(() => Task.FromResult(seen = Carried.Value));

        seen.ShouldBeNull();
    }
}
