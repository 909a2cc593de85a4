using Postern.Client;

namespace Postern.Interop.Tests.Recording;

/// <summary>Every flow is recorded against an org and played back without one, and nothing secret is in what was kept.</summary>
public sealed class CassetteTests(RecordedFlows flows) : IClassFixture<RecordedFlows>
{
    public static TheoryData<string> Flows => [.. Act.All.Keys];

    [Theory]
    [MemberData(nameof(Flows))]
    public async Task A_flow_is_played_back_without_a_network_and_comes_to_the_same(string flow)
    {
        var recorded = await flows.OfAsync(flow);

        using var replay = new ReplayHandler(recorded.Cassette, flows.Org.Clock);
        using var http = new HttpClient(replay);
        var played = await flows.PlayAsync(flow, http);

        played.ShouldBe(recorded.Outcome);
        replay.Unplayed.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Flows))]
    public async Task Nothing_secret_that_went_over_the_wire_is_in_a_cassette_in_any_encoding(string flow)
    {
        var recorded = await flows.OfAsync(flow);

        string[] seeded =
        [
            The.Password, "Wrong-Horse-9", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            .. flows.Org.Seed.Apps.Select(app => app.ClientSecret).OfType<string>(),
        ];
        var found = recorded.Secrets.Concat(seeded)
            .Where(secret => Overhearing.Written(secret).Any(written => recorded.Text.Contains(written, StringComparison.Ordinal)));

        found.Select(secret => $"{secret[..3]}… ({secret.Length})").ShouldBeEmpty();
        recorded.Secrets.Count.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("code")]
    [InlineData("second factor")]
    [InlineData("ciba")]
    public async Task People_are_pseudonyms_unless_they_are_asked_to_be_kept(string flow)
    {
        string[] people = ["ada@example.com", "max@example.com", "ada%40example.com", "\"Ada\"", "\"Active\"", "Ada Active"];

        var text = (await flows.OfAsync(flow)).Text;
        var kept = (await flows.RecordAsync(flow, new() { KeepsPersonalData = true, Time = flows.Org.Clock })).Text;

        people.Where(person => text.Contains(person, StringComparison.Ordinal)).ShouldBeEmpty();
        people.Where(person => kept.Contains(person, StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_cassette_says_how_its_secrets_hang_together()
    {
        var text = (await flows.OfAsync("code")).Text;

        text.ShouldContain("\"sessionToken\": \"{{sessionToken-1}}\"");
        text.ShouldContain("\"code_challenge\": \"{{code_verifier-1|s256}}\"");
        text.ShouldContain("\"at_hash\": \"{{access_token-1|half256}}\"");
        text.ShouldContain("\"nonce\": \"{{nonce-1}}\"");
        text.ShouldContain("\"exp\": \"{{time:+3600}}\"");
    }

    [Fact]
    public async Task A_run_that_asks_something_else_is_told_what_is_nearest_and_how_to_record_again()
    {
        using var http = new HttpClient(new ReplayHandler((await flows.OfAsync("code")).Cassette, flows.Org.Clock));

        var missing = await Should.ThrowAsync<CassetteException>(() => flows.PlayAsync("service", http));

        missing.Message.ShouldContain("has no answer to POST http://");
        missing.Message.ShouldContain("/v1/token. The nearest is exchange ");
        missing.Hint.ShouldContain("RecordingHandler");
        missing.Message.ShouldNotContain("secret-that-is-no-secret");
    }
}
