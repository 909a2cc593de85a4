using System.Buffers.Text;
using System.Text;

namespace Postern.Client.Tests.Wire;

/// <summary>Half a character, escaped: no text can hold one, and JSON may, wherever Okta writes something down.</summary>
public sealed class HalfCharactersTests : IDisposable
{
    readonly FakeOrg _org = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Theory]
    [InlineData("""{"a":"\ud83d"}""", """{"a":"\ufffd"}""")]
    [InlineData("""{"a":"\uDE00 b"}""", """{"a":"\ufffd b"}""")]
    [InlineData("""{"a":"\ud83d\ud83d\ude00"}""", """{"a":"\ufffd\ud83d\ude00"}""")]
    [InlineData("""{"\udfff":1}""", """{"\ufffd":1}""")]
    [InlineData("""{"a":"\\ud83d"}""", """{"a":"\\ud83d"}""")]
    [InlineData("""{"a":"\\\ud83d"}""", """{"a":"\\\ufffd"}""")]
    [InlineData("""{"a":"\ud83d\ude00 \u00e4 \n"}""", """{"a":"\ud83d\ude00 \u00e4 \n"}""")]
    [InlineData("\\", "\\")]
    public void A_half_is_replaced_and_a_whole_one_is_left(string written, string mended) =>
        HalfCharacters.Mended(written).ShouldBe(mended);

    [Fact]
    public async Task A_number_that_is_none_is_no_number_to_pick()
    {
        _org.Token = asked => Some.Json(403, """{"error":"mfa_required","mfa_token":"mfaT0ken"}""");
        _org.Answers["/oauth2/default/v1/challenge"] = _ => Some.Json(
            200, """{"oob_code":"oob1","channel":"push","binding_method":"transfer","binding_code":"\ud83d"}""");

        var required = await _org.Connect().DirectAuthenticationFlow.BeginAsync(The.Login, The.Password, ct: Ct);
        var challenged = await ((DirectAuthentication.MfaRequired)required).ChallengeAsync(OobChannel.Push, Ct);

        challenged.Number.ShouldBe("\ufffd");
    }

    [Fact]
    public async Task Nor_is_that_of_the_Authentication_API()
    {
        _org.Authn = _ => Some.Json(
            200,
            """{"status":"MFA_CHALLENGE","stateToken":"00s","_embedded":{"factor":{"id":"opf1","factorType":"push","_embedded":{"challenge":{"correctAnswer":"\ud83d","challenge":"\ude00"}}}}}""");

        var challenge = (AuthnTransaction.MfaChallenge)await _org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct);

        challenge.CorrectAnswer.ShouldBeNull();
        challenge.AuthenticatorChallenge.ShouldBe("\ufffd");
    }

    [Fact]
    public async Task What_the_org_says_is_told_with_a_sign_in_its_place()
    {
        _org.Authn = _ => Some.Json(401, """{"errorCode":"E0000004","errorSummary":"No \ud83d."}""");

        var refused = await Should.ThrowAsync<OktaApiException>(
            () => _org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        refused.Message.ShouldContain("No \ufffd.");
    }

    [Fact]
    public async Task Claims_of_userinfo_are_told_with_one()
    {
        _org.UserInfo = _ => Some.Json(200, """{"sub":"00u1","name":"Jo \ud83d","\udfff":1}""");

        var user = await _org.Connect().GetUserInfoAsync("an-access-token", expectedSubject: null, Ct);

        user["name"].ShouldBe("Jo \ufffd");
        user.Claims.EnumerateObject().Last().Name.ShouldBe("\ufffd");
    }

    [Theory]
    [InlineData("""{"sub":"\ud83d"}""")]
    [InlineData("""{"aud":["\ud83d"]}""")]
    [InlineData("""{"\ud83d":1,"\ude00":1}""")]
    public async Task A_token_with_one_in_it_is_held_against_the_rules(string claims)
    {
        var header = Base64Url.EncodeToString("""{"alg":"RS256","kid":"kid-1"}"""u8);
        var token = $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.AAAA";

        var verified = await _org.Connect().VerifyAsync(token, ct: Ct);

        verified.IsValid.ShouldBeFalse();
    }

    [Fact]
    public async Task A_page_whose_script_has_one_says_the_rest()
    {
        _org.Authorize = asked => Some.Html(
            200,
            "<script>data.error = 'access_denied'; data.error_description = 'No \\uD83D.'; data.state = " +
            $"'{asked.Query("state")}';</script>");

        var refused = await Should.ThrowAsync<OAuthException>(
            () => _org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.ErrorDescription.ShouldBe("No \ufffd.");
    }
}
