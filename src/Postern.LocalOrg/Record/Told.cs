using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Record;

/// <summary>How values are told: on one line, addresses without what may be secret in them, and secrets as fingerprints.</summary>
static class Told
{
    public const string Withheld = "(withheld)";

    /// <summary>Of a fingerprint, in bytes.</summary>
    public const int PrintLength = 4;

    const int Longest = 200;

    /// <summary>An address of nothing but these, after <c>http</c>, is as short as it can be written.</summary>
    static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:");

    /// <summary>As the command shows a secret: <c>sha256:</c> and the first 8 hexadecimal digits of its hash.</summary>
    public static string Fingerprint(string secret)
    {
        if (secret.Length == 0)
            return "";

        Span<byte> print = stackalloc byte[PrintLength];
        Print(secret, print);
        return Fingerprint(print);
    }

    public static string Fingerprint(ReadOnlySpan<byte> print) => "sha256:" + Convert.ToHexStringLower(print);

    /// <summary>The bytes of a fingerprint.</summary>
    public static void Print(ReadOnlySpan<char> secret, Span<byte> print)
    {
        var most = Encoding.UTF8.GetMaxByteCount(secret.Length);
        byte[]? rented = null;
        var bytes = most <= 512 ? stackalloc byte[512] : (rented = ArrayPool<byte>.Shared.Rent(most));
        var used = bytes[..Encoding.UTF8.GetBytes(secret, bytes)];
        Print(used, print);
        CryptographicOperations.ZeroMemory(used);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    /// <inheritdoc cref="Print(ReadOnlySpan{char}, Span{byte})"/>
    public static void Print(ReadOnlySpan<byte> secret, Span<byte> print)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, hash);
        hash[..PrintLength].CopyTo(print);
    }

    /// <summary>Without its query, its fragment and its user.</summary>
    public static ReadOnlySpan<char> Address(ReadOnlySpan<char> url)
    {
        var end = url.IndexOfAny('?', '#');
        var bare = end < 0 ? url : url[..end];
        if (bare.StartsWith('/') || IsPlainAddress(bare))
            return Cut(bare);

        var text = url.ToString();
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? Cut(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped))
            : Fingerprint(text);
    }

    /// <summary>On one line, and no longer than anybody reads.</summary>
    public static string Cut(string value) => Fits(value) ? value : Fitted(value);

    /// <inheritdoc cref="Cut(string)"/>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> value) => Fits(value) ? value : Fitted(value);

    static bool Fits(ReadOnlySpan<char> value) =>
        value.Length <= Longest && !value.ContainsAnyInRange('\0', '\x1f') && !value.ContainsAnyInRange('\x7f', '\x9f');

    static string Fitted(ReadOnlySpan<char> value)
    {
        var cut = value.Length > Longest ? string.Concat(value[..Longest], "…") : value.ToString();
        return string.Concat(cut.Select(c => char.IsControl(c) ? '�' : c));
    }

    /// <summary>What the framework would write in the same way, as most are: to parse them takes longest of all that is told.</summary>
    static bool IsPlainAddress(ReadOnlySpan<char> url)
    {
        var rest = url.StartsWith("http://", StringComparison.Ordinal) ? url[7..]
            : url.StartsWith("https://", StringComparison.Ordinal) ? url[8..]
            : default;
        return rest.IndexOf('/') > 0 && !rest.ContainsAnyExcept(Unreserved) && !rest.Contains("/.", StringComparison.Ordinal);
    }
}
