using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>Many at once, and what belongs to another transaction: what happens once happens once, and where it belongs.</summary>
public sealed partial class RaceTests(AskingOrg org) : IClassFixture<AskingOrg>
{
    [Fact]
    public async Task Of_twenty_who_sign_up_with_one_address_at_once_one_becomes_a_user()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => org.BeginAsync(AskingOrg.Registering)));

        var answers = await Task.WhenAll(runs.Select(run => run.PostAsync(
            "enroll/new", "\"userProfile\":{\"email\":\"crowd@example.com\",\"firstName\":\"C\",\"lastName\":\"R\"}")));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Where(answer => answer.Status != 200).ShouldAllBe(answer =>
            answer.Status == 400 && answer.Body.Contains("registration.error.notUniqueWithinOrg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_fifty_who_ask_at_once_after_a_push_was_approved_all_hear_of_one_code_which_is_redeemed_once()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("amy", "select-authenticator-authenticate");
        await run.ChooseAsync("Okta Verify", "push", "challenge-poll", "select-authenticator-authenticate");
        (await org.Org.Outbox.ApproveAsync((await org.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct)).Id, ct: The.Ct))
            .ShouldBeTrue();

        var polled = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => run.SendAsync("authenticators/poll")));
        await run.IntrospectAsync();
        var redeemed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => run.RedeemAsync()));

        polled.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 400);
        polled.SelectMany(answer => InteractionCode().Matches(answer.Body)).Select(match => match.Groups[1].Value).Distinct()
            .ShouldBe([run.InteractionCode]);
        redeemed.Count(answer => answer.Status == 200).ShouldBe(1);
        redeemed.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 400);
    }

    [Fact]
    public async Task What_was_sent_for_one_transaction_answers_no_other()
    {
        var (mine, other) = (await org.BeginAsync(), await org.BeginAsync());
        foreach (var run in (IdxRun[])[mine, other])
            await run.IdentifyAsync("ann", "select-authenticator-authenticate");
        await mine.ChooseAsync("Email", "email", "challenge-authenticator", "select-authenticator-authenticate");
        var code = await org.CodeAsync("ann@example.com", "email");
        await other.ChooseAsync("Phone", "sms", "challenge-authenticator", "select-authenticator-authenticate");

        var refused = await other.PostAsync(
            "challenge/answer", $$$"""
            "credentials":{"passcode":"{{{code}}}"}
            """);

        refused.Status.ShouldBe(401, refused.Body);
        await mine.AnswerAsync(code, "successWithInteractionCode");
        await other.IntrospectAsync();
        other.Names[0].ShouldBe("challenge-authenticator");
    }

    [GeneratedRegex("\"name\":\"interaction_code\",\"required\":true,\"value\":\"([^\"]+)\"")]
    private static partial Regex InteractionCode();
}
