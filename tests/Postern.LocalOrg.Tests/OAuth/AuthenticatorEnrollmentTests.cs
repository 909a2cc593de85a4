using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.Pages;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>An app has its user set factors up: <c>prompt=enroll_authenticator</c> (oidc.md 3, 22).</summary>
public class AuthenticatorEnrollmentTests : IAsyncLifetime
{
    const string Good =
        $"client_id={The.Spa}&response_type=none&prompt=enroll_authenticator&enroll_amr_values=kba" +
        $"&acr_values=urn:okta:loa:2fa:any:ifpossible&max_age=0&redirect_uri={The.EncodedCallback}&state=s-1f0c";

    Walk _walk = null!;

    Browserless Http => _walk.Http;

    protected virtual OrgEngine Engine => OrgEngine.Classic;

    public async ValueTask InitializeAsync() => _walk = await Walk.StartAsync(seed => seed with
    {
        Engine = Engine,
        EnrollmentPolicies =
        [
            new()
            {
                Name = "p", EnrollsAtSignIn = false,
                Factors =
                [
                    new() { FactorType = "question" }, new() { FactorType = "sms" }, new() { FactorType = "push" },
                    new() { FactorType = "token:software:totp" },
                ],
            },
        ],
    });

    public async ValueTask DisposeAsync()
    {
        await _walk.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_user_sets_up_what_the_app_named_and_comes_back_with_the_state_alone()
    {
        var page = await EnrollAsync(Good);

        var enrolled = await Http.SubmitAsync(page, "Set up security question", ("question", "disliked_food"), ("answer", "mayonnaise"));
        var answer = await Http.FinishAsync(enrolled);

        page.Words.ShouldNotContain("Set up SMS");
        page.Words.ShouldNotContain("Not now");
        answer.Location.ShouldBe("http://localhost:8080/callback?state=s-1f0c");
    }

    [Fact]
    public async Task Several_are_set_up_one_after_the_other()
    {
        var page = await EnrollAsync(Good.Replace("=kba", "=kba%20sms", StringComparison.Ordinal));
        var next = await Http.SubmitAsync(page, "Set up security question", ("question", "disliked_food"), ("answer", "mayonnaise"));
        var sent = await Http.SubmitAsync(next, "Set up SMS", ("phone_number", "+15550100142"));

        var answer = await Http.FinishAsync(
            await Http.SubmitAsync(sent, "Verify", ("pass_code", await _walk.CodeAsync("ada@example.com", "sms"))));

        answer.Location.ShouldBe("http://localhost:8080/callback?state=s-1f0c");
    }

    [Fact]
    public async Task What_is_set_up_already_is_not_asked_for()
    {
        await Http.FinishAsync(
            await Http.SubmitAsync(
                await EnrollAsync(Good), "Set up security question", ("question", "disliked_food"), ("answer", "mayonnaise")));

        var page = await Http.SignInAsync("ada@example.com", Good);
        var answer = await Http.FinishAsync(
            await Http.SubmitAsync(page, "What is the food you least liked as a child?", ("pass_code", "mayonnaise")));

        answer.Location.ShouldBe("http://localhost:8080/callback?state=s-1f0c");
    }

    [Fact]
    public async Task Who_has_a_factor_must_prove_it_before_another_is_set_up()
    {
        var page = await Http.SignInAsync("max@example.com", Good);

        page.Words.ShouldContain("Code of Okta Verify");
        page.Words.ShouldNotContain("Set up");
    }

    [Fact]
    public async Task A_session_is_not_enough()
    {
        var cookie = (await Http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good)).Cookie!;

        (await Http.GetAsync($"/oauth2/v1/authorize?{Good}", ("Cookie", cookie))).ShouldBeSignInPage();
    }

    [Theory]
    [InlineData("response_type=none", "response_type=code", "Authenticator enrollment requires 'none' response_type.")]
    [InlineData("response_type=none", "response_type=none%20code", "Authenticator enrollment requires 'none' response_type.")]
    [InlineData(
        "prompt=enroll_authenticator",
        "prompt=login",
        "'prompt' parameter must have the value 'enroll_authenticator' for request with 'none' as response_type.")]
    [InlineData(
        "prompt=enroll_authenticator&",
        "",
        "'prompt' parameter must have the value 'enroll_authenticator' for request with 'none' as response_type.")]
    [InlineData(
        "max_age=0",
        "max_age=0&resource=api%3A%2F%2Fdefault",
        "'resource' parameter is not supported for request with 'none' as response_type.")]
    [InlineData("max_age=0", "max_age=0&scope=openid", "'scope' parameter is not supported for request with 'none' as response_type.")]
    [InlineData("max_age=0", "max_age=0&nonce=n-8c2e", "'nonce' parameter is not supported for request with 'none' as response_type.")]
    [InlineData("max_age=0", "max_age=1", "'max_age' parameter must have the value '0' for request with 'enroll_authenticator' as prompt.")]
    [InlineData("max_age=0&", "", "'max_age' parameter must have the value '0' for request with 'enroll_authenticator' as prompt.")]
    [InlineData(
        "acr_values=urn:okta:loa:2fa:any:ifpossible",
        "acr_values=phr",
        "'acr_values' parameter must have the value 'urn:okta:loa:2fa:any:ifpossible' for request with 'enroll_authenticator' as " +
        "prompt.")]
    [InlineData(
        "enroll_amr_values=kba",
        "enroll_amr_values=kba%20hope",
        "'enroll_amr_values' parameter must have valid space delimited authenticators list for request with 'none' as response_type.")]
    [InlineData(
        "enroll_amr_values=kba&",
        "",
        "'enroll_amr_values' parameter must have valid space delimited authenticators list for request with 'none' as response_type.")]
    [InlineData("&state=s-1f0c", "", "The authentication request has an invalid 'state' parameter.")]
    public async Task What_does_not_fit_is_refused_in_Oktas_words(string part, string instead, string description)
    {
        var answer = await Http.GetAsync($"/oauth2/v1/authorize?{Good.Replace(part, instead, StringComparison.Ordinal)}");

        answer.ShouldBeRedirectedError("invalid_request", description);
    }

    async Task<Answer> EnrollAsync(string query)
    {
        var signedIn = await Http.SignInAsync("ada@example.com", query);
        return await Http.FinishAsync(signedIn);
    }
}

/// <summary>The same where Okta has it: on Identity Engine.</summary>
public sealed class EngineAuthenticatorEnrollmentTests : AuthenticatorEnrollmentTests
{
    protected override OrgEngine Engine => OrgEngine.IdentityEngine;
}
