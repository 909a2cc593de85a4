using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Postern.Client.Tests.Authn;

/// <summary>Several factors, one type: provider, vendor and id tell them apart.</summary>
public sealed class FactorChoiceTests : IDisposable
{
    readonly FakeOrg _org = new();

    /// <summary>One of its own for each test: used steps are remembered by seed.</summary>
    readonly Totp _totp = Totp.FromSecret(RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Theory]
    [InlineData("GOOGLE", "uft1")]
    [InlineData("google", "uft1")]
    [InlineData("uft1", "uft1")]
    [InlineData("GOOGLE:token:software:totp", "uft1")]
    [InlineData("okta:token:software:totp", "ost1")]
    [InlineData("OKTA", "ost1")]
    [InlineData("ost1", "ost1")]
    [InlineData("token:software:totp", "ost1")]
    [InlineData("ACME", "acm1")]
    public async Task An_Okta_and_a_Google_password_are_told_apart(string chosen, string taken)
    {
        Offer(
            ("ost1", "token:software:totp", "OKTA", "OKTA"),
            ("uft1", "token:software:totp", "GOOGLE", "GOOGLE"),
            ("acm1", "token:software:totp", "CUSTOM", "ACME"));

        await SignInAsync(new() { Totp = _totp, FactorOrder = [chosen] });

        _org.AskedAt("/verify").ShouldHaveSingleItem().Url.AbsolutePath.ShouldBe($"/api/v1/authn/factors/{taken}/verify");
    }

    [Fact]
    public async Task Of_one_provider_those_that_need_nobody_come_first()
    {
        Offer(("sms1", "sms", "OKTA", "OKTA"), ("ost1", "token:software:totp", "OKTA", "OKTA"));

        await SignInAsync(new() { Totp = _totp, CodeAsync = (_, _) => ValueTask.FromResult<string?>("123456"), FactorOrder = ["okta"] });

        _org.AskedAt("/verify").ShouldHaveSingleItem().Url.AbsolutePath.ShouldContain("ost1");
    }

    [Fact]
    public async Task A_push_that_is_named_by_its_id_is_awaited()
    {
        Offer(("opf1", "push", "OKTA", "OKTA"), ("opf2", "push", "OKTA", "OKTA"));

        await SignInAsync(new() { FactorOrder = ["opf2"] });

        _org.AskedAt("/verify").ShouldHaveSingleItem().Url.AbsolutePath.ShouldContain("opf2");
    }

    [Fact]
    public async Task A_choice_that_fits_none_lists_what_there_is()
    {
        Offer(("ost1", "token:software:totp", "OKTA", "OKTA"), ("uft1", "token:software:totp", "GOOGLE", "GOOGLE"));

        var refused = await Should.ThrowAsync<AuthnException>(() => SignInAsync(new() { Totp = _totp, FactorOrder = ["RSA"] }));

        refused.Message.ShouldBe(
            "Okta answered MFA_REQUIRED. It asks for a second factor, and this user has none of those to be taken: it has " +
            "token:software:totp of OKTA (ost1), token:software:totp of GOOGLE (uft1).");
    }

    [Fact]
    public async Task No_answer_lists_those_of_one_type_apart()
    {
        Offer(
            ("ost1", "token:software:totp", "OKTA", "OKTA"),
            ("uft1", "token:software:totp", "GOOGLE", "GOOGLE"),
            ("sms1", "sms", "OKTA", "OKTA"));

        var refused = await Should.ThrowAsync<AuthnException>(() => SignInAsync(new()));

        refused.Message.ShouldStartWith(
            "Okta answered MFA_REQUIRED. It asks for a second factor (token:software:totp of OKTA (ost1), token:software:totp of GOOGLE " +
            "(uft1), sms), and no answer was given");
        refused.Transaction.Wants.ShouldBe(
            "a second factor (token:software:totp of OKTA (ost1), token:software:totp of GOOGLE (uft1), sms)");
    }

    [Fact]
    public async Task A_user_without_factors_has_none()
    {
        Offer();

        (await Should.ThrowAsync<AuthnException>(() => SignInAsync(new() { Totp = _totp }))).Message.ShouldEndWith("it has none.");
    }

    [Fact]
    public async Task An_enrolment_without_factors_has_none_either()
    {
        _org.Authn = _ => Some.Json(200, """{"stateToken":"00state","status":"MFA_ENROLL","_embedded":{"factors":[]} }""");

        (await Should.ThrowAsync<AuthnException>(() => SignInAsync(new()))).Message.ShouldContain("(none)");
    }

    [Fact]
    public async Task A_wrong_code_where_there_are_several_of_its_type_says_which_was_answered_and_which_there_are()
    {
        Offer(("ost1", "token:software:totp", "OKTA", "OKTA"), ("uft1", "token:software:totp", "GOOGLE", "GOOGLE"));
        _org.Answers["/api/v1/authn/factors/ost1/verify"] = _ =>
            Some.Json(403, """{"errorCode":"E0000068","errorSummary":"Invalid Passcode/Answer","errorCauses":[]}""");

        var refused = await Should.ThrowAsync<OktaApiException>(() => SignInAsync(new() { Totp = _totp }));

        refused.Hint.ShouldEndWith(
            "token:software:totp of OKTA (ost1) was answered; this user has token:software:totp of OKTA (ost1), token:software:totp of " +
            "GOOGLE (uft1), and FactorOrder takes one by its provider or id.");
    }

    [Fact]
    public async Task A_code_that_is_fetched_knows_whose_it_is()
    {
        AuthnFactor? asked = null;
        Offer(("uft1", "token:software:totp", "GOOGLE", "GOOGLE"));

        await SignInAsync(new()
        {
            CodeAsync = (factor, _) =>
            {
                asked = factor;
                return ValueTask.FromResult<string?>("123456");
            },
        });

        asked!.Provider.ShouldBe("GOOGLE");
        asked.Id.ShouldBe("uft1");
    }

    Task<AuthnTransaction.Success> SignInAsync(AuthnAnswers answers) =>
        _org.Connect().SessionTokenFlow.SignInAsync(The.Login, The.Password, answers, Ct);

    void Offer(params (string Id, string Type, string Provider, string Vendor)[] factors)
    {
        var offered = new JsonArray([.. factors.Select(factor => JsonNode.Parse(
            $$"""{"id":"{{factor.Id}}","factorType":"{{factor.Type}}","provider":"{{factor.Provider}}","vendorName":"{{factor.Vendor}}","_links":{"verify":{"href":"{{The.Org}}/api/v1/authn/factors/{{factor.Id}}/verify","hints":{"allow":["POST"]} } } }"""))]);
        _org.Authn = _ =>
            Some.Json(200, $$"""{"stateToken":"00state","status":"MFA_REQUIRED","_embedded":{"factors":{{offered.ToJsonString()}} } }""");
        foreach (var (id, _, _, _) in factors)
            _org.Answers[$"/api/v1/authn/factors/{id}/verify"] = _ => Some.Json(200, _org.Success);
    }
}
