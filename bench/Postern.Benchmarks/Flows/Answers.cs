using System.Text;

namespace Postern.Benchmarks;

/// <summary>Reads HTTP/1.1 answers, and refuses those that are not what they must be.</summary>
static class Answers
{
    /// <summary>A success whose JSON has that member; what it must be, where that matters.</summary>
    public static ReadOnlyMemory<byte> ExpectMember(this ReadOnlyMemory<byte> answer, string name, string? value = null)
    {
        answer.ExpectStatus("200"u8);
        return answer.Member(name) is var found && (value is null || found == value)
            ? answer
            : throw Unexpected(answer, $"\"{name}\" as {value}");
    }

    /// <summary>A redirect.</summary>
    public static ReadOnlyMemory<byte> ExpectRedirect(this ReadOnlyMemory<byte> answer) => answer.ExpectStatus("30"u8);

    /// <summary>The value of a JSON member at whatever depth, which is a literal or a string without escapes.</summary>
    public static string Member(this ReadOnlyMemory<byte> answer, string name) =>
        answer.FindMember(name) ?? throw Unexpected(answer, $"\"{name}\"");

    public static string? FindMember(this ReadOnlyMemory<byte> answer, string name)
    {
        Span<byte> quoted = stackalloc byte[name.Length + 2];
        (quoted[0], quoted[^1]) = ((byte)'"', (byte)'"');
        Encoding.ASCII.GetBytes(name, quoted[1..]);
        for (var rest = answer.Span; rest.IndexOf(quoted) is >= 0 and var at;)
        {
            rest = rest[(at + quoted.Length)..].TrimStart((byte)' ');
            // Without a colon behind it, it was a value that reads like the name.
            if (rest.StartsWith(":"u8))
                return Value(rest[1..].TrimStart((byte)' '));
        }
        return null;
    }

    /// <summary>What stands between one text and the first of some characters.</summary>
    public static string Cut(this ReadOnlyMemory<byte> answer, ReadOnlySpan<byte> after, ReadOnlySpan<byte> before) =>
        answer.Span.IndexOf(after) is >= 0 and var at
            ? Text(answer.Span[(at + after.Length)..], before)
            : throw Unexpected(answer, Encoding.ASCII.GetString(after));

    /// <summary>Every value of a header, its name in whatever case.</summary>
    public static IEnumerable<string> Headers(this ReadOnlyMemory<byte> answer, string name)
    {
        var text = Encoding.UTF8.GetString(answer.Span);
        foreach (var line in text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n"))
            if (line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
                yield return line[(name.Length + 2)..];
    }

    static ReadOnlyMemory<byte> ExpectStatus(this ReadOnlyMemory<byte> answer, ReadOnlySpan<byte> status) =>
        answer.Span.StartsWith("HTTP/1.1 "u8) && answer.Span[9..].StartsWith(status)
            ? answer
            : throw Unexpected(answer, $"status {Encoding.ASCII.GetString(status)}");

    static string Value(ReadOnlySpan<byte> from) => from.StartsWith("\""u8) ? Text(from[1..], "\""u8) : Text(from, ",}\r\n "u8);

    static string Text(ReadOnlySpan<byte> from, ReadOnlySpan<byte> before) =>
        Encoding.ASCII.GetString(from[..Math.Max(0, from.IndexOfAny(before))]);

    static InvalidDataException Unexpected(ReadOnlyMemory<byte> answer, string expected) =>
        new($"Expected {expected} in:\n{Encoding.UTF8.GetString(answer.Span)}");
}
