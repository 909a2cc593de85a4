using System.CommandLine;

namespace Postern.Cli.Tests.Settings;

public class FlagTests
{
    [Theory]
    [InlineData("--scopes", "openid profile")]
    [InlineData("--scopes", "openid,profile")]
    [InlineData("--scopes", "openid", "--scopes", "profile")]
    [InlineData("--scope", "openid, profile", "--scopes", "openid")]
    public void Scopes_are_separated_by_space_or_comma_or_repeated(params string[] args)
    {
        var (command, flags) = (new Command("x"), new AppFlags());
        flags.AddTo(command);

        flags.Read(command.Parse(args)).Scopes.ShouldBe(["openid", "profile"]);
    }

    [Fact]
    public void Parameters_keep_what_follows_the_first_equals_sign_and_prompt_replaces_ours()
    {
        var options = Authorize("--param", "login_hint=a=b", "--param", "prompt=login").ToOptions();

        options.ExtraParameters.ShouldBe(new Dictionary<string, string> { ["login_hint"] = "a=b" });
        options.Prompt.ShouldBe("login");
    }

    [Fact]
    public void An_empty_prompt_sends_none() => Authorize("--param", "prompt=").ToOptions().Prompt.ShouldBeNull();

    [Fact]
    public void Pkce_is_on_unless_switched_off()
    {
        Authorize().UsePkce.ShouldBeTrue();
        Authorize("--no-pkce").UsePkce.ShouldBeFalse();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("client_secret_basic", "--client-secret", "env:SECRET")]
    [InlineData("client_secret_post", "--client-secret", "env:SECRET", "--auth-method", "client_secret_post")]
    [InlineData("private_key_jwt", "--private-key", "env:SECRET")]
    public async Task How_an_app_proves_itself_follows_from_what_is_given(string expected, params string[] args) =>
        (await CredentialAsync(new(), args)).Method.ShouldBe(expected);

    [Theory]
    [InlineData("OKTA_OAUTH2_CLIENTSECRET")]
    [InlineData("OKTA_OAUTH2_CLIENT_SECRET")]
    public async Task A_secret_in_the_environment_counts_as_given(string name) =>
        (await CredentialAsync(new() { [name] = "hidden" })).ShouldBe(new("client_secret_basic", "hidden"));

    [Theory]
    [InlineData("Both --client-secret and --private-key are given.", "--client-secret", "env:SECRET", "--private-key", "env:SECRET")]
    [InlineData("--auth-method none uses no client secret.", "--client-secret", "env:SECRET", "--auth-method", "none")]
    [InlineData("--auth-method none uses no private key.", "--private-key", "env:SECRET", "--auth-method", "none")]
    [InlineData("No private key.", "--auth-method", "private_key_jwt")]
    [InlineData("No client secret.", "--auth-method", "client_secret_post")]
    public async Task What_contradicts_itself_is_refused(string because, params string[] args) =>
        (await Should.ThrowAsync<UsageException>(() => CredentialAsync(new(), args))).Message.ShouldBe(because);

    static AuthorizeChoice Authorize(params string[] args)
    {
        var (command, flags) = (new Command("x"), new AuthorizeFlags());
        flags.AddTo(command);
        return flags.Read(command.Parse(args));
    }

    static Task<ClientCredential> CredentialAsync(Dictionary<string, string> environment, params string[] args)
    {
        var (command, flags) = (new Command("x"), new CredentialFlags());
        flags.AddTo(command);
        var io = new Run { Environment = new(environment) { ["SECRET"] = "hidden" } }.Terminal(TextWriter.Null, TextWriter.Null);
        return flags.Read(command.Parse(args)).ResolveAsync(null, io, new(io), TestContext.Current.CancellationToken);
    }
}
