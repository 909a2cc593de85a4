using Postern.LocalOrg.Tests.Pages;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>What people say of themselves while they sign in is held to the schema, as what admins say is (management.md 5.2).</summary>
public sealed class ProfileTests(AccountOrg org) : IClassFixture<AccountOrg>
{
    [Fact]
    public async Task What_a_profile_lacks_is_completed_with_values_of_the_schemas_types_alone()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("ada", "profile-update");

        var text = await CompleteAsync(run, "\"badge\":\"twelve\"");
        run.MessageKeys.ShouldBe(["registration.error.doesNotMatchPattern"]);
        var gold = await CompleteAsync(run, "\"badge\":\"12\",\"plan\":\"gold\"");
        await run.GoAsync("enroll/update", "\"userProfile\":{\"badge\":\"12\",\"plan\":\"paid\"}", "successWithInteractionCode");

        text.Status.ShouldBe(400, text.Body);
        text.Body.ShouldContain("The value is not of the expected type");
        gold.Status.ShouldBe(400, gold.Body);
        var profile = (await org.Http.GetAsync("/api/v1/users/ada@example.com", AccountOrg.Admin)).Json.GetProperty("profile");
        profile.GetProperty("badge").GetInt32().ShouldBe(12);
        profile.GetProperty("plan").GetString().ShouldBe("paid");
    }

    [Fact]
    public async Task What_must_be_ones_own_is_nobody_elses()
    {
        var (run, other) = (await org.BeginAsync(), await org.BeginAsync());
        await run.IdentifyAsync("abe", "profile-update");
        await other.IdentifyAsync("wendy", "reenroll-authenticator-warning", "skip");
        await other.GoAsync("skip", "", "profile-update");

        await run.GoAsync("enroll/update", "\"userProfile\":{\"badge\":\"99\"}", "successWithInteractionCode");
        var taken = await CompleteAsync(other, "\"badge\":\"99\"");
        other.MessageKeys.ShouldBe(["registration.error.notUniqueWithinOrg"]);
        await other.GoAsync("enroll/update", "\"userProfile\":{\"badge\":\"98\"}", "successWithInteractionCode");

        taken.Status.ShouldBe(400, taken.Body);
        (await org.Http.PostJsonAsync(
            "/api/v1/users", """
            {"profile":{"login":"bo@example.com","email":"bo@example.com","firstName":"Bo","lastName":"B","badge":99}}
            """, AccountOrg.Admin)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Of_those_who_register_with_the_same_at_once_one_has_it()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => org.BeginAsync()));

        var answers = await Task.WhenAll(runs.Select((run, number) => run.SendAsync(
            "enroll/new", $$$"""
            "userProfile":{"email":"twin{{{number}}}@example.com","firstName":"T","lastName":"T","badge":"5"},
            "credentials":{"passcode":"Fresh-Staple-7"}
            """)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 400).ShouldBe(7);
    }

    static Task<Answer> CompleteAsync(IdxRun run, string members) => run.PostAsync("enroll/update", $$"""
        "userProfile":{{{members}}}
        """);
}
