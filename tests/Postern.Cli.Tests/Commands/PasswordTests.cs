using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

public class PasswordTests(TheOrg org)
{
    [Fact]
    public async Task A_password_gives_tokens_straight_away()
    {
        var said = (await PasswordAsync("ada@example.com", "--scopes", "openid offline_access")).ShouldSucceed();

        said.Text("id_token").ShouldNotBeEmpty();
        (await org.Run.After(said).PosternAsync("refresh")).ShouldSucceed();
    }

    [Fact]
    public async Task Without_any_org_the_demo_user_of_an_embedded_one_gets_them()
    {
        var said = (await Run.Postern("password", "--output", "claims")).ShouldSucceed();

        said.Text("sub").ShouldBe("ada@example.com");
        said.Error.ShouldContain("app Demo Native, user ada@example.com.");
    }

    [Theory]
    [InlineData("nobody@example.com")]
    [InlineData("lou@example.com")]
    public async Task Who_cannot_sign_in_is_refused_as_with_a_wrong_password(string login)
    {
        var said = await PasswordAsync(login, "--output", "json");

        said.ShouldFail(3, "invalid_grant");
        said.JsonError.GetProperty("code").GetString().ShouldBe("authentication_refused");
        said.JsonError.GetProperty("error").GetString().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_wrong_password_is_not_repeated()
    {
        var said = await org.Run.With("PASSWORD", "hidden-value").PosternAsync(Args("ada@example.com"));

        said.ShouldFail(3, "The credentials provided were invalid.");
        said.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task A_missing_password_is_asked_for_on_a_terminal() =>
        (
            await new Run
            {
                AtTerminal = true,
                Typed = TheOrg.Password,
            }.PosternAsync("password", "--org", org.Org.Url, "--client-id", Native.ClientId, "--username", "ada@example.com"))
            .ShouldSucceed().Error.ShouldStartWith("Password of ada@example.com: ");

    [Fact]
    public async Task An_app_that_may_not_is_refused() =>
        (await org.Run.PosternAsync(["password", .. org.AsUser(), "--client-id", org.Spa.ClientId])).ShouldFail(5, "unauthorized_client");

    SeedApp Native => org.Org.Seed.Apps.First(app => app.Kind is AppKind.Native);

    string[] Args(string login) => ["password", .. org.AsUser(login), "--client-id", Native.ClientId];

    Task<Said> PasswordAsync(string login, params string[] args) => org.Run.PosternAsync([.. Args(login), .. args]);
}
