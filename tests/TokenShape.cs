using System.Text.RegularExpressions;

namespace Postern.Tests;

/// <summary>What a text must not hold, by more than its three first letters, which stand in every hundredth public key by chance.</summary>
static partial class TokenShape
{
    /// <summary>No JWT, and no beginning of one: a header or claims set whose first name is one of ours, in Base64.</summary>
    public static void ShouldHoldNoToken(this string text) => Beginning().Match(text).Value.ShouldBeEmpty();

    // {"alg, {"kid, {"typ; {"ver, {"sub, {"iss
    [GeneratedRegex("eyJ(?:hbGci|raWQi|0eXAi|2ZXIi|zdWIi|pc3Mi)")]
    private static partial Regex Beginning();
}
