using System.CommandLine;

namespace Postern.Cli.Tests;

/// <summary>
/// Every flag of every command with values that nobody means. What can be read is not run: no org is asked, and none is started.
/// </summary>
public class FlagValueTests
{
    static readonly string[] Odd =
    [
        "", " ", "\t", "garbage", "-1", "-5", "--", "1,5", "1e400", "1e3", "0x10", "NaN", "Infinity", "∞", "٣", "+5", " 5 ",
        "999999999999999999999999", "2147483648", "0.0000000000001", "1.5.2", "%", "[/]", "\e[2J", "\r\n", "\0", "@file",
        "https://", "https://u:hidden-value@o.example", "HTTPS://O.EXAMPLE/oauth2/default/v1/authorize", "http://[::1",
        "file:///etc/passwd", "JSON", "Code", "QUERY", "True", "Okta", "env:", "file:", "=", "a=b", new string('9', 400),
        new string('x', 100_000),
    ];

    public static TheoryData<string, string> Flags =>
        [.. EveryFlag.Options.Select(flag => (string.Join(' ', flag.Path), flag.Option.Name))];

    public static TheoryData<string, string> Numbers =>
        [.. EveryFlag.Options.Where(flag => IsNumber(flag.Option)).Select(flag => (string.Join(' ', flag.Path), flag.Option.Name))];

    [Theory]
    [MemberData(nameof(Flags))]
    public void A_value_is_meant_or_refused_by_the_flags_name(string verb, string flag)
    {
        foreach (var value in Odd)
        {
            if (!IsSwitch(verb, flag) && Refusal(verb, flag, value) is { } failure)
                ShouldName(failure, flag);

            if (IsSwitch(verb, flag) && Refusal(verb, $"{flag}={value}") is { } joined)
                ShouldName(joined, flag);
        }
    }

    [Theory]
    [MemberData(nameof(Flags))]
    public void An_empty_value_is_none(string verb, string flag)
    {
        if (IsSwitch(verb, flag))
            return;

        var refused = Refusal(verb, flag, "").ShouldNotBeNull();

        refused.Message.ShouldMatch($"^{flag} (is empty|wants )");
    }

    [Theory]
    [MemberData(nameof(Flags))]
    public void A_flag_that_is_given_twice_is_meant_to_be_or_refused(string verb, string flag)
    {
        string[] twice = IsSwitch(verb, flag) ? [flag, flag] : [flag, "1", flag, "2"];
        if (Refusal(verb, twice) is { } failure)
            ShouldName(failure, flag);

        if (Refusal(verb, flag) is { } alone)
            ShouldName(alone, flag);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_a_number_in_every_country_and_within_what_is_meant(string verb, string flag)
    {
        string[] bad =
        [
            "", " ", "garbage", "-1", "1,5", "1e400", "1e3", "0x10", "NaN", "Infinity", "∞", "٣", "+5", " 5 ", "999999999999999999999999",
            "1.5.2", new('9', 400),
        ];
        foreach (var value in bad)
            ShouldName(Refusal(verb, flag, value).ShouldNotBeNull($"{flag} {value}"), flag);

        Refusal(verb, flag, "5").ShouldBeNull();
    }

    [Theory]
    [InlineData("token", "--timeout", "abc")]
    [InlineData("token", "--timeout", "1,5")]
    [InlineData("token", "--clock-skew", "-1")]
    [InlineData("token", "--max-wait", "soon")]
    [InlineData("org", "start", "--port", "abc")]
    [InlineData("org", "start", "--port", "")]
    public async Task A_script_reads_what_is_wrong_as_JSON(params string[] args)
    {
        var said = await Run.Postern([.. args, "--output", "json"]);

        said.ExitCode.ShouldBe(2, said.Error);
        said.JsonError.GetProperty("code").GetString().ShouldBe("usage");
        said.JsonError.GetProperty("message").GetString()!.ShouldStartWith(args[^2]);
        said.Error.TrimEnd().ShouldNotContain('\n');
    }

    [Fact]
    public void There_are_numbers_among_the_flags() => Numbers.Count.ShouldBeGreaterThan(40);

    static bool IsNumber(Option option) => option.ValueType == typeof(double) || option.ValueType == typeof(int);

    static bool IsSwitch(string verb, string flag) => Switches.Contains((verb, flag));

    static HashSet<(string Verb, string Flag)> Switches { get; } =
    [
        .. EveryFlag.Options.Where(flag => flag.Option.ValueType == typeof(bool) || flag.Option.Arity.MaximumNumberOfValues is 0)
            .Select(flag => (string.Join(' ', flag.Path), flag.Option.Name)),
    ];

    /// <summary>Read and not run; null where it could run.</summary>
    static Failure? Refusal(string verb, params string[] args)
    {
        var line = CommandLine.Parse([.. verb.Split(' '), .. args]);
        try
        {
            line.Read();
            return null;
        }
        catch (UsageException e)
        {
            return Errors.Explain(e, line.Flags, CancellationToken.None);
        }
    }

    static void ShouldName(Failure failure, string flag)
    {
        failure.ExitCode.ShouldBe(2);
        failure.Message.ShouldContain(flag);
        failure.Message.ShouldNotContain("System.");
        failure.Message.ShouldNotContain("   at ");
    }
}
