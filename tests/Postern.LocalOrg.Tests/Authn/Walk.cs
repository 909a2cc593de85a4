using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.WebAuthn;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>An org with users of every kind, and transactions walked in it over plain HTTP.</summary>
sealed class Walk : IAsyncDisposable
{
    public const string Seed = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    public const string ApiToken = "00an-api-token-that-is-no-secret";

    Walk(LocalOrg org, FakeTimeProvider time) => (Org, Time, Http) = (org, time, new(org));

    public LocalOrg Org { get; }

    public FakeTimeProvider Time { get; }

    public Browserless Http { get; }

    public static SeedUser Amy { get; } = new()
    {
        Id = "00u1amyAllfactors005",
        Login = "amy@example.com",
        Password = The.Password,
        FirstName = "Amy",
        LastName = "Allfactors",
        State = UserState.MfaRequired,
        TotpSecret = Seed, Phone = "+15550100142", RecoveryQuestion = "What was your first pet's name?", RecoveryAnswer = "Rex the Dog",
        Factors =
        [
            new() { FactorType = "sms" }, new() { FactorType = "call" }, new() { FactorType = "email" },
            new() { FactorType = "question", Secret = "mayonnaise" },
            new() { FactorType = "push" }, new() { FactorType = "token:software:totp", Provider = "GOOGLE", Secret = "MZ2XG5DJNR4WC3TF" },
            new() { FactorType = "token", Provider = "RSA", Secret = "5275875498" },
            new() { FactorType = "token:hardware", Provider = "YUBICO", Secret = "cccccceukngd" },
        ],
    };

    public static SeedUser Nora { get; } = new()
    {
        Id = "00u1noraNofactor0005",
        Login = "nora@example.com",
        Password = The.Password,
        FirstName = "Nora",
        LastName = "Nofactor",
        State = UserState.MfaRequired,
    };

    public static SeedUser Stan { get; } = new()
    {
        Id = "00u1stanStaged000005",
        Login = "stan@example.com",
        Password = "",
        FirstName = "Stan",
        LastName = "Staged",
        State = UserState.Staged,
        ActivationToken = "an-activation-token0",
    };

    public static async Task<Walk> StartAsync(Func<OrgSeed, OrgSeed>? change = null)
    {
        var time = new FakeTimeProvider(The.Now);
        var seed = OrgSeed.Default with { Users = [.. OrgSeed.Default.Users, Amy, Nora, Stan], ApiTokens = [ApiToken] };
        return new(
            await LocalOrg.StartAsync(
                new() { SecurityKeys = WebAuthnVerifier.VerifyAsync, Time = time, Seed = change is null ? seed : change(seed) }, The.Ct),
            time);
    }

    /// <summary>Primary authentication that comes to a transaction.</summary>
    public async Task<Answer> BeginAsync(string login, string status, string more = "")
    {
        var begun = await Http.PostJsonAsync("/api/v1/authn", $$"""{"username":"{{login}}","password":"{{The.Password}}"{{more}}}""");
        begun.Status.ShouldBe(200, begun.Body);
        begun.Text("status").ShouldBe(status, begun.Body);
        return begun;
    }

    /// <summary>One call on a transaction, whatever it comes to.</summary>
    public Task<Answer> PostAsync(Answer transaction, string path, string members = "") =>
        PostAsync(transaction.Text("stateToken"), path, members);

    public Task<Answer> PostAsync(string stateToken, string path, string members = "") =>
        Http.PostJsonAsync("/api/v1/authn" + path, $$"""{"stateToken":"{{stateToken}}"{{(members.Length > 0 ? "," : "")}}{{members}}}""");

    /// <summary>One call that must be answered with this status of the transaction.</summary>
    public async Task<Answer> GoAsync(Answer transaction, string path, string status, string members = "")
    {
        var answer = await PostAsync(transaction, path, members);
        answer.Status.ShouldBe(200, answer.Body);
        answer.Text("status").ShouldBe(status, answer.Body);
        return answer;
    }

    public static string FactorId(Answer transaction, string factorType, string provider = "OKTA") =>
        transaction.Json.GetProperty("_embedded").GetProperty("factors").EnumerateArray()
            .First(factor =>
                factor.GetProperty("factorType").GetString() == factorType && factor.GetProperty("provider").GetString() == provider)
            .GetProperty("id").GetString()!;

    public static string VerifyPath(Answer transaction, string factorType, string provider = "OKTA") =>
        $"/factors/{FactorId(transaction, factorType, provider)}/verify";

    /// <summary>The code that the latest message brought.</summary>
    public async Task<string> CodeAsync(string login, string channel) => (await Org.Outbox.LatestAsync(login, channel, The.Ct)).Code!;

    /// <summary>RFC 6238 by another hand than the org's.</summary>
    public string Totp(string seed = Seed, int stepsAway = 0) => Totp(Org, seed, stepsAway);

    public static string Totp(LocalOrg org, string seed = Seed, int stepsAway = 0)
    {
        var bits = string.Concat(
            seed.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, org.Clock.GetUtcNow().ToUnixTimeSeconds() / 30 + stepsAway);
#pragma warning disable CA5350
        var mac = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var offset = mac[19] & 15;
        return ((BinaryPrimitives.ReadUInt32BigEndian(mac.AsSpan(offset)) & 0x7fffffff) % 1_000_000)
            .ToString("000000", CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Org.DisposeAsync();
    }
}
