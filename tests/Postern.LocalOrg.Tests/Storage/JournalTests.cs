using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>The journal on each database: whoever reads on from where they were misses nothing, however many write meanwhile.</summary>
public sealed class JournalTests
{
    [Fact]
    public async Task Who_reads_on_misses_no_line()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);

        await MissesNoneAsync(org.Store, org.Store);
    }

    [Fact]
    public async Task Who_reads_on_misses_no_line_of_another_process()
    {
        await using var database = await OneDatabase.CreateAsync();
        var here = await database.StartAsync();
        var there = await database.StartAsync(new() { PublicUrl = here.Url });

        await MissesNoneAsync(here.Store, there.Store);
    }

    static async Task MissesNoneAsync(OrgStore here, OrgStore there)
    {
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < 25; i++)
                    await (writer % 2 is 0 ? here : there).InOneWorkAsync(
                        Origin.Itself,
                        work =>
                        {
                            work.Tell($"{writer}-{i}");
                            return Task.CompletedTask;
                        },
                        The.Ct);
            },
            The.Ct)));
        List<string> read = [];
        for (var (place, isOver) = (0L, false); !isOver;)
        {
            isOver = writing.IsCompleted;
            foreach (var entry in await here.Journal.AfterAsync(place, 50, The.Ct))
            {
                read.AddRange(entry.Lines);
                place = entry.Number;
                isOver = false;
            }
        }

        await writing;
        read.Order(StringComparer.Ordinal).ShouldBe(
            Enumerable.Range(0, 8)
                .SelectMany(writer => Enumerable.Range(0, 25).Select(i => $"{writer}-{i}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_too_old_or_too_much_is_forgotten_and_the_rest_stays()
    {
        await using var clocked = await ClockedOrg.StartAsync();
        var store = clocked.Org.Store;
        await store.Journal.AddAsync(Origin.Itself, ["old"], The.Ct);
        clocked.Advance(91 * 24 * 3600);
        await store.Journal.AddAsync(Origin.Itself, ["new"], The.Ct);

        await store.Journal.ForgetAsync(The.Ct);

        (await store.Journal.AfterAsync(0, 10, The.Ct)).SelectMany(entry => entry.Lines).ShouldBe(["new"]);
    }

    [Fact]
    public async Task Of_a_work_that_is_refused_only_what_was_told_anyway_is_kept()
    {
        await using var clocked = await ClockedOrg.StartAsync();
        var store = clocked.Org.Store;

        await Should.ThrowAsync<Refused>(() => store.InOneWorkAsync(
            new Origin { RequestId = "r", Path = "/a", Address = "192.0.2.1", UserAgent = "x\ny" },
            work =>
            {
                work.Tell("done");
                work.TellAnyway("tried");
                throw new Refused();
            },
            The.Ct));

        var entry = (await store.Journal.AfterAsync(0, 10, The.Ct)).ShouldHaveSingleItem();
        entry.Lines.ShouldBe(["tried"]);
        entry.Origin.ShouldBe(new() { RequestId = "r", Path = "/a", Address = "192.0.2.1", UserAgent = "x y" });
    }

    sealed class Refused() : Refusal("No.");
}
