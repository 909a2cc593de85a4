using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>What an org calls itself: all its processes the same.</summary>
public sealed class AgreedUrlTests
{
    [Fact]
    public async Task A_process_that_would_call_the_org_otherwise_is_refused_with_both_names()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.StartAsync(new() { PublicUrl = "https://okta.example.test/" });
        await database.StartAsync(new() { PublicUrl = "https://okta.example.test" });

        var refused = await Should.ThrowAsync<IOException>(
            () => database.StartAsync(new() { PublicUrl = "https://other.example.test" }));

        refused.Message.ShouldBe(
            "The org in the database has the public URL https://okta.example.test, and this process is to call it " +
            "https://other.example.test: what the one issues would be wrong at the other. Start it with https://okta.example.test; to " +
            "move the org for good, stop its other processes and start this one with LocalOrgOptions.MovesOrg.");
    }

    [Fact]
    public async Task Of_several_that_start_at_once_with_different_names_one_wins()
    {
        await using var database = await OneDatabase.CreateAsync();

        var starts = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(
            async () =>
            {
                try
                {
                    return (await database.StartAsync(new() { PublicUrl = $"https://o{i}.example.test" })).Url;
                }
                catch (IOException)
                {
                    return null;
                }
            },
            The.Ct)));

        starts.OfType<string>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_org_is_moved_for_good_on_purpose()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.StartAsync(new() { PublicUrl = "https://old.example.test", CustomUrl = "https://id.example.test" });

        await database.StartAsync(
            new() { PublicUrl = "https://new.example.test", CustomUrl = "https://id.example.test", MovesOrg = true });

        await database.StartAsync(new() { PublicUrl = "https://new.example.test", CustomUrl = "https://id.example.test" });
        (
            await Should.ThrowAsync<IOException>(
                () => database.StartAsync(new() { PublicUrl = "https://new.example.test", CustomUrl = "https://other.example.test" })))
            .Message.ShouldContain("custom URL https://id.example.test");
    }

    [Fact]
    public async Task A_process_without_a_name_of_its_own_is_told_what_the_others_call_the_org()
    {
        await using var database = await OneDatabase.CreateAsync();
        await database.StartAsync(new() { PublicUrl = "https://okta.example.test" });
        using var log = new OrgLog();
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(log));

        await database.StartAsync(new() { Logs = logs });

        log.Lines.ShouldContain(line => line.StartsWith(
            "The org in the database has the public URL https://okta.example.test, and this process has none", StringComparison.Ordinal));
    }
}
