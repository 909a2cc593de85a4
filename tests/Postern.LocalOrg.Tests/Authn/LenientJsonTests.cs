namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Scalars of another type than documented are taken for what they say, as Okta takes them; anything else is not.</summary>
public sealed class LenientJsonTests
{
    // The commonest login recipe of Cypress users sends the first of these.
    [Theory]
    [InlineData("\"true\"", "PASSWORD_WARN")]
    [InlineData("\" TRUE \"", "PASSWORD_WARN")]
    [InlineData("\"True\"", "PASSWORD_WARN")]
    [InlineData("1", "PASSWORD_WARN")]
    [InlineData("2", "PASSWORD_WARN")]
    [InlineData("true", "PASSWORD_WARN")]
    [InlineData("\"false\"", "SUCCESS")]
    [InlineData("0", "SUCCESS")]
    [InlineData("\"\"", "SUCCESS")]
    [InlineData("null", "SUCCESS")]
    public async Task An_option_may_be_any_scalar_that_says_yes_or_no(string warns, string status)
    {
        await using var walk = await StartAsync();

        await walk.BeginAsync("wendy@example.com", status, $$"""
            ,"options":{"multiOptionalFactorEnroll":"true","warnBeforePasswordExpired":{{warns}}}
            """);
    }

    [Theory]
    [InlineData("\"options\":{\"warnBeforePasswordExpired\":\"yes\"}")]
    [InlineData("\"options\":{\"warnBeforePasswordExpired\":\"1\"}")]
    [InlineData("\"options\":{\"warnBeforePasswordExpired\":1.0}")]
    [InlineData("\"options\":{\"warnBeforePasswordExpired\":[true]}")]
    [InlineData("\"options\":{\"warnBeforePasswordExpired\":{}}")]
    [InlineData("\"options\":\"true\"")]
    [InlineData("\"options\":[]")]
    [InlineData("\"context\":1")]
    [InlineData("\"context\":{\"deviceToken\":{}}")]
    [InlineData("\"relayState\":[\"x\"]")]
    [InlineData("\"audience\":{\"a\":1}")]
    public async Task What_is_no_scalar_or_says_neither_is_not_well_formed(string member)
    {
        await using var walk = await StartAsync();

        var answer = await walk.Http.PostJsonAsync(
            "/api/v1/authn", $$"""{"username":"wendy@example.com","password":"{{The.Password}}",{{member}}}""");

        answer.ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
    }

    [Fact]
    public async Task A_code_may_be_a_number()
    {
        await using var walk = await StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");

        await walk.GoAsync(
            begun,
            Walk.VerifyPath(begun, "token", "RSA"),
            "SUCCESS",
            "\"passCode\":5275875498,\"rememberDevice\":\"false\",\"autoPush\":0");
    }

    [Theory]
    [InlineData("4200", "4200")]
    [InlineData("true", "true")]
    [InlineData("false", "FALSE")]
    [InlineData("-1.50E+2", "-1.50e+2")]
    public async Task An_answer_may_be_a_number_or_a_truth_value_as_it_is_written(string answer, string secret)
    {
        await using var walk = await Walk.StartAsync(
            seed => seed with { Users = [Walk.Amy with { Factors = [new() { FactorType = "question", Secret = secret }] }] });
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");

        await walk.GoAsync(begun, Walk.VerifyPath(begun, "question"), "SUCCESS", $"\"answer\":{answer}");
    }

    [Fact]
    public async Task A_phone_number_and_its_extension_may_be_numbers()
    {
        await using var walk = await StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var refused = await walk.PostAsync(
            begun, "/factors", "\"factorType\":\"call\",\"provider\":\"OKTA\",\"profile\":{\"phoneNumber\":15550100142}");
        await walk.GoAsync(
            begun,
            "/factors",
            "MFA_ENROLL_ACTIVATE",
            "\"factorType\":\"call\",\"provider\":\"OKTA\",\"profile\":{\"phoneNumber\":\"+15550100142\",\"phoneExtension\":123}");

        refused.ShouldBeOktaError(400, "E0000098", "This phone number is invalid.");
        (await walk.Org.Outbox.LatestAsync("nora@example.com", "call", The.Ct)).To.ShouldBe("+15550100142 ext. 123");
    }

    [Fact]
    public async Task A_relay_state_may_be_a_number_and_comes_back_as_text()
    {
        await using var walk = await StartAsync();

        var begun = await walk.BeginAsync("ada@example.com", "SUCCESS", ",\"relayState\":7");

        begun.Text("relayState").ShouldBe("7");
    }

    static Task<Walk> StartAsync() => Walk.StartAsync(seed => seed with
    {
        PasswordPolicies = [new() { Name = "Month", MaxAge = TimeSpan.FromDays(30), ExpiryWarning = TimeSpan.FromDays(5) }],
        Users =
        [
            .. seed.Users,
            new()
            {
                Id = "00u1wendyWarned00005",
                Login = "wendy@example.com",
                Password = The.Password,
                PasswordChanged = The.Now.AddDays(-28),
            },
        ],
    });
}
