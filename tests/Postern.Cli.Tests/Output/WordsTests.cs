namespace Postern.Cli.Tests.Output;

public class WordsTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "now")]
    [InlineData(1, "in 1 second")]
    [InlineData(3600, "in 1 hour")]
    [InlineData(3900, "in 1 hour 5 minutes")]
    [InlineData(-90, "1 minute 30 seconds ago")]
    [InlineData(-172_801, "2 days ago")]
    public void A_distance_is_told_in_its_two_largest_units(int seconds, string words) =>
        Words.Relative(Now.AddSeconds(seconds), Now).ShouldBe(words);

    [Fact]
    public void An_instant_is_told_in_UTC() => Words.Instant(Now.ToOffset(TimeSpan.FromHours(2))).ShouldBe("2026-11-23T12:00:00Z");
}
