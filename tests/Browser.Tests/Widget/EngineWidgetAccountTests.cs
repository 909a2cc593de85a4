using Postern.LocalOrg;

namespace Postern.Browser.Tests.Widget;

/// <summary>
/// Okta's Sign-In Widget of both newer generations makes users of people who are none yet, and asks for another activation link in the
/// place of one that has expired.
/// </summary>
[Collection(EngineWidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class EngineWidgetAccountTests(EngineWidget app)
{
    const string Fresh = "Fresh-Staple-7", Token = "an-activation-token0";

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task Somebody_signs_up_proves_the_address_by_a_code_and_has_tokens(string generation) => SignUpAsync(
        generation, "sara", async (widget, login) =>
    {
        await widget.VerifyAsync("no code");
        await widget.SaysAsync("Invalid code. Try again.");
        await widget.VerifyAsync(await widget.CodeAsync(login, "email"));
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task Somebody_signs_up_and_proves_the_address_by_the_link(string generation) => SignUpAsync(
        generation, "sven", async (widget, login) =>
    {
        await widget.SaysAsync("Please check your email and enter the code below.");
        (await widget.FollowLinkAsync(login)).ShouldBe("Success!");
        await widget.WaitAsync();
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task Who_signs_up_with_an_address_that_is_taken_is_told_so(string generation) => app.ShowAsync(
        generation, _ => Task.FromResult(app.EmbeddedAs(EngineSeed.Registering)), async widget =>
    {
        await IntroduceAsync(widget, "ada@example.com");

        await widget.SaysAsync("A user with this Email already exists");
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public async Task Who_comes_by_an_activation_link_that_has_expired_asks_for_another(string generation)
    {
        EngineWidget.SkipWithoutWidget();
        var seed = EngineSeed.For(app.Url);
        var web = OrgSeed.Default.Apps.First(each => each.Kind is AppKind.Web) with
        {
            GrantTypes = ["authorization_code", "interaction_code"],
            RedirectUris = [app.Url + "/"],
            PostLogoutRedirectUris = [],
        };
        var stan = WidgetSeed.User("00u1stanStaged000005", "stan@example.com") with
        {
            Password = "",
            State = UserState.Staged,
            ActivationToken = Token,
        };
        await using var late = await EngineWidget.StartOrgAsync(seed with { Apps = [.. seed.Apps, web], Users = [stan] });
        late.Clock.Advance(TimeSpan.FromDays(8));

        await app.ShowAsync(generation, widget => ActivateAsync(widget, late, web), async widget =>
        {
            await widget.SaysAsync("Activation link has expired");
            await widget.PressAsync("Request activation email");
            await widget.SaysAsync("Request submitted");
        });

        (await late.Outbox.LatestAsync("stan@example.com", "email", TestContext.Current.CancellationToken)).Text
            .ShouldContain("activation token");
    }

    Task SignUpAsync(string generation, string name, Func<EngineWidgetPage, string, Task> proveAsync) => app.ShowAsync(
        generation, _ => Task.FromResult(app.EmbeddedAs(EngineSeed.Registering)), async widget =>
    {
        var login = widget.LoginOf(name);
        await IntroduceAsync(widget, login);
        await proveAsync(widget, login);
        await widget.SaysAsync("Set up password");
        await widget.NewPasswordAsync(Fresh, "Next");

        await widget.SucceedsAsync(login);
    });

    static async Task IntroduceAsync(EngineWidgetPage widget, string login)
    {
        await widget.PressAsync("Sign up");
        await widget.FillAsync("userProfile.firstName", "Sam");
        await widget.FillAsync("userProfile.lastName", "New");
        await widget.FillAsync("userProfile.email", login);
        await widget.PressAsync("Sign Up");
    }

    /// <summary>What the page of an app is told that has brought the token to that org.</summary>
    async Task<object> ActivateAsync(EngineWidgetPage widget, LocalOrg.LocalOrg org, SeedApp web)
    {
        var form = widget.Page.APIRequest.CreateFormData();
        foreach (var (name, value) in ((string, string)[])
            [
                ("client_id", web.ClientId), ("client_secret", web.ClientSecret!), ("scope", "openid"), ("redirect_uri", app.Url + "/"),
                ("state", "s-1"), ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256"),
                ("activation_token", Token),
            ])
            _ = form.Set(name, value);
        var begun = await widget.Page.APIRequest.PostAsync(
            org.IssuerOf("default") + "/v1/interact",
            new() { Form = form, Timeout = (float)Chromium.Patience.TotalMilliseconds });
        var shown = await widget.Page.APIRequest.PostAsync(
            org.Url + "/idp/idx/introspect",
            new()
            {
                DataObject = new { interactionHandle = (await begun.JsonAsync())!.Value.GetProperty("interaction_handle").GetString() },
                Timeout = (float)Chromium.Patience.TotalMilliseconds,
            });
        return new { baseUrl = org.Url, stateToken = (await shown.JsonAsync())!.Value.GetProperty("stateHandle").GetString() };
    }
}
