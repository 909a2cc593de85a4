using System.CommandLine;

namespace Postern.Cli.Tests.Settings;

/// <summary>Which token is meant, and where it is read from.</summary>
public class TokenInputTests
{
    const string Printed =
        """{"token_type":"Bearer","access_token":"the-access","id_token":"the-id","refresh_token":"the-refresh","issuer":"https://dev-1.okta.com/oauth2/aus1","client_id":"0oa1"}""";

    [Theory]
    [InlineData("the-access", "access_token")]
    [InlineData("the-access", "access_token", "--token", "access")]
    [InlineData("the-id", "id_token", "--token", "id")]
    [InlineData("the-refresh", "refresh_token", "--token", "refresh")]
    [InlineData("the-refresh", "refresh_token", "--token", "refresh_token")]
    [InlineData("the-id", "id_token", "-", "--token", "id")]
    public async Task One_of_the_tokens_that_were_piped_in(string value, string type, params string[] args)
    {
        var token = await ReadAsync(new() { Input = Printed }, args);

        token.Value.ShouldBe(value);
        token.Type.ShouldBe(type);
        token.Issuer.ShouldBe("https://dev-1.okta.com/oauth2/aus1");
        token.ClientId.ShouldBe("0oa1");
    }

    [Theory]
    [InlineData("--token", "env:TOKENS")]
    [InlineData("env:TOKENS")]
    public async Task What_was_printed_may_be_kept_anywhere(params string[] args) =>
        (await ReadAsync(new() { Environment = { ["TOKENS"] = Printed } }, args)).Value.ShouldBe("the-access");

    [Theory]
    [InlineData("opaque-token\n")]
    [InlineData("Bearer opaque-token")]
    public async Task A_bare_token_comes_without_its_type(string text)
    {
        var token = await ReadAsync(new() { Input = text });

        token.Value.ShouldBe("opaque-token");
        token.Type.ShouldBeNull();
        token.Issuer.ShouldBeNull();
    }

    [Fact]
    public async Task A_bare_tokens_type_can_be_said() =>
        (await ReadAsync(new() { Environment = { ["T"] = "opaque-token" } }, "env:T", "--token", "refresh")).Type.ShouldBe("refresh_token");

    [Theory]
    [
        InlineData(
            """{"access_token":"a"}""", "There is no id_token in the input.", "It has access_token; choose with --token.", "--token", "id"),
    ]
    [InlineData("""{"access_token":"a"}""", "There is no refresh_token in the input.", "offline_access", "--token", "refresh")]
    [InlineData("{}", "There is no access_token in the input.", "unchanged")]
    [InlineData("{hidden-value", "The input is no JSON object.", "unchanged")]
    [InlineData("", "The input is empty.", "held nothing")]
    public async Task What_holds_no_such_token_is_refused(string input, string because, string hint, params string[] args)
    {
        var refused = await Should.ThrowAsync<UsageException>(() => ReadAsync(new() { Input = input }, args));

        refused.Message.ShouldBe(because);
        refused.Hint.ShouldContain(hint);
    }

    [Fact]
    public async Task Where_the_flag_has_another_name_that_one_is_said()
    {
        var refused = await Should.ThrowAsync<UsageException>(
            () => ReadAsync(new() { Input = """{"id_token":"i"}""" }, new TokenInputFlags("access_token", "--subject-token")));
        var twice = new Run
        {
            Environment = { ["A"] = "a", ["B"] = "b" },
        }.PosternAsync("exchange-token", "env:A", "--subject-token", "env:B");

        refused.Hint.ShouldBe("It has id_token; choose with --subject-token.");
        (await twice).ShouldFail(2, "INPUT and --subject-token both say where the token is");
    }

    [Fact]
    public async Task At_a_terminal_with_nothing_piped_in_the_flag_is_named() =>
        (await Should.ThrowAsync<UsageException>(() => ReadAsync(new() { AtTerminal = true }))).Hint.ShouldContain("--token REF");

    [Fact]
    public void Two_places_to_read_from_are_one_too_many()
    {
        var (command, flags) = (new Command("x"), new TokenInputFlags("access_token"));
        flags.AddTo(command);

        command.Parse(["env:A", "--token", "env:B"]).Errors.ShouldHaveSingleItem().Message.ShouldContain("give one of them");
    }

    [Theory]
    [InlineData("https://dev-1.okta.com/oauth2/aus1")]
    [InlineData("https://dev-2.okta.com/oauth2/default", "--org", "dev-2.okta.com")]
    [InlineData("https://dev-1.okta.com/oauth2/default", "--issuer", "https://dev-1.okta.com/oauth2/default")]
    [InlineData("https://dev-1.okta.com", "--auth-server", "org")]
    public async Task A_token_goes_back_to_its_issuer_unless_a_flag_names_another(string expected, params string[] args)
    {
        var (command, org) = (new Command("x"), new OrgFlags());
        org.AddTo(command);
        var io = new Run { Environment = { ["OKTA_OAUTH2_ISSUER"] = "https://dev-3.okta.com" } }.Terminal(TextWriter.Null, TextWriter.Null);

        var token = await ReadAsync(new() { Input = Printed });

        token.Address(org.Read(command.Parse(args)), io).Issuer.ShouldBe(expected);
    }

    [Fact]
    public async Task A_token_is_its_apps_whatever_the_environment_names()
    {
        var io = new Run { Environment = { ["OKTA_OAUTH2_CLIENTID"] = "0oa2" } }.Terminal(TextWriter.Null, TextWriter.Null);
        var (printed, bare) = (await ReadAsync(new() { Input = Printed }), await ReadAsync(new() { Input = "bare" }));

        new ClientChoice(ClientId: null).Resolve(printed, io).ShouldBe("0oa1");
        new ClientChoice(ClientId: null).Resolve(bare, io).ShouldBe("0oa2");
        new ClientChoice("0oa3").Resolve(printed, io).ShouldBe("0oa3");
    }

    static Task<GivenToken> ReadAsync(Run run, params string[] args) => ReadAsync(run, new TokenInputFlags("access_token"), args);

    static Task<GivenToken> ReadAsync(Run run, TokenInputFlags flags, params string[] args)
    {
        var command = new Command("x");
        flags.AddTo(command);
        var io = run.Terminal(TextWriter.Null, TextWriter.Null);
        return flags.Read(command.Parse(args)).ReadAsync(io, new(io), TestContext.Current.CancellationToken);
    }
}
