using Postern.Protocol;

namespace Postern.Cli;

/// <summary>
/// What <c>--factor</c> may be given: a type or a short word for it, a provider, both joined by a colon, or a factor's id.
/// </summary>
static class FactorName
{
    // Okta's ids are three letters, such as "ost", and 17 letters and digits.
    const int IdLength = 20;

    static readonly string[] Providers = ["OKTA", "GOOGLE", "RSA", "SYMANTEC", "YUBICO", "CUSTOM", "DEL_OATH"];

    public static string Read(string given) => TypeOf(given) ?? ProviderOf(given) ?? ProvidersTypeOf(given) ?? IdOf(given)
        ?? throw new UsageException(
            $"--factor {given} is no factor that can be answered here.",
            "Use totp, question, sms, call, email, push, token, yubikey or hotp; a provider, such as google; both, such as google:totp; " +
            "or the factor's id.");

    static string? TypeOf(string given) => given.ToLowerInvariant() switch
    {
        "totp" or FactorTypes.Totp => FactorTypes.Totp,
        "hotp" or FactorTypes.HmacToken => FactorTypes.HmacToken,
        "yubikey" or FactorTypes.HardwareToken => FactorTypes.HardwareToken,
        FactorTypes.Question => FactorTypes.Question,
        FactorTypes.Sms => FactorTypes.Sms,
        FactorTypes.Call => FactorTypes.Call,
        FactorTypes.Email => FactorTypes.Email,
        FactorTypes.Push => FactorTypes.Push,
        FactorTypes.Token => FactorTypes.Token,
        _ => null,
    };

    static string? ProviderOf(string given) =>
        Providers.FirstOrDefault(provider => provider.Equals(given, StringComparison.OrdinalIgnoreCase));

    static string? ProvidersTypeOf(string given) =>
        given.Split(':', 2) is [{ Length: > 0 } provider, var type] && TypeOf(type) is { } known
            ? $"{provider.ToUpperInvariant()}:{known}"
            : null;

    static string? IdOf(string given) => given.Length == IdLength && given.All(char.IsAsciiLetterOrDigit) ? given : null;
}
