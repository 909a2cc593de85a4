using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Postern.Interop.Tests.Recording;

/// <summary>
/// Between the recorder and the org: keeps what goes over the wire, and finds in it, by rules of its own, whatever must be in no cassette.
/// </summary>
sealed partial class Overhearing() : DelegatingHandler(Postern.Client.OktaClient.CreateHandler())
{
    static readonly string[] Names =
    [
        "access_token", "id_token", "refresh_token", "sessionToken", "stateToken", "code", "code_verifier", "code_challenge", "state",
        "nonce",
        "password", "client_secret", "client_assertion", "assertion", "passCode", "device_code", "user_code", "device_secret",
        "auth_req_id", "stateHandle", "interactionHandle", "interaction_handle", "interaction_code", "mfa_token", "oob_code", "otp",
        "passcode",
        "request_uri", "subject_token", "actor_token", "id_token_hint", "token", "jti", "okta_key", "jkt", "dpop_jkt", "at_hash", "c_hash",
    ];

    readonly ConcurrentQueue<string> _heard = [];

    /// <summary>Every secret that went either way, longest first.</summary>
    public IReadOnlyList<string> Secrets =>
    [
        .. _heard.SelectMany(SecretsIn).Where(secret => secret.Length >= 6 && !secret.All(char.IsAsciiLetterLower))
            .Distinct().OrderByDescending(secret => secret.Length),
    ];

    /// <summary>A secret as it may be written: as it is, in URLs, in JSON, in base64 at any offset, in hexadecimal.</summary>
    public static IEnumerable<string> Written(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return JsonEncodedText.Encode(secret).ToString();
        yield return Convert.ToHexStringLower(bytes);
        for (var offset = 0; offset < 3 && bytes.Length >= 9; offset++)
        {
            // Whatever stands before and after it: the digits that depend on the secret alone.
            var inner = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=')[((offset * 4 / 3) + (offset > 0 ? 1 : 0))..^1];
            yield return inner;
            yield return inner.Replace('+', '-').Replace('/', '_');
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        _heard.Enqueue($"{request.RequestUri}\n{request.Headers}\n{body}");
        var response = await base.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        _heard.Enqueue($"{response.Headers}\n{answer}");
        return response;
    }

    static IEnumerable<string> SecretsIn(string heard)
    {
        var texts = new[] { heard, WebUtility.HtmlDecode(heard), Uri.UnescapeDataString(heard), Unescaped(heard) };
        foreach (var text in texts)
        {
            foreach (Match match in Named().Matches(text).Where(match => Names.Contains(match.Groups["name"].Value)))
                yield return Uri.UnescapeDataString(match.Groups["value"].Value);
            foreach (Match match in InputOrMessage().Matches(text).Where(match => Names.Contains(match.Groups["name"].Value)))
                yield return match.Groups["value"].Value;
            foreach (Match match in Header().Matches(text))
                yield return match.Groups["value"].Value;
            foreach (Match match in Token().Matches(text))
            {
                yield return match.Value;
                yield return match.Value.Split('.')[^1];
                foreach (
                    var claim in SecretsIn(
                        Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(match.Value.Split('.')[1]))))
                    yield return claim;
            }
        }
    }

    static string Unescaped(string text) => Escape().Replace(text, match =>
        ((char)int.Parse(match.Groups["hex"].ValueSpan, System.Globalization.NumberStyles.HexNumber, null)).ToString());

    [GeneratedRegex("""(?<![\w-])(?<name>\w+)(?:=|["']\s*:\s*["'])(?<value>[^&#\s"'<>;,]+)""")]
    private static partial Regex Named();

    [GeneratedRegex("""(?:name="(?<name>\w+)" value="|data\.(?<name>\w+) = ')(?<value>[^"']+)""")]
    private static partial Regex InputOrMessage();

    [GeneratedRegex("""(?m)^(?:Authorization: \w+ |DPoP: |DPoP-Nonce: |(?:Set-)?Cookie: \w+=)(?<value>[^;\s]{6,})""")]
    private static partial Regex Header();

    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+\.[\w-]+")]
    private static partial Regex Token();

    [GeneratedRegex(@"\\(?:x(?<hex>[0-9A-Fa-f]{2})|u(?<hex>[0-9A-Fa-f]{4}))")]
    private static partial Regex Escape();
}
