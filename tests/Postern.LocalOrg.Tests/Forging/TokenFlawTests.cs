using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Postern.LocalOrg.Tests.Forging;

/// <summary>
/// Of each broken token exactly one thing is wrong: Microsoft's validator refuses it, and takes it with the one check switched off that is
/// meant to find it.
/// </summary>
public sealed class TokenFlawTests(SharedOrg shared)
{
    static readonly JsonWebTokenHandler Handler = new();

    /// <summary>The check that finds a flaw, switched off.</summary>
    static readonly Dictionary<TokenFlaw, Action<Checks>> Off = new()
    {
        [TokenFlaw.Expired] = checks => checks.All.ValidateLifetime = false,
        [TokenFlaw.NotYetValid] = checks => checks.All.ValidateLifetime = false,
        [TokenFlaw.WithoutExpiry] = checks => checks.All.RequireExpirationTime = false,
        [TokenFlaw.WrongAudience] = checks => checks.All.ValidateAudience = false,
        [TokenFlaw.WithoutAudience] = checks => checks.All.ValidateAudience = false,
        [TokenFlaw.IdToken] = checks => checks.All.ValidateAudience = false,
        [TokenFlaw.WrongIssuer] = checks => checks.All.ValidateIssuer = false,
        [TokenFlaw.WithoutIssuer] = checks => checks.All.ValidateIssuer = false,
        [TokenFlaw.OtherOrg] = checks => (checks.All.ValidIssuer, checks.All.IssuerSigningKeys) =
            ("https://other-org.example/oauth2/default", checks.Strangers),
        [TokenFlaw.OtherServersKey] = checks => checks.All.IssuerSigningKeys = checks.OtherServers,
        [TokenFlaw.UnknownKey] = checks => checks.All.IssuerSigningKeys = checks.Strangers,
        [TokenFlaw.EmbeddedKey] = checks => checks.All.IssuerSigningKeys = checks.Strangers,
        [TokenFlaw.KeyUrl] = checks => checks.All.IssuerSigningKeys = checks.Strangers,
        [TokenFlaw.WrongSignature] = checks => checks.All.SignatureValidator = (token, _) => new JsonWebToken(token),
        [TokenFlaw.NoSignature] = checks => checks.All.RequireSignedTokens = false,
        [TokenFlaw.AlgNone] = checks => checks.All.RequireSignedTokens = false,
        [TokenFlaw.HmacWithPublicKey] = checks => checks.All.IssuerSigningKeyResolver = (_, _, _, _) => checks.PublicKeyAsSecret,
    };

    public static TheoryData<TokenFlaw> Found => [.. Off.Keys];

    /// <summary>What this validator lets pass: no rule has it refuse them, or it does not look.</summary>
    public static TheoryData<TokenFlaw> NotFound =>
        [.. TokenFlaws.All.Where(flaw => !flaw.MustBeRefused || flaw.Flaw is TokenFlaw.WithoutScope).Select(flaw => flaw.Flaw)];

    [Theory]
    [MemberData(nameof(Found))]
    public async Task It_is_refused_for_one_thing_alone(TokenFlaw flaw)
    {
        foreach (var token in await TokensAsync(flaw))
        {
            var (all, one) = (await ChecksAsync(), await ChecksAsync());
            Off[flaw](one);

            var refused = await Handler.ValidateTokenAsync(token, all.All);
            var taken = await Handler.ValidateTokenAsync(token, one.All);

            refused.IsValid.ShouldBeFalse();
            taken.IsValid.ShouldBeTrue(taken.Exception?.Message);
        }
    }

    [Theory]
    [MemberData(nameof(NotFound))]
    public async Task What_a_validator_need_not_find_is_good_in_all_that_it_checks(TokenFlaw flaw)
    {
        foreach (var token in await TokensAsync(flaw))
        {
            var taken = await Handler.ValidateTokenAsync(token, (await ChecksAsync()).All);

            taken.IsValid.ShouldBeTrue(taken.Exception?.Message);
        }
    }

    [Fact]
    public async Task Of_a_malformed_token_nothing_is_wrong_but_its_shape()
    {
        var checks = (await ChecksAsync()).All;
        var (extra, empty) = (await TokensAsync(TokenFlaw.ExtraPart), await TokensAsync(TokenFlaw.EmptyPart));

        foreach (var token in (string[])[.. extra, .. empty])
            (await Handler.ValidateTokenAsync(token, checks)).IsValid.ShouldBeFalse();
        extra.ShouldHaveSingleItem().Split('.').Length.ShouldBe(4);
        (await Handler.ValidateTokenAsync(extra[0][..extra[0].LastIndexOf('.')], checks)).IsValid.ShouldBeTrue();
        empty.Select(token => token.Split('.').Select(part => part.Length > 0)).ShouldBe([[true, false, true], [false, true, true]]);
    }

    [Fact]
    public void Every_flaw_is_held_against_the_validator() =>
        Off.Keys.Concat(NotFound.Select(row => row.Data)).Concat([TokenFlaw.ExtraPart, TokenFlaw.EmptyPart]).Order()
            .ShouldBe(Enum.GetValues<TokenFlaw>());

    [Fact]
    public async Task What_need_not_be_found_is_there_all_the_same()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var good = await TokenAsync(null);

        Jwt.Number(await TokenAsync(TokenFlaw.IssuedInTheFuture), "iat").ShouldBeGreaterThan(now + 3000);
        Jwt.HeaderText(await TokenAsync(TokenFlaw.WithoutKid)).ShouldBe("""{"alg":"RS256"}""");
        Jwt.Header(await TokenAsync(TokenFlaw.KidOfAnotherKey)).GetProperty("kid").GetString()
            .ShouldNotBe(Jwt.Header(good).GetProperty("kid").GetString());
        Jwt.HeaderText(await TokenAsync(TokenFlaw.UnknownCritical)).ShouldContain("\"crit\":[\"urn:example:nobody-knows\"]");
        Jwt.Texts(await TokenAsync(TokenFlaw.WithoutScope), "scp").ShouldBe(["postern.unheard.of"]);
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars((await TokenAsync(TokenFlaw.DuplicateClaim)).Split('.')[1]))
            .ShouldStartWith("""{"sub":"somebody-else@example.com",""");
        Jwt.Text(await TokenAsync(TokenFlaw.DuplicateClaim), "sub").ShouldBe("ada@example.com");
    }

    [Fact]
    public void A_flaw_is_told_in_sentences()
    {
        foreach (var flaw in TokenFlaws.All)
            (flaw.Wrong.EndsWith('.'), flaw.Fix.EndsWith('.'), flaw.Answer.Length > 0, TokenFlaws.Of(flaw.Flaw)).ShouldBe(
                (true, true, true, flaw));

        JsonSerializer.Serialize(TokenFlaw.HmacWithPublicKey).ShouldBe("\"hmacWithPublicKey\"");
    }

    async Task<string> TokenAsync(TokenFlaw? flaw) => (await shared.Org.Tokens.ForgeAsync(new() { Flaw = flaw }, The.Ct)).Token;

    async Task<string[]> TokensAsync(TokenFlaw flaw)
    {
        var forged = await shared.Org.Tokens.ForgeAsync(new() { Flaw = flaw }, The.Ct);
        return [forged.Token, .. forged.Variants];
    }

    async Task<Checks> ChecksAsync()
    {
        var keys = await KeysAsync("/oauth2/default/v1/keys");
        using var rsa = RSA.Create(
            new RSAParameters
            {
                Modulus = Base64Url.DecodeFromChars(((JsonWebKey)keys[0]).N), Exponent = Base64Url.DecodeFromChars(((JsonWebKey)keys[0]).E),
            });
        var pem = rsa.ExportSubjectPublicKeyInfoPem();
        byte[][] secrets = [Encoding.ASCII.GetBytes(pem + "\n"), Encoding.ASCII.GetBytes(pem), rsa.ExportSubjectPublicKeyInfo()];
        return new(
            new()
            {
                ValidIssuer = shared.Org.IssuerOf("default"), ValidAudience = "api://default", IssuerSigningKeys = keys,
            },
            OtherServers: await KeysAsync("/oauth2/v1/keys"),
            Strangers: await KeysAsync("/_postern/tokens/strangers-keys"),
            PublicKeyAsSecret: [.. secrets.Select(secret => new SymmetricSecurityKey(secret))]);
    }

    async Task<SecurityKey[]> KeysAsync(string path) =>
        [.. new JsonWebKeySet((await shared.Http.GetAsync(path)).Body).Keys];

    sealed record Checks(
        TokenValidationParameters All, SecurityKey[] OtherServers, SecurityKey[] Strangers, SecurityKey[] PublicKeyAsSecret);
}
