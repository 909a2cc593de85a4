using System.Security.Cryptography;

namespace Postern.Client.Tests.Authn;

/// <summary>Which one-time passwords have been used.</summary>
public sealed class SpentPasscodesTests
{
    const string Seed = "0123456789abcdef0123456789abcdef";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_is_taken_once_for_each_seed()
    {
        var spent = new InMemorySpentPasscodes();

        (await spent.TryTakeAsync(Seed, 59_000_000, Ct)).ShouldBeTrue();
        (await spent.TryTakeAsync(Seed, 59_000_000, Ct)).ShouldBeFalse();
        (await spent.TryTakeAsync(Seed, 59_000_001, Ct)).ShouldBeTrue();
        (await spent.TryTakeAsync("fedcba9876543210fedcba9876543210", 59_000_000, Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_at_once_one_gets_each_step()
    {
        var spent = new InMemorySpentPasscodes();

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 400).Select(n => Task.Run(async () => await spent.TryTakeAsync(Seed, n / 4, Ct))));

        taken.Count(mine => mine).ShouldBe(100);
    }

    [Fact]
    public async Task What_was_used_long_ago_is_forgotten_so_that_memory_does_not_grow()
    {
        var spent = new InMemorySpentPasscodes();
        for (var step = 0; step <= 100; step++)
            (await spent.TryTakeAsync(Seed, step, Ct)).ShouldBeTrue();

        (await spent.TryTakeAsync(Seed, 1, Ct)).ShouldBeFalse();
        (await spent.TryTakeAsync(Seed, 0, Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_flow_asks_by_a_hash_of_the_seed_that_nothing_else_prints_and_takes_the_next_step_where_one_is_taken()
    {
        var seed = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);
        var (spent, step) = (new Recording(), The.Now.ToUnixTimeSeconds() / 30);
        using var org = new FakeOrg();
        org.Authn = _ => Some.Json(200, Required);
        org.Answers["/api/v1/authn/factors/ost1/verify"] = _ => Some.Json(200, org.Success);
        org.Time.Advance(TimeSpan.FromSeconds(60)); // as if the two steps before had been awaited

        var client = org.Connect(options => options with { SpentPasscodes = spent });
        spent.Taken.Add(step + 2);
        var signingIn = client.SessionTokenFlow.SignInAsync(The.Login, The.Password, new() { Totp = Totp.FromSecret(seed) }, Ct);
        await org.WhileTimeMovesAsync(signingIn);

        await signingIn;
        spent.Asked.Select(asked => asked.Step).ShouldBe([step + 2, step + 3]);
        var name = spent.Asked.Select(asked => asked.Seed).Distinct().ShouldHaveSingleItem();
        name.Length.ShouldBe(32);
        name.ShouldAllBe(c => char.IsAsciiHexDigitLower(c));
        name.ShouldNotContain(seed, Case.Insensitive);
        name.ShouldNotContain(Fingerprint.Of(seed)["sha256:".Length..]);
        org.AskedAt("/verify").Single().Body.ShouldContain(Totp.FromSecret(seed).CodeAt(The.Now.AddSeconds(90)));
    }

    [Fact]
    public void Equal_seeds_have_one_name_however_they_are_written() =>
        Totp.FromSecret("gezd gnbv gy3t qojq").KeyHash.ShouldBe(Totp.FromSecret("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ").KeyHash);

    static string Required => $$$"""
        {"stateToken":"00PtYgjmUhBel31iEl2hpChYgCfrL1spNxnyVmihA_","status":"MFA_REQUIRED","_embedded":{"factors":[
         {"id":"ost1","factorType":"token:software:totp","provider":"OKTA",
          "_links":{"verify":{"href":"{{{The.Org}}}/api/v1/authn/factors/ost1/verify","hints":{"allow":["POST"]} } } }]} }
        """;

    /// <summary>A memory of somebody else's.</summary>
    sealed class Recording : ISpentPasscodes
    {
        public HashSet<long> Taken { get; } = [];

        public List<(string Seed, long Step)> Asked { get; } = [];

        public ValueTask<bool> TryTakeAsync(string seed, long timeStep, CancellationToken ct = default)
        {
            Asked.Add((seed, timeStep));
            return new(Taken.Add(timeStep));
        }
    }
}
