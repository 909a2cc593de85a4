using System.Text;

namespace Postern.Cli.Tests.Minting;

/// <summary>What a run has made so far, on the disk and not in memory.</summary>
public sealed class MintJournalTests : IDisposable
{
    readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_in_order_one_after_the_other_and_of_several_the_last()
    {
        using (var journal = MintJournal.Open(_folder.File("out"), "plan"))
        {
            journal.Add(Made(2, "c"));
            journal.Add(new(0, "ada@example.com") { Failure = new(ExitCodes.Network, "No answer.", null) });
            journal.Add(Made(1, "b"));
        }

        using var again = MintJournal.Open(_folder.File("out"), "plan");
        again.Add(Made(0, "a"));

        again.Outcomes.Select(outcome => (outcome.Number, outcome.IsSettled)).ShouldBe([(0, true), (1, true), (2, true)]);
        again.Made().Select(record => record.Tokens!.AccessToken).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void What_failed_for_a_while_is_not_settled_and_has_no_token()
    {
        using var journal = MintJournal.Open(_folder.File("out"), "plan");
        journal.Add(new(0, "ada@example.com") { Failure = new(ExitCodes.Network, "No answer.", null) });
        journal.Add(new(1, "max@example.com") { Failure = new(ExitCodes.AuthenticationRefused, "Authentication failed", null) });

        journal.Outcomes.Select(outcome => outcome.IsSettled).ShouldBe([false, true]);
        journal.Made().ShouldBeEmpty();
    }

    [Fact]
    public void Lines_are_found_however_long_they_are_and_half_a_line_is_none()
    {
        var (path, longest) = (_folder.File("lines"), new string('x', 2_500_000));
        File.WriteAllText(path, $"a\n\n{longest}\nhalf");
        using var file = File.OpenHandle(path);

        JournalLines.Of(file).Select(line => (line.Offset, Text: Encoding.UTF8.GetString(line.Line)))
            .ShouldBe([(0, "a"), (2, ""), (3, longest)]);
    }

    [Fact]
    public void Of_users_whose_turn_is_nearest_comes_first_and_each_is_there_once()
    {
        MintUser[] users = [new("ada@example.com", ""), new("max@example.com", ""), new("ADA@example.com", "")];
        var waiting = new WaitingItems();
        waiting.Add(Enumerable.Range(0, 6).Select(number => new MintItem(number, users[number % 3])));

        waiting.Users.Select(user => user.Login).ShouldBe(["ada@example.com", "max@example.com"]);
        waiting.Take(1).Number.ShouldBe(1);
        waiting.Take(0).Number.ShouldBe(0);
        waiting.Users.Select(user => user.Login).ShouldBe(["ADA@example.com", "max@example.com"]);
        waiting.TakeAllOf("Ada@example.com").Select(item => item.Number).ShouldBe([2, 3, 5]);
        waiting.Count.ShouldBe(1);
        waiting.Take(0).Number.ShouldBe(4);
        waiting.Users.ShouldBeEmpty();
    }

    static MintRecord Made(int number, string token) => new(number, "ada@example.com")
    {
        Tokens = new() { AccessToken = token, ExpiresAt = new(2026, 2, 3, 11, 15, 0, TimeSpan.Zero) },
    };
}
