using System.Security.Cryptography;

namespace Postern.Client.Tests.Authn;

/// <summary>What is kept of one-time passwords on this machine.</summary>
public sealed class SpentStepsTests
{
    [Fact]
    public async Task Only_the_number_of_a_step_is_kept_under_a_hash_of_the_seed_that_nothing_else_prints()
    {
        var seed = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);
        var totp = Totp.FromSecret(seed);

        var step = await SpentSteps.TakeAsync(totp, The.Now, TestContext.Current.CancellationToken);

        var path = SpentSteps.PathOf(totp);
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe($"{step}");
        Path.GetFileName(path).Length.ShouldBe(32);
        Path.GetFileName(path).ShouldAllBe(c => char.IsAsciiHexDigitLower(c));
        path.ShouldNotContain(seed);
        path.ShouldNotContain(Fingerprint.Of(seed)["sha256:".Length..]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Delete(path);
    }

    [Fact]
    public void Equal_seeds_are_kept_together_however_they_are_written() =>
        SpentSteps.PathOf(Totp.FromSecret("gezd gnbv gy3t qojq")).ShouldBe(SpentSteps.PathOf(Totp.FromSecret("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ")));
}
