using System.Text.RegularExpressions;

namespace Postern.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("There is no flag --nonsense.", "token", "--nonsense")]
    [InlineData("There is no flag --pasword. Did you mean --password?", "token", "--pasword=hidden-value")]
    [InlineData("There is no flag --outptu. Did you mean --output?", "decode", "--outptu", "json")]
    [InlineData("There is no flag --nonsense.", "decode", "--nonsense=hidden-value")]
    [InlineData("There is no command tokn. Did you mean token?", "tokn")]
    [InlineData("There is no command toke. Did you mean token?", "toke")]
    [InlineData("There is no command toke. Did you mean token?", "help", "toke")]
    [InlineData("There is no command startt. Did you mean start?", "org", "startt")]
    [InlineData("There is no command elsewhere.", "elsewhere")]
    [InlineData("--org needs a value.", "token", "--org")]
    [InlineData("--org is given more than once.", "token", "--org", "a.example", "--org", "b.example")]
    [InlineData("--org is empty.", "token", "--org", "")]
    [InlineData("--client-id is empty.", "token", "--client-id", " ")]
    [InlineData("INPUT is empty.", "decode", "")]
    [InlineData("--dpop is a switch and takes no value but true or false.", "token", "--dpop=maybe")]
    [InlineData("--output wants json, raw, header, env, claims or kubernetes.", "token", "--output", "yaml")]
    [InlineData("--timeout wants a number of seconds from 0.001 to 86400, such as 30.", "token", "--timeout", "0")]
    [InlineData("--timeout wants a number of seconds", "token", "--timeout", "1,5")]
    [InlineData("--timeout wants a number of seconds", "token", "--timeout", "abc")]
    [InlineData("--timeout is empty.", "token", "--timeout", "")]
    [InlineData("--port wants a number from 0 to 65535.", "org", "start", "--port", "abc")]
    [InlineData("--response-type wants code, id_token, token, or several of them in quotes.", "token", "--response-type", "kode")]
    [InlineData("--public-url foo does not say whether it is http or https.", "org", "start", "--public-url", "foo")]
    [InlineData("--listen okta.example.test is no address of this machine.", "org", "start", "--listen", "okta.example.test")]
    [InlineData("--listen 127.0.0.1:99999 has no port between 0 and 65535", "org", "start", "--listen", "127.0.0.1:99999")]
    [InlineData("--host wants a name or an address", "org", "start", "--https", "--host", "https://okta.example.test")]
    [InlineData("--host is a name for certificates, and without --https there are none.", "org", "start", "--host", "okta.example.test")]
    [InlineData("--certificate-key is the key of no certificate.", "org", "start", "--https", "--certificate-key", "key.pem")]
    [InlineData("--certificate is for HTTPS.", "org", "start", "--certificate", "own.pem")]
    [InlineData("The certificate cannot be read", "org", "start", "--https", "--certificate", "nowhere/own.pem")]
    [InlineData("says http, and --https speaks HTTPS alone.", "org", "start", "--https", "--public-url", "http://okta.example.test")]
    [InlineData("--behind-proxy nginx is no address and no network.", "org", "start", "--behind-proxy", "nginx")]
    [InlineData("--behind-proxy 0.0.0.0/0 is everybody.", "org", "start", "--behind-proxy", "0.0.0.0/0")]
    [InlineData("--param wants NAME=VALUE.", "token", "--param", "login_hint")]
    [InlineData("--port wants a number from 0 to 65535.", "org", "start", "--port", "70000")]
    [InlineData("INPUT and --session-token are the same thing", "authorize", "-", "--session-token", "env:X")]
    public async Task A_slip_on_the_command_line_is_named_and_exits_with_2(string because, params string[] args)
    {
        var said = await Run.Postern(args);

        said.ShouldFail(2, because);
        said.Error.ShouldContain("\nhint: ");
        said.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task A_word_in_the_wrong_place_is_not_repeated_because_it_may_be_a_password()
    {
        var said = await Run.Postern("token", "--pasword", "hidden-value");

        said.ShouldFail(2, "There is no flag --pasword. Did you mean --password? There is an argument that belongs to no flag");
        said.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task A_usage_error_is_JSON_where_JSON_was_asked_for()
    {
        var said = await Run.Postern("token", "--nonsense", "--output", "json");

        said.JsonError.GetProperty("code").GetString().ShouldBe("usage");
        said.JsonError.GetProperty("message").GetString().ShouldBe("There is no flag --nonsense.");
        said.JsonError.GetProperty("hint").GetString().ShouldBe("Run 'postern token --help'.");
    }

    public static TheoryData<string[]> Verbs => [.. EveryFlag.Verbs.Select(verb => verb.Path)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task The_help_of_a_command_ends_with_examples(string[] command)
    {
        var said = await Run.Postern([.. command, "--help"]);

        said.ShouldSucceed().Out.ShouldContain("Examples:\n  postern ".ReplaceLineEndings());
        said.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("-v")]
    [InlineData("--no-color", "--help")]
    public async Task The_help_of_the_whole_lists_every_command(params string[] args)
    {
        var said = (await Run.Postern(args)).ShouldSucceed();

        string[] verbs =
        [
            "token", "authn", "authorize", "exchange", "refresh", "client-credentials", "device", "ciba", "password", "jwt-bearer",
            "exchange-token", "decode", "verify", "introspect", "userinfo", "revoke", "logout", "discover", "org",
        ];
        verbs.ShouldAllBe(verb => Regex.IsMatch(said.Out, $"(?m)^  (.*, )?{verb}( |,|$)"));
    }

    [Theory]
    [InlineData("token --help", "help", "token")]
    [InlineData("org start --help", "help", "org", "start")]
    [InlineData("org --help", "org")]
    public async Task Help_is_asked_for_in_several_ways(string usual, params string[] args) =>
        (await Run.Postern(args)).ShouldBe((await Run.Postern(usual.Split(' '))).ShouldSucceed());

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task No_example_is_shown_twice(string[] command)
    {
        var said = (await Run.Postern([.. command, "--help"])).ShouldSucceed();

        var examples = said.Out[said.Out.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.Contains("postern ", StringComparison.Ordinal)).ToList();
        examples.ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_of_every_command_fits_a_screen(string[] command) =>
        (await Run.Postern([.. command, "--help"])).ShouldSucceed().Out.Split('\n').Length.ShouldBeLessThanOrEqualTo(50);

    [Theory]
    [InlineData("token")]
    [InlineData("org", "start")]
    public async Task Help_fits_a_screen_and_all_of_it_can_be_had(params string[] command)
    {
        var first = (await Run.Postern([.. command, "--help"])).ShouldSucceed().Out;
        var all = (await Run.Postern([.. command, "--help", "--all"])).ShouldSucceed().Out;

        first.Split('\n').Count(line => line.StartsWith("  -", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(20);
        first.ShouldMatch($@"\n  \d+ more: postern {string.Join(' ', command)} --help --all\r?\n");
        first.ShouldNotContain("--clock-skew");
        all.ShouldContain("--no-color");
        all.ShouldNotContain(" more: ");
    }

    [Fact]
    public async Task All_is_no_flag_by_itself() => (await Run.Postern("token", "--all")).ShouldFail(2, "--all belongs to --help");

    [Fact]
    public async Task Flags_may_stand_before_the_command() =>
        (await Run.Postern("-q", "token", "--output", "raw")).ShouldSucceed().Error.ShouldBeEmpty();

    [Fact]
    public async Task A_value_that_starts_with_an_at_sign_is_no_file_of_arguments()
    {
        var said = await Run.Postern("token", "--username", "@ada");

        said.Error.ShouldNotContain("file", Case.Insensitive);
    }
}
