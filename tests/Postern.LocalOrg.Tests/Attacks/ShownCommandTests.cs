using System.Diagnostics;
using System.Text.RegularExpressions;
using Postern.LocalOrg.Tests.Console;

namespace Postern.LocalOrg.Tests.Attacks;

/// <summary>Commands that are shown are pasted into shells, and whoever registers chooses a name that stands in them.</summary>
public sealed partial class ShownCommandTests
{
    const string Login = "eve'$(echo >&2 ran)`echo >&2 ran`;echo >&2 ran;\"@example.com";
    const string RedirectUri = "http://localhost:8080/callback?a=1&b=$(id)";

    [Fact]
    public async Task Names_that_a_shell_would_run_are_words_of_every_command_that_is_shown()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no POSIX shell.");
        var seed = OrgSeed.Default;
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                Seed = seed with
                {
                    Users = [seed.Users[0] with { Login = Login, Email = "eve@example.com" }, .. seed.Users.Skip(1)],
                    Apps = [.. seed.Apps.Select(app => app.RedirectUris.Count > 0 ? app with { RedirectUris = [RedirectUri] } : app)],
                },
            },
            The.Ct);
        using Browserless http = new(org);
        var browser = await ConsoleBrowser.OpenAsync(http, org);

        var front = (await http.GetAsync("/")).Json.GetProperty("commands").EnumerateArray().Select(command => command.GetString()!);
        var page = await browser.ReadAsync($"/_postern/console/users/{seed.Users[0].Id}");
        string[] shown = [.. front, .. Command().Matches(page).Select(match => match.Groups[1].Value)];

        shown.Length.ShouldBeGreaterThan(4);
        List<string> words = [];
        foreach (var command in shown)
        {
            var (said, complaint) = await RunAsync(command);
            complaint.ShouldBeEmpty(command);
            words.AddRange(said);
        }

        var json = "{\"username\":\"" + Login.Replace("\"", "\\\"", StringComparison.Ordinal) + "\",";
        words.ShouldContain(Login);
        words.ShouldContain(word => word.StartsWith(json, StringComparison.Ordinal));
        words.ShouldContain(RedirectUri);
        words.ShouldContain($"redirect_uri={RedirectUri}");
        words.ShouldContain($"{org.Url}/_postern/users/{Uri.EscapeDataString(Login)}");
    }

    /// <summary>The words that its commands were given, and what the shell had to say.</summary>
    static async Task<(string[] Words, string Complaint)> RunAsync(string command)
    {
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(
            $$"""
            exec 3>&1
            curl() { printf '%s\n' "$@" >&3; }
            postern() { curl "$@"; }
            {{command}}
            """);
        using var shell = Process.Start(start)!;
        var complaint = shell.StandardError.ReadToEndAsync(The.Ct);
        var said = await shell.StandardOutput.ReadToEndAsync(The.Ct);
        await shell.WaitForExitAsync(The.Ct);
        return (said.Split('\n'), await complaint);
    }

    [GeneratedRegex("<pre class=\"command\" tabindex=\"0\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Command();
}
