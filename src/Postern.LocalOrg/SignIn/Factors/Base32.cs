namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>RFC 4648 section 6, as authenticator apps write it: without padding, in either case, spaces between.</summary>
static class Base32
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length * 8 + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var value = 0;
            for (var bit = i * 5; bit < i * 5 + 5; bit++)
                value = (value << 1) | (bit / 8 < bytes.Length ? (bytes[bit / 8] >> (7 - bit % 8)) & 1 : 0);
            text[i] = Alphabet[value];
        }

        return new(text);
    }

    /// <exception cref="FormatException">It has a character that is none of the alphabet's.</exception>
    public static byte[] Decode(string text)
    {
        List<byte> bytes = [];
        int buffer = 0, bits = 0;
        foreach (var c in text)
        {
            if (c is ' ' or '-' or '=')
                continue;

            var value = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
                throw new FormatException("A Base32 secret has the letters A to Z and the digits 2 to 7 alone (RFC 4648 section 6).");

            buffer = ((buffer << 5) | value) & 0xfff;
            bits += 5;
            if (bits < 8)
                continue;

            bits -= 8;
            bytes.Add((byte)(buffer >> bits));
        }

        return [.. bytes];
    }
}
