using System.Text.RegularExpressions;
using Postern.Cli.Tests.Acceptance;
using Postern.Client;

namespace Postern.Cli.Tests.Doctor;

/// <summary><c>postern doctor</c>, put before everything of docs/okta/why-it-fails.md that a local org can be made to do.</summary>
public sealed partial class DoctorTests(DoctorOrgs orgs) : IClassFixture<DoctorOrgs>
{
    public static TheoryData<string> Situations => [.. Situation.All.Select(situation => situation.ToString())];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task A_situation_is_called_by_its_id_with_cause_and_remedy(string named)
    {
        var situation = Situation.All.Single(known => known.ToString() == named);

        var said = await situation.RunAsync(orgs);

        var found = said.Json.GetProperty("findings").EnumerateArray()
            .FirstOrDefault(finding => finding.TryGetProperty("id", out var id) && id.GetString() == situation.Id);
        found.ValueKind.ShouldNotBe(System.Text.Json.JsonValueKind.Undefined, said.Out);
        if (found.GetProperty("verdict").GetString() is "wrong")
        {
            found.GetProperty("cause").GetString().ShouldNotBeNullOrWhiteSpace();
            found.GetProperty("remedy").GetString().ShouldNotBeNullOrWhiteSpace();
            said.ExitCode.ShouldNotBe(0);
            said.Json.GetProperty("verdict").GetString().ShouldBe("wrong");
        }

        $"{said.Out}{said.Error}".ShouldNotContain(situation.Password.Trim() is { Length: > 0 } password ? password : "\0");
    }

    [Fact]
    public void Every_id_of_the_catalogue_is_met_or_said_why_not()
    {
        var met = Situation.All.Select(situation => situation.Id).ToHashSet();

        FailureReason.All.Select(reason => reason.Id).Distinct().Except([.. met, .. Situation.Unmet.Keys]).ShouldBeEmpty();
        met.Intersect(Situation.Unmet.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_left_to_the_clients_table_is_in_it()
    {
        var folder = Path.Combine(Path.GetDirectoryName(CopiedSamples.Samples)!, "tests", "Interop.Tests", "Matrix");
        var table = string.Concat(
            ((string[])["ReasonTests.cs", "EngineReasonTests.cs"]).Select(file => File.ReadAllText(Path.Combine(folder, file))));
        var has = Slip().Matches(table).Select(slip => slip.Groups["id"].Value);

        Situation.Unmet.Where(unmet => unmet.Value.EndsWith("the client's table has it", StringComparison.Ordinal))
            .Select(unmet => unmet.Key).Except(has).ShouldBeEmpty();
    }

    [Fact]
    public void The_catalogue_has_every_id_that_the_fact_sheet_has()
    {
        var sheet = File.ReadAllText(Path.Combine(Path.GetDirectoryName(CopiedSamples.Samples)!, "docs", "okta", "why-it-fails.md"));

        Entry().Matches(sheet).Select(entry => entry.Groups["id"].Value).Distinct()
            .Except(FailureReason.All.Select(reason => reason.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_all_is_well_everything_is_looked_at_and_nothing_is_left_behind()
    {
        var said = await Well().PosternAsync([.. Args(orgs.Classic), "--output", "json"]);

        said.ShouldSucceed();
        said.Json.GetProperty("verdict").GetString().ShouldBe("ok");
        var findings = said.Json.GetProperty("findings").EnumerateArray().ToList();
        findings.Where(finding => finding.GetProperty("verdict").GetString() is "wrong").ShouldBeEmpty();
        findings.Select(finding => finding.GetProperty("probe").GetString()).Distinct()
            .ShouldBe(["P1", "P13", "P10", "P2", "P3", "P4", "P5", "P7", "P9", "P11"]);
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_admins_view_is_looked_at_too()
    {
        var said = await Well().PosternAsync([.. Args(orgs.Classic), "--api-token", "env:API_TOKEN", "--output", "json"]);

        said.ShouldSucceed().Json.GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("probe").GetString() is "P14").Select(finding => finding.GetProperty("name").GetString())
            .ShouldBe(["API token", "user", "user's factors", "app's settings", "assignment", "access policy"]);
    }

    [Fact]
    public async Task A_second_factor_that_is_answered_is_no_trouble() =>
        (await Well().PosternAsync(
            [.. Args(orgs.Classic, "max@example.com"), "--totp-secret", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"]))
        .ShouldSucceed().Out.ShouldContain("nothing wrong");

    [Fact]
    public async Task On_Identity_Engine_it_says_so()
    {
        var said = await Well().PosternAsync(Args(orgs.Engine));

        said.ShouldSucceed().Out.ShouldContain("Identity Engine.");
    }

    [Fact]
    public async Task People_read_cause_and_remedy_under_the_line_that_is_wrong()
    {
        var said = await Well().PosternAsync(Args(orgs.Classic, "una@example.com"));

        said.ExitCode.ShouldBe(5, said.Out);
        said.Out.ShouldMatch(@"wrong  policy +access_denied: User is not assigned to the client application\. \[C05\]");
        said.Out.ShouldContain("        cause: The user is not assigned to the app.");
        said.Out.ShouldContain("        remedy: Have an admin assign");
        said.Out.TrimEnd().ShouldEndWith("wrong: policy (C05).");
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_password_is_sent_once()
    {
        await Well().With("PASSWORD", "Wrong-Horse-9").PosternAsync(Args(orgs.Classic, "mia@example.com"));
        var before = await Well().PosternAsync(Args(orgs.Classic, "mia@example.com"));

        before.ShouldSucceed();
    }

    [Fact]
    public async Task Without_a_password_it_says_what_it_could_not_look_at()
    {
        var said = await new Run().PosternAsync(
            "doctor", "--org", orgs.Classic.Url, "--client-id", "0oa1posternSpa000005", "--redirect-uri", DoctorOrgs.Callback,
            "--username", "ada@example.com");

        said.ShouldSucceed().Out.ShouldContain("?      password");
        said.Out.ShouldContain("--password says where it is.");
    }

    [Fact]
    public async Task Nearly_the_same_redirect_URI_is_found_where_that_is_asked_for()
    {
        var said = await new Run().PosternAsync(
            "doctor", "--org", orgs.Classic.Url, "--client-id", "0oa1posternSpa000005", "--redirect-uri",
            "http://127.0.0.1:8080/callback", "--try-redirect-uris");

        said.Out.ShouldContain($"The app has {DoctorOrgs.Callback}, which differs from http://127.0.0.1:8080/callback.");
    }

    [Fact]
    public async Task A_network_that_fails_while_redirect_URIs_are_tried_is_told_and_what_was_found_before_stays()
    {
        var said = await new Run().PosternAsync(
            "doctor", "--org", orgs.Classic.Url, "--client-id", DoctorOrgs.IdOf("Cut"), "--redirect-uri", "http://127.0.0.1:8080/callback",
            "--try-redirect-uris");

        said.Out.ShouldContain("[C11]");
        said.Out.ShouldContain("Those that are spelled nearly so were not all tried: The authorization request to ");
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stranger_is_one_in_whatever_character_set()
    {
        using var stranger = new ScriptedOrg().Answer(
            "/.well-known/okta-organization", "200 OK", "Content-Type: text/html; charset=nonsense\r\n", "<h1>Hello</h1>");

        var said = await new Run().PosternAsync("doctor", "--org", stranger.Url);

        said.Out.ShouldContain("[A01]");
    }

    [Fact]
    public async Task On_a_terminal_the_checklist_is_coloured()
    {
        var said = await (Well() with { AtTerminal = true }).PosternAsync(Args(orgs.Classic));

        said.Out.ShouldContain("\e[32mok   \e[0m  org");
    }

    static Run Well() => new() { Environment = { ["PASSWORD"] = TheOrg.Password, ["API_TOKEN"] = DoctorOrgs.ApiToken } };

    static string[] Args(LocalOrg.LocalOrg org, string login = "ada@example.com") =>
    [
        "doctor", "--org", org.Url, "--client-id", "0oa1posternSpa000005", "--redirect-uri", DoctorOrgs.Callback, "--username", login,
        "--password", "env:PASSWORD",
    ];

    [GeneratedRegex(@"^\*\*(?<id>[A-H]\d\d)[ .]", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^ +\[""(?<id>[A-H]\d\d) ", RegexOptions.Multiline)]
    private static partial Regex Slip();
}
