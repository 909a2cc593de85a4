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

    static string Told(bool atTerminal)
    {
        using var error = new StringWriter();
        ActivationDisplay.Write(new Run { AtTerminal = atTerminal }.Terminal(TextWriter.Null, error), new DeviceAuthorization
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
