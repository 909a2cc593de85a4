using Postern.Client;

namespace Postern.Cli.Tests.Output;

/// <summary>Where to go with a code, as servers other than Okta's may say it.</summary>
public class ActivationDisplayTests
{
    [Fact]
    public void An_empty_address_with_the_code_in_it_counts_as_none()
    {
        Told(atTerminal: true).ShouldContain("█");
        Told(atTerminal: false).ShouldBe("Open https://op.example/device and enter BKWQ-ZNHT");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(80, true)]
    [InlineData(20, false)]
    public void A_code_that_would_be_broken_at_the_edge_is_not_drawn(int? columns, bool isDrawn)
    {
        var told = Told(atTerminal: true, columns);

        told.Contains('█').ShouldBe(isDrawn);
        told.ShouldContain("https://op.example/device");
        told.ShouldContain("BKWQ-ZNHT");
        told.Contains("Scan it").ShouldBe(isDrawn);
    }

    static string Told(bool atTerminal, int? columns = null)
    {
        using var error = new StringWriter();
        var io = new Run { AtTerminal = atTerminal }.Terminal(TextWriter.Null, error) with { Columns = () => columns };
        ActivationDisplay.Write(io, new DeviceAuthorization
        {
            DeviceCode = "d",
            UserCode = "BKWQ-ZNHT",
            VerificationUri = "https://op.example/device",
            VerificationUriComplete = "",
            ExpiresAt = DateTimeOffset.UnixEpoch,
            Interval = TimeSpan.FromSeconds(5),
        });
        return error.ToString().TrimEnd();
    }
}
