using Postern.LocalOrg.Tests.Garbage;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>
/// Steps in any order, handles of whomever, bodies of whatever: each is answered in Identity Engine's shape, and none with 500.
/// </summary>
public sealed class RandomWalkTests(IdxOrg org) : IClassFixture<IdxOrg>
{
    const int Steps = 250;

    static readonly string[] Paths =
    [
        "introspect", "identify", "identify/select", "challenge", "challenge/answer", "challenge/resend", "challenge/poll",
        "authenticators/poll",
        "credential/enroll", "skip", "recover", "unlock-account", "cancel", "consent", "challenge/send", "enroll", "enroll/new",
        "enroll/update", "keep-me-signed-in", "device/activate",
    ];

    static readonly string[] Values =
    [
        "\"x\"", "\"\"", "null", "1", "true", "[]", "{}", "\"ada@example.com\"", "\"amy@example.com\"", "\"nobody\"", "\"mayonnaise\"",
        "\"" + The.Password + "\"", "\"123456\"", "\"sms\"", "\"email\"", "\"push\"", "\"\\u0000\"", "\"\\ud83d\"", "\"~\"", "\"02.id.\"",
    ];

    [Fact]
    public async Task Of_fifty_passwords_with_one_handle_one_goes_on_and_no_other_transaction_moves()
    {
        var (run, other) = (await org.BeginAsync(), await org.BeginAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => run.SendAsync(
            "identify", $$$"""
            "identifier":"ada@example.com","credentials":{"passcode":"{{{The.Password}}}"}
            """)));
        await other.IntrospectAsync();

        answers.Count(answer => answer.Body.Contains("successWithInteractionCode", StringComparison.Ordinal)).ShouldBe(1);
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 400);
        other.Names[0].ShouldBe("identify");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_walk_ends_in_a_fault(int seed)
    {
        var chance = new Chance((ulong)seed);
        List<string> handles = ["02.id.x", ""];
        List<string> ids = ["aut1"];
        List<string> complaints = [];

        for (var i = 0; i < Steps; i++)
        {
            if (i % 20 == 0)
                handles.Add((await org.BeginAsync()).Handle);
            var path = chance.Of(Paths);
            var handle = chance.Of([.. handles.TakeLast(6)]);
            var body = $$"""
                {"stateHandle":"{{handle}}","identifier":{{chance.Of(Values)}},"credentials":{"passcode":{{chance.Of(Values)}},"answer":"{{"x"}}"},
                 "authenticator":{"id":"{{chance.Of([.. ids])}}","methodType":{{chance.Of(Values)}},"channel":"{{chance.Of(["qrcode", "email", "x"])}}"},
                 "userProfile":{{chance.Of(Values)}},"consent":{{chance.Of(["true", "false", "null", "1"])}},"userCode":{{chance.Of(Values)}}}
                """;
            var answer = await org.Http.PostJsonAsync("/idp/idx/" + path, body);

            if (answer.Status is 500 or > 501 || answer.Headers["Content-Type"] is not "application/ion+json; okta-version=1.0.0")
                complaints.Add($"{answer.Status} {path} {body}");
            foreach (System.Text.RegularExpressions.Match match in
                System.Text.RegularExpressions.Regex.Matches(answer.Body, "\"(aut[A-Za-z0-9]{17})\""))
                ids.Add(match.Groups[1].Value);
            if (answer.Body.Contains("\"stateHandle\":\"", StringComparison.Ordinal))
                handles.Add(answer.Text("stateHandle"));
        }

        complaints.ShouldBeEmpty();
    }

    /// <summary>By somebody who knows the password, and takes whatever steps there are, as often and in whatever order.</summary>
    [Fact]
    public async Task No_walk_with_the_password_gets_along_without_the_second_factor()
    {
        var chance = new Chance(3);
        HashSet<string> seen = [];
        var run = await org.BeginAsync(IdxOrg.TwoFactors);

        for (var i = 0; i < Steps; i++)
        {
            var (path, members) = chance.Of(StepsOf(run, chance));
            var answer = await run.PostAsync(path, members);

            answer.Status.ShouldBeLessThan(500, $"{path} {members}: {answer.Body}");
            answer.Body.ShouldNotContain("successWithInteractionCode", customMessage: $"{path} {members}");
            if (answer.Status is 200)
                seen.UnionWith(run.Names);
            else
                await run.TakeUpAsync(run.Handle);
        }

        seen.ShouldBeSubsetOf(
        [
            "identify", "identify-recovery", "unlock-account", "challenge-authenticator", "challenge-poll",
            "select-authenticator-authenticate", "select-authenticator-unlock-account", "authenticator-verification-data",
        ]);
        seen.ShouldContain("challenge-poll");
        seen.ShouldContain("identify-recovery");
    }

    static List<(string Path, string Members)> StepsOf(IdxRun run, Chance chance)
    {
        const string passcode = $$"""
            "credentials":{"passcode":"{{The.Password}}"}
            """;
        List<(string, string)> steps =
        [
            ("identify", $"\"identifier\":\"amy@example.com\",{passcode}"), ("identify", "\"identifier\":\"amy@example.com\""),
            ("identify/select", ""), ("cancel", ""), ("recover", ""), ("unlock-account", ""), ("skip", ""), ("challenge/resend", ""),
            ("challenge/poll", ""),
            ("authenticators/poll", ""), ("consent", "\"consent\":true"), ("keep-me-signed-in", "\"keepMeSignedIn\":true"), ("enroll", ""),
            ("challenge/send", "\"email\":\"amy@example.com\""),
        ];
        if (run.Last.Body.Contains("\"currentAuthenticatorEnrollment\"", StringComparison.Ordinal)
            && run.Current.GetProperty("key").GetString() is "okta_password")
            steps.Add(("challenge/answer", passcode));
        if (run.Names.Contains("select-authenticator-authenticate"))
            steps.AddRange(run.Labels.Select(
                label => ("challenge", $"\"authenticator\":{run.Authenticator(label!, MethodOf(label, chance))}")));
        return steps;
    }

    static string? MethodOf(string? label, Chance chance) => label switch
    {
        "Okta Verify" => chance.Of(["push", "totp"]),
        "Phone" => chance.Of(["sms", "voice"]),
        _ => null,
    };
}
