using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests.Minting;

/// <summary>How fast sign-ins may begin, whichever process of this machine wants to.</summary>
public sealed class GovernorTests : IDisposable
{
    readonly DataFolder _folder = new();
    readonly FakeTimeProvider _time = new(new(2026, 2, 3, 10, 15, 10, TimeSpan.Zero));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static IEnumerable<MintUser> Users => Enumerable.Range(0, 100).Select(n => new MintUser($"user{n}@example.com", ""));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_processes_take_together_what_the_org_allows_and_not_one_more()
    {
        var org = new CountingOrg(_time, perMinute: 20);
        using var one = Shared();
        using var other = Shared();

        for (var minute = 0; minute < 3; minute++)
        {
            var wait = await ExhaustAsync(org, one, other);

            org.Used.ShouldBe(20);
            wait.ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(1));
            _time.Advance(wait);
        }

        org.Refused.ShouldBe(0);
    }

    [Fact]
    public async Task What_others_take_of_the_limit_is_left_to_them()
    {
        var org = new CountingOrg(_time, perMinute: 20);
        using var governor = Alone();
        await SignInAsync(org, governor);
        for (var i = 0; i < 12; i++)
            org.Ask("authn"); // somebody else's
        await SignInAsync(org, governor);

        await ExhaustAsync(org, governor);

        org.Used.ShouldBe(20);
        org.Refused.ShouldBe(0);
    }

    [Fact]
    public async Task What_runs_counts_before_it_is_answered()
    {
        using var governor = Alone(("authn", 3));
        for (var i = 0; i < 3; i++)
            (await TurnAsync(governor)).IsGranted.ShouldBeTrue();

        var fourth = await TurnAsync(governor);

        fourth.IsGranted.ShouldBeFalse();
        fourth.Wait.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_a_killed_process_had_taken_is_free_again_after_a_while()
    {
        using var killed = Shared(("authn", 3));
        using var other = Shared(("authn", 3));
        for (var i = 0; i < 3; i++)
            (await TurnAsync(killed)).IsGranted.ShouldBeTrue();

        _time.Advance(TimeSpan.FromMinutes(1));
        (await TurnAsync(other)).IsGranted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));

        (await TurnAsync(other)).IsGranted.ShouldBeTrue();
    }

    // An hour ago by the clock is now: what was written down then would hold everybody up for that hour.
    [Fact]
    public async Task A_clock_that_has_been_set_back_holds_nobody_up_for_longer_than_a_window()
    {
        var org = new CountingOrg(_time, perMinute: 20);
        using (var before = Shared(("authorize", 20)))
        {
            before.Recipe = new Dictionary<string, int> { ["authn"] = 1, ["authorize"] = 1 };
            await ExhaustAsync(org, before);
        }

        var earlier = new FakeTimeProvider(_time.GetUtcNow().AddHours(-1));
        using var governor = new Governor(_folder.File("org"), new Dictionary<string, int> { ["authorize"] = 20 }, earlier);
        governor.Recipe = new Dictionary<string, int> { ["authn"] = 1, ["authorize"] = 1 };
        var refused = await TurnAsync(governor);
        earlier.Advance(refused.Wait);

        refused.IsGranted.ShouldBeFalse();
        refused.Wait.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(61));
        (await TurnAsync(governor)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task Nor_does_what_a_killed_process_had_taken_before_it_was_set_back()
    {
        using var killed = Shared(("authn", 3));
        for (var i = 0; i < 3; i++)
            (await TurnAsync(killed)).IsGranted.ShouldBeTrue();

        var earlier = new FakeTimeProvider(_time.GetUtcNow().AddHours(-1));
        using var other = new Governor(_folder.File("org"), new Dictionary<string, int> { ["authn"] = 3 }, earlier);
        (await TurnAsync(other)).IsGranted.ShouldBeFalse();
        earlier.Advance(TimeSpan.FromMinutes(2));

        (await TurnAsync(other)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_user_signs_in_four_times_a_second_and_others_meanwhile()
    {
        MintUser[] users = [new("ada@example.com", ""), new("ADA@example.com", ""), new("max@example.com", "")];
        using var one = Shared();
        using var other = Shared();
        for (var i = 0; i < 4; i++)
            await (i % 2 == 0 ? one : other).EndAsync((await one.TakeTurnAsync(users[..2], _ => 0, Ct)).Lease);

        (await one.TakeTurnAsync(users[..2], _ => 0, Ct)).Wait.ShouldBe(TimeSpan.FromSeconds(1));
        (await other.TakeTurnAsync(users, _ => 0, Ct)).Index.ShouldBe(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await one.TakeTurnAsync(users, _ => 0, Ct)).Index.ShouldBe(0);
    }

    [Fact]
    public async Task A_limit_that_only_a_refusal_tells_is_kept_from_then_on()
    {
        var (org, perClient) = (new CountingOrg(_time, perMinute: 1200), new CountingOrg(_time, perMinute: 6));
        using var governor = Alone();
        while (perClient.Refused == 0)
            await SignInAsync(org, governor, perClient);

        var wait = await ExhaustAsync(org, governor, perClient: perClient);
        _time.Advance(wait);
        wait = await ExhaustAsync(org, governor, perClient: perClient);

        perClient.Used.ShouldBe(6);
        perClient.Refused.ShouldBe(1);
        wait.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_sign_in_that_takes_more_than_a_minute_has_begins_alone()
    {
        using var governor = Alone(("authn", 1));

        var first = await governor.TakeTurnAsync(Users, _ => 1, Ct);
        first.IsGranted.ShouldBeTrue();
        await governor.EndAsync(first.Lease);

        (await governor.TakeTurnAsync(Users, _ => 1, Ct)).IsGranted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        (await governor.TakeTurnAsync(Users, _ => 1, Ct)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_factor_takes_one_more()
    {
        using var governor = Alone(("authn", 3));

        (await governor.TakeTurnAsync(Users, _ => 1, Ct)).IsGranted.ShouldBeTrue();

        (await governor.TakeTurnAsync(Users, _ => 1, Ct)).IsGranted.ShouldBeFalse();
        (await governor.TakeTurnAsync(Users, _ => 0, Ct)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_nobody_tells_of_limits_Oktas_documented_ones_hold()
    {
        using var governor = Alone();
        var granted = 0;
        for (Turn turn; (turn = await governor.TakeTurnAsync(Some(granted), _ => 0, Ct)).IsGranted; granted++)
            await governor.EndAsync(turn.Lease);

        granted.ShouldBe(600);
    }

    [Fact]
    public async Task The_file_holds_no_login_and_is_its_owners()
    {
        using var governor = Shared();
        await TurnAsync(governor);

        (await _folder.ReadAsync("org")).ShouldNotContain("example.com");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_folder.File("org")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_file_that_is_none_is_begun_anew()
    {
        await File.WriteAllTextAsync(_folder.File("org"), """{"buckets":{"authn":[]},"leases":"x"}""", Ct);
        using var governor = Shared();

        (await TurnAsync(governor)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_the_file_cannot_be_used_any_more_it_is_told_once_and_the_limits_are_this_process_own()
    {
        List<string> warned = [];
        using var governor = new Governor(_folder.Path, new Dictionary<string, int> { ["authn"] = 3 }, _time) { Warn = warned.Add };

        for (var i = 0; i < 3; i++)
            await governor.EndAsync((await TurnAsync(governor)).Lease);

        (await TurnAsync(governor)).IsGranted.ShouldBeFalse();
        warned.ShouldHaveSingleItem().ShouldMatch("^.* cannot be used any more .*what they take of the org's limits\\.$");
    }

    [Fact]
    public async Task A_full_disk_stops_nobody()
    {
        using var disk = Disk.Mount(64);
        disk.Fill();
        List<string> warned = [];
        using var governor = new Governor(disk.File("org"), new Dictionary<string, int>(), _time) { Warn = warned.Add };

        (await TurnAsync(governor)).IsGranted.ShouldBeTrue();
        (await TurnAsync(governor)).IsGranted.ShouldBeTrue();

        warned.ShouldHaveSingleItem().ShouldContain("No space left on device");
    }

    [Theory]
    [InlineData(1_770_113_750L, 1_770_113_750L, 10_000)] // the clocks agree
    [InlineData(1_770_113_690L, 1_770_113_750L, 10_000)] // ours is a minute behind the org's
    [InlineData(1_770_113_750L, null, 10_000)] // it tells no time
    [InlineData(1_770_113_750L, 1_700_000_000L, 10_000)] // its Date is of another clock than the one that it counts by
    [InlineData(1_700_000_000L, 1_600_000_000L, 60_000)] // neither is ours
    public void A_window_ends_by_the_orgs_own_clock(long now, long? date, long left)
    {
        var heard = new HeardLimit("authn", 600, 1, 1_770_113_760) { ReceivedAt = now * 1000, Date = date * 1000 };

        (heard.ResetsOn(now * 1000) - (now * 1000)).ShouldBe(left);
    }

    /// <summary>Signs in until neither may, and says how long the first must wait.</summary>
    async Task<TimeSpan> ExhaustAsync(CountingOrg org, Governor one, Governor? other = null, CountingOrg? perClient = null)
    {
        var next = new Queue<Governor>(other is null ? [one] : [one, other]);
        while (true)
        {
            var governor = next.Dequeue();
            if (!await SignInAsync(org, governor, perClient))
                break;

            next.Enqueue(governor);
        }

        return (await TurnAsync(one)).Wait;
    }

    static async Task<bool> SignInAsync(CountingOrg org, Governor governor, CountingOrg? perClient = null)
    {
        var turn = await TurnAsync(governor);
        if (!turn.IsGranted)
            return false;

        governor.Hear(org.Ask("authn"));
        if (perClient?.Ask("authorize") is { } heard && heard.IsRefusal)
            governor.Hear(heard);
        await governor.EndAsync(turn.Lease);
        return true;
    }

    // Another user each time, so that nobody's own limit is met.
    static int _turn;

    static Task<Turn> TurnAsync(Governor governor) =>
        governor.TakeTurnAsync(Some(Interlocked.Increment(ref _turn)), _ => 0, Ct);

    static IEnumerable<MintUser> Some(int n) => [new($"user{n}@example.com", "")];

    Governor Shared(params (string Bucket, int PerMinute)[] ceilings) =>
        new(_folder.File("org"), ceilings.ToDictionary(each => each.Bucket, each => each.PerMinute), _time);

    Governor Alone(params (string Bucket, int PerMinute)[] ceilings) =>
        new(null, ceilings.ToDictionary(each => each.Bucket, each => each.PerMinute), _time);
}
