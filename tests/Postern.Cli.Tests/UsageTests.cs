using System.Text.RegularExpressions;

namespace Postern.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("There is no flag --nonsense.", "token", "--nonsense")]
    [InlineData("There is no flag --pasword.", "token", "--pasword=hidden-value")]
    [InlineData("There is no command tokn.", "tokn")]
    [InlineData("Required command was not provided.")]
    [InlineData("Required argument missing for option: '--org'.", "token", "--org")]
    [InlineData("Argument 'yaml' not recognized. Must be one of: 'json' 'raw' 'header' 'env' 'claims'", "token", "--output", "yaml")]
    [InlineData("--timeout wants a number of seconds above zero.", "token", "--timeout", "0")]
    [InlineData("--param wants NAME=VALUE.", "token", "--param", "login_hint")]
    [InlineData("--port wants a number from 0 to 65535.", "org", "start", "--port", "70000")]
    [InlineData("INPUT and --session-token are the same thing", "authorize", "-", "--session-token", "env:X")]
    public async Task A_slip_on_the_command_line_is_named_and_exits_with_2(string because, params string[] args)
    {
        var said = await Run.Postern(args);

        said.ShouldFail(2, because);
        said.Error.ShouldContain("--help");
        said.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task A_word_in_the_wrong_place_is_not_repeated_because_it_may_be_a_password()
    {
        var said = await Run.Postern("token", "--pasword", "hidden-value");

        said.ShouldFail(2, "There is no flag --pasword. There is an argument that belongs to no flag");
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

    [Theory]
    [InlineData("token")]
    [InlineData("authn")]
    [InlineData("authorize")]
    [InlineData("exchange")]
    [InlineData("refresh")]
    [InlineData("client-credentials")]
    [InlineData("device")]
    [InlineData("ciba")]
    [InlineData("password")]
    [InlineData("jwt-bearer")]
    [InlineData("exchange-token")]
    [InlineData("decode")]
    [InlineData("verify")]
    [InlineData("introspect")]
    [InlineData("userinfo")]
    [InlineData("revoke")]
    [InlineData("logout")]
    [InlineData("discover")]
    [InlineData("org", "start")]
    public async Task The_help_of_a_command_ends_with_examples(params string[] command)
    {
        var said = await Run.Postern([.. command, "--help"]);

        said.ShouldSucceed().Out.ShouldContain("Examples:\n  postern ".ReplaceLineEndings());
        said.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData]
    [InlineData("--no-color")]
    public async Task The_help_of_the_whole_lists_every_command(params string[] before)
    {
        var said = (await Run.Postern([.. before, "--help"])).ShouldSucceed();

        string[] verbs =
        [
            "token", "authn", "authorize", "exchange", "refresh", "client-credentials", "device", "ciba", "password", "jwt-bearer",
            "exchange-token", "decode", "verify", "introspect", "userinfo", "revoke", "logout", "discover", "org",
        ];
        verbs.ShouldAllBe(verb => Regex.IsMatch(said.Out, $"(?m)^  {verb} "));
    }

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
