using Postern.Client;
using Postern.Interop.Tests.Authn;

namespace Postern.Interop.Tests.Recording;

/// <summary>Identity Engine's ways to tokens, recorded and played back as <see cref="CassetteTests"/> has the other flows.</summary>
public sealed class EngineCassetteTests(IdentityEngineOrg org) : IClassFixture<IdentityEngineOrg>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(IdentityEngineOrg.Interaction, SignInWay.InteractionCode)]
    [InlineData(IdentityEngineOrg.TwoInteraction, SignInWay.InteractionCode)]
    [InlineData(IdentityEngineOrg.TwoDirect, SignInWay.DirectAuthentication)]
    [InlineData(IdentityEngineOrg.TwoFactors, SignInWay.HostedPage)]
    [InlineData(IdentityEngineOrg.TwoFactors, null)]
    public async Task A_sign_in_is_played_back_without_a_network_and_nothing_secret_is_in_its_cassette(string clientId, SignInWay? via)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.json");
        try
        {
            using var heard = new Overhearing();
            string said;
            using (var http = new HttpClient(new RecordingHandler(file, heard, new() { Time = org.Org.Clock })))
                said = await SignInAsync(http, clientId, via);
            using var replay = new ReplayHandler(Cassette.Read(file), org.Org.Clock);
            using var playing = new HttpClient(replay);

            (await SignInAsync(playing, clientId, via)).ShouldBe(said);
            replay.Unplayed.ShouldBeEmpty();
            SecretsIn(await File.ReadAllTextAsync(file, Ct), heard).ShouldBeEmpty();
        }
        finally
        {
            File.Delete(file);
        }
    }

    async Task<string> SignInAsync(HttpClient http, string clientId, SignInWay? via)
    {
        var answers = new AuthnAnswers { Totp = Totp.FromSecret(IdentityEngineOrg.Seed) };
        var tokens = await org.Connect(clientId, http).SignIn.GetTokensAsync(
            "tess@example.com", The.Password, new() { Answers = answers, Via = via }, Ct);
        return $"{tokens.Receipt!.Way}: {Act.Said(tokens)}";
    }

    /// <summary>Of what went over the wire and of what was seeded; six digits are in many a number besides.</summary>
    static IEnumerable<string> SecretsIn(string text, Overhearing heard) => heard.Secrets
        .Append(The.Password).Append(IdentityEngineOrg.Seed)
        .Where(secret => !secret.All(char.IsAsciiDigit))
        .Where(secret => Overhearing.Written(secret).Any(written => text.Contains(written, StringComparison.Ordinal)))
        .Select(secret => $"{secret[..3]}… ({secret.Length})");
}
