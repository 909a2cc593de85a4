using System.Security.Cryptography;
using System.Text;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>The secrets of a seed file: those that are elsewhere are fetched, those that are left out are made.</summary>
sealed class SeedSecrets(SeedFileOptions options, SeedFaults faults)
{
    public const string Forms = "env:NAME, file:PATH, the secret itself, or nothing to have one made";

    const string Environment = "env:", File = "file:";

    const string Upper = "ABCDEFGHJKLMNPQRSTUVWXYZ", Lower = "abcdefghijkmnpqrstuvwxyz", Digits = "23456789";

    readonly List<SeedSecret> _found = [];

    public IReadOnlyList<SeedSecret> Found => _found;

    public static bool Has(Type type, string member) => type switch
    {
        _ when type == typeof(SeedUser) => member is "password" or "totpSecret" or "recoveryAnswer" or "activationToken",
        _ when type == typeof(SeedApp) => member is "clientSecret" or "secondClientSecret",
        _ when type == typeof(SeedFactor) => member is "secret",
        _ when type == typeof(SeedApiToken) => member is "token",
        _ when type == typeof(SeedIdentityProvider) => member is "clientSecret",
        _ when type == typeof(SeedInlineHook) || type == typeof(SeedEventHook) => member is "authSecret",
        _ => false,
    };

    public string Given(SeedNode.Text text, string path)
    {
        if (text.Value.StartsWith(Environment, StringComparison.Ordinal))
            return Fetched(text, path, FromEnvironment(text.Value[Environment.Length..]));
        if (text.Value.StartsWith(File, StringComparison.Ordinal))
            return Fetched(text, path, FromFile(text.Value[File.Length..]));
        return text.Value;
    }

    public string Made(string path, string value)
    {
        _found.Add(new() { Path = path, Value = value });
        return value;
    }

    /// <summary>Of every kind of character that a policy may demand but symbols, and none that is taken for another.</summary>
    public static string NewPassword() =>
        RandomNumberGenerator.GetString(Upper, 1) + RandomNumberGenerator.GetString(Lower, 1) + RandomNumberGenerator.GetString(Digits, 1)
        + '-' + RandomNumberGenerator.GetString(Upper + Lower + Digits, 16);

    public static string NewAnswer() => RandomNumberGenerator.GetString(Lower, 12);

    public static string NewCode() => RandomNumberGenerator.GetString("0123456789", 6);

    public static string NewTotpSecret() => Base32.Encode(RandomNumberGenerator.GetBytes(20));

    public static string NewClientSecret() => Secrets.New(48);

    /// <summary>In the form of Okta's.</summary>
    public static string NewApiToken() => Secrets.NewStateToken();

    string Fetched(SeedNode.Text text, string path, (string? Value, string? Wrong) from)
    {
        if (from.Wrong is { } wrong && options.FetchesSecrets)
            faults.Add(path, text.At, wrong);
        else if (from.Value is "")
            faults.Add(path, text.At, $"names {text.Value}, which is empty.");
        var value = from.Value is { Length: > 0 } fetched ? fetched : Unfetched(text.Value);
        _found.Add(new() { Path = path, Value = value, Reference = text.Value });
        return value;
    }

    /// <summary>Stands for what is not fetched; good for whatever a secret may be, and another's is another.</summary>
    static string Unfetched(string reference) => Base32.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(reference)).AsSpan(0, 10));

    (string?, string?) FromEnvironment(string name) => name is ""
        ? ("", null)
        : options.FetchesSecrets && options.Environment(name) is { } value
            ? (value, null)
            : (null, $"names the environment variable {name}, which is not set.");

    (string?, string?) FromFile(string path)
    {
        if (path is "")
            return ("", null);
        if (!options.FetchesSecrets)
            return (null, null);

        try
        {
            return (WithoutLastNewline(System.IO.File.ReadAllText(Path.Combine(options.Folder ?? ".", path))), null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, $"names the file {path}, which cannot be read: {failed.Message}");
        }
    }

    /// <summary>Editors and echo add one; no secret needs it.</summary>
    static string WithoutLastNewline(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
