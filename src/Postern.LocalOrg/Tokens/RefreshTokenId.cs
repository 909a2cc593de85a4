using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Tokens;

/// <summary>
/// Names a refresh token through all its rotations: Okta's <c>oar…</c>. It is no secret; access tokens carry it in their <c>jti</c>.
/// </summary>
readonly record struct RefreshTokenId(ulong Value)
{
    const string Prefix = "oar1";

    public static RefreshTokenId New()
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(random);
        return new(BitConverter.ToUInt64(random));
    }

    /// <summary>
    /// Made from the code, so that whoever presents the code again names the refresh token to take down; it gives nothing of the code away.
    /// </summary>
    public static RefreshTokenId Of(string code) =>
        new(BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes("refresh token of " + code)), 0));

    public override string ToString() => $"{Prefix}{Value:x16}";
}
