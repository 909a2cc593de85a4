using System.Globalization;
using System.Security.Cryptography;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>Okta Verify's and Google Authenticator's one-time passwords: RFC 6238 with SHA-1, 6 digits, 30 seconds.</summary>
sealed class TotpFactor(string provider, string prefix) : FactorKind(FactorTypes.Totp, provider, prefix, "otp")
{
    const int StepSeconds = 30;

    /// <summary>
    /// Steps to either side that are taken, for clocks that differ; further off a right code is known for one, and refused.
    /// </summary>
    const int Window = 1;
    const int Recognised = 10;

    public override Factor Enroll(FactorProfile profile, User user)
    {
        Span<byte> secret = stackalloc byte[10];
        RandomNumberGenerator.Fill(secret);
        return new() { Id = "", FactorType = FactorType, Provider = Provider, CredentialId = user.Login, Secret = Base32.Encode(secret) };
    }

    public override async Task VerifyAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct)
    {
        if (answer.Passcode is not { Length: 6 } passcode || StepOf(factor, passcode, around.Now) is not { } step)
            throw new SignInRefusal.WrongAnswer(AnswerKind.Passcode);

        var current = around.Now.ToUnixTimeSeconds() / StepSeconds;
        if (Math.Abs(step - current) > Window)
            throw new SignInRefusal.PasscodeOutsideWindow();

        // Kept for as long as the code would be taken.
        var until = DateTimeOffset.FromUnixTimeSeconds((step + Window + 1) * StepSeconds);
        if (!await around.Store.SpendPasscodeAsync(around.Work, factor.Id, step.ToString(CultureInfo.InvariantCulture), until, ct))
            throw new SignInRefusal.PasscodeReplayed();
    }

    /// <summary>The step whose code it is, the nearest to now; null where it is none's.</summary>
    static long? StepOf(Factor factor, string passcode, DateTimeOffset now)
    {
        var secret = Base32.Decode(factor.Secret ?? "");
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        for (var distance = 0; distance <= Recognised; distance++)
            foreach (var step in distance == 0 ? [current] : (long[])[current - distance, current + distance])
                if (Secrets.AreEqual(CodeAt(secret, step), passcode))
                    return step;
        return null;
    }

    /// <summary>RFC 4226 section 5.3.</summary>
    static string CodeAt(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238's default, and the only one that authenticator apps agree on
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var code = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & 0x7fffffff;
        return (code % 1_000_000).ToString("d6", CultureInfo.InvariantCulture);
    }
}
