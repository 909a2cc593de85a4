using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.SignIn;

/// <summary>What counts towards Okta's limits, and how often.</summary>
public sealed class RateLimiterTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    public async Task A_request_is_counted_once_however_often_its_work_is_tried(int most)
    {
        await using var source = SqliteDataSource.InMemory();
        OrgStore store = new(new(source), new FakeTimeProvider(The.Now));
        await store.MigrateAsync(The.Ct);
        RateLimiter limits = new(RateLimits.Okta, store);
        List<bool> letIn = [];

        for (var i = 0; i <= most; i++)
        {
            var (tries, isIn) = (0, false);
            await store.InOneWorkAsync(
                async work =>
                {
                    isIn = most is 4
                        ? await limits.TryTakeForUserAsync("ada@example.com", work, The.Ct)
                        : await limits.TryTakeForInteractionsOfAsync("ada@example.com", work, The.Ct);
                    if (tries++ < 2)
                        // Somebody else was quicker.
                        work.Change("update shared_state set value = 1 where name = 'what is gone'", []);
                },
                The.Ct);
            letIn.Add(isIn);
        }

        letIn.ShouldBe([.. Enumerable.Repeat(true, most), false]);
    }
}
