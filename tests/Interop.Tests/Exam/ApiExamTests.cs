using System.Xml.Linq;
using Microsoft.AspNetCore.TestHost;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Exam;

/// <summary>The exam finds every fault of an API that trusts blindly, by its name, and none of one that looks.</summary>
public sealed class ApiExamTests(ExaminedOrg examined) : IClassFixture<ExaminedOrg>
{
    const string BySignature =
        "otherServersKey unknownKey wrongSignature noSignature algNone hmacWithPublicKey embeddedKey keyUrl";

    const string Refused =
        "noToken garbage expired notYetValid withoutExpiry wrongAudience withoutAudience wrongIssuer withoutIssuer otherOrg " +
        BySignature +
        " idToken extraPart emptyPart";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Blind.Nothing, "")]
    [InlineData(Blind.Signature, BySignature)]
    [InlineData(Blind.Audience, "wrongAudience withoutAudience")]
    [InlineData(Blind.Audience | Blind.Scope, "wrongAudience withoutAudience idToken withoutScope")]
    [InlineData(Blind.Issuer, "wrongIssuer withoutIssuer")]
    [InlineData(Blind.Signature | Blind.Issuer, "wrongIssuer withoutIssuer otherOrg " + BySignature)]
    [InlineData(Blind.Lifetime, "expired notYetValid withoutExpiry")]
    [InlineData(Blind.NoSignature, "noSignature algNone")]
    [InlineData(Blind.Confusion, "hmacWithPublicKey")]
    [InlineData(Blind.Scope, "withoutScope")]
    [InlineData(Blind.EmbeddedKey, "embeddedKey")]
    [InlineData(Blind.KeyUrl, "keyUrl")]
    [InlineData(Blind.OtherServers, "otherServersKey")]
    [InlineData(Blind.Query, "tokenInQuery")]
    public async Task What_is_not_looked_at_is_taken(Blind blind, string taken)
    {
        var report = await ExamineAsync(blind);

        Names(report, ExamVerdict.Taken).ShouldBe(taken.Split(' ', StringSplitOptions.RemoveEmptyEntries), report.ToString());
        Names(report, ExamVerdict.WronglyAnswered).ShouldBe(
            blind is Blind.Audience ? ["idToken"] : [], report.ToString()); // 403: an ID token has no scopes.
        report.IsPassed.ShouldBe(blind is Blind.Nothing);
    }

    [Theory]
    [InlineData(Blind.BreaksDown, "The API breaks down (500): anybody can have it do so.")]
    [InlineData(Blind.BreaksOff, "The API gives no answer: anybody can have it do so.")]
    public async Task An_API_that_breaks_down_is_at_fault(Blind blind, string remark)
    {
        var report = await ExamineAsync(blind);

        Names(report, ExamVerdict.Taken).ShouldBeEmpty();
        Names(report, ExamVerdict.WronglyAnswered).ShouldBe(Refused.Split(' ').Skip(1), report.ToString());
        report.Faults.ShouldAllBe(fault => fault.Remark == remark);
    }

    [Theory]
    [InlineData(Blind.Silent, 401, "401 lacks WWW-Authenticate: Bearer, which RFC 6750 section 3 demands.")]
    [InlineData(Blind.Redirects, 302, "It is redirected, as if a person called; an API answers 401.")]
    [InlineData(Blind.Forbids, 403, "It answers 403; callers expect 401 (RFC 6750 section 3.1).")]
    public async Task A_refusal_that_nobody_understands_is_a_fault(Blind blind, int status, string remark)
    {
        var report = await ExamineAsync(blind);

        Names(report, ExamVerdict.Taken).ShouldBeEmpty();
        Names(report, ExamVerdict.WronglyAnswered).Order().ShouldBe(Refused.Split(' ').Append("tokenInQuery").Order(), report.ToString());
        report.Faults.ShouldAllBe(fault => fault.Remark == remark && fault.Status == status);
    }

    [Fact]
    public async Task An_API_without_a_lock_takes_everything()
    {
        var report = await ExamineAsync(Blind.Open);

        report.Results.ShouldAllBe(result => result.Verdict == ExamVerdict.Taken || result.Verdict == ExamVerdict.Remarked);
        Names(report, ExamVerdict.Taken).ShouldContain("noToken");
    }

    [Fact]
    public async Task What_no_rule_forbids_is_only_remarked_on()
    {
        var report = (await ExamineAsync(Blind.Nothing)).EnsurePassed();

        Names(report, ExamVerdict.Remarked).ShouldBe(
            ["issuedInTheFuture", "withoutScope", "withoutKid", "kidOfAnotherKey", "unknownCritical", "duplicateClaim"]);
        report.Results.Where(result => result.Status == 403).Select(result => result.Name).ShouldBe(["withoutScope"]);
    }

    [Fact]
    public async Task Where_the_good_token_is_refused_nothing_is_told()
    {
        await using var api = await BlindApi.StartAsync(examined.Org, Blind.Nothing, Ct);
        using var http = api.GetTestClient();

        var (forbidden, elsewhere) = (
            await RunAsync(http, new() { Url = "/orders" }, "openid"), await RunAsync(http, new() { Url = "/nowhere" }, "orders:read"));

        (forbidden.GoodStatus, forbidden.IsPassed, forbidden.Results.Count).ShouldBe((403, false, 0));
        forbidden.Summary.ShouldBe(
            "The exam cannot be held. The API forbids the good token (403). Name a user, an app and scopes that may make this call.");
        elsewhere.CannotTell.ShouldNotBeNull().ShouldStartWith("The API answers 404 to the good token");
        Should.Throw<ExamFailedException>(elsewhere.EnsurePassed).Report.ShouldBe(elsewhere);
    }

    [Fact]
    public async Task Where_no_scopes_are_needed_none_is_missed_and_a_status_may_be_good()
    {
        await using var api = await BlindApi.StartAsync(examined.Org, Blind.Nothing, Ct);
        using var http = api.GetTestClient();

        var report = await RunAsync(http, new() { Url = "/orders", Method = "POST", Body = "{}", GoodStatus = 405 }, "orders:read");

        report.GoodStatus.ShouldBe(405);
        report.Results.Single(result => result.Name == "withoutScope").Verdict.ShouldBe(ExamVerdict.NotAsked);
    }

    [Fact]
    public async Task It_is_told_to_people_programs_and_build_servers_without_a_token()
    {
        var report = await ExamineAsync(Blind.Lifetime | Blind.Silent);
        var (text, json, junit) = (report.ToString(), report.ToJson(), XDocument.Parse(report.ToJUnit()).Root!);

        text.ShouldStartWith("GET /orders: 200 for the good token");
        text.ShouldContain("TAKEN    expired            200  It expired an hour ago. The API takes it.");
        text.ShouldContain("Check exp, and allow no more than a few minutes for clocks that differ.");
        json["passed"]!.GetValue<bool>().ShouldBeFalse();
        json["results"]!.AsArray().Single(result => (string?)result!["name"] == "expired")!["verdict"]!.GetValue<string>()
            .ShouldBe("taken");
        junit.Attribute("tests")!.Value.ShouldBe($"{report.Results.Count + 1}");
        junit.Attribute("failures")!.Value.ShouldBe($"{report.Faults.Count}");
        junit.Elements("testcase").Single(test => test.Attribute("name")!.Value == "expired").Element("failure")!.Attribute("type")!.Value
            .ShouldBe("taken");
        (text + json + junit).ShouldHoldNoToken();
    }

    static IEnumerable<string> Names(ExamReport report, ExamVerdict verdict) =>
        report.Results.Where(result => result.Verdict == verdict).Select(result => result.Name);

    async Task<ExamReport> ExamineAsync(Blind blind)
    {
        await using var api = await BlindApi.StartAsync(examined.Org, blind, Ct);
        using var http = api.GetTestClient();
        return await RunAsync(http, new() { Url = "/orders", NeedsScopes = true }, "orders:read");
    }

    Task<ExamReport> RunAsync(HttpClient http, ExamRequest request, string scope)
    {
        var order = new TokenOrder { Server = "Orders", Scopes = [scope] };
        return new ApiExam(http, request, (flaw, ct) => examined.Org.Tokens.ForgeAsync(order with { Flaw = flaw }, ct)).RunAsync(Ct);
    }
}

/// <summary>One org for all the APIs that trust it.</summary>
public sealed class ExaminedOrg : IAsyncLifetime
{
    public LocalOrg.LocalOrg Org { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Org = await LocalOrg.LocalOrg.StartAsync();

    public ValueTask DisposeAsync() => Org.DisposeAsync();
}
