using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Reads tokens in every form that they are printed in, and as people paste them: JSON, a header, export lines, bare.</summary>
static partial class PrintedTokens
{
    /// <summary>The JSON that the text is, or that its export lines amount to; null where it is one token.</summary>
    public static JsonObject? Members(string text) => text.TrimStart() switch
    {
        ['{', ..] => JsonInput.Parse(text, "The input"),
        _ when Export().Matches(text) is { Count: > 0 } lines => FromExports(lines),
        _ => null,
    };

    /// <summary>
    /// One token without what stands around it: <c>-H 'Authorization: Bearer …'</c> is how it is pasted from a call of curl.
    /// </summary>
    public static string Bare(string text) => Header().Match(text) is { Success: true } header ? header.Groups["token"].Value : text.Trim();

    /// <summary>A token's claims alone: <c>--output claims</c>, where the token is no longer there.</summary>
    public static bool AreClaims(JsonObject json) =>
        !json.ContainsKey(Parameters.AccessToken)
            && !json.ContainsKey(Parameters.IdToken)
            && !json.ContainsKey(Parameters.RefreshToken)
            && json.Text(Claims.Issuer) is not null;

    static JsonObject FromExports(MatchCollection lines)
    {
        var json = new JsonObject();
        foreach (var line in lines.Cast<Match>())
        {
            if (TokenOutput.MemberOf(line.Groups["name"].Value) is { } member)
                json[member] = Unquoted(line.Groups["value"].Value);
        }

        return json;
    }

    // A POSIX shell's quotes, as they are printed and as people write them: '…' is literal, and '\'' a quote within.
    static string Unquoted(string value) => value switch
    {
        ['\'', .. var inner, '\''] => inner.Replace(@"'\''", "'", StringComparison.Ordinal),
        ['"', .. var inner, '"'] => inner,
        _ => value,
    };

    [
        GeneratedRegex(
            """^[ \t]*(?:export[ \t]+)?(?<name>POSTERN_[A-Z_]+)=(?<value>'(?:[^']|'\\'')*'|"[^"]*"|\S*)[ \t]*\r?$""",
            RegexOptions.Multiline | RegexOptions.CultureInvariant),
    ]
    private static partial Regex Export();

    [
        GeneratedRegex(
            """^\s*(?:-H\s+|--header\s+)?["']?(?:Authorization\s*:\s*)?(?:Bearer|DPoP)\s+(?<token>[^\s"']+)["']?\s*$""",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant),
    ]
    private static partial Regex Header();
}
