using System.Buffers.Binary;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postern.LocalOrg.Record;

/// <summary>
/// What is told of a request or an answer, by name. Most of what is recorded nobody ever reads: it stays packed, in one piece, until
/// somebody does.
/// </summary>
sealed class ToldMembers(byte[] packed) : IReadOnlyDictionary<string, string>
{
    /// <summary>In the place of a text's length. A text is shorter than either.</summary>
    public const ushort Print = ushort.MaxValue, Withheld = ushort.MaxValue - 1;

    public ReadOnlySpan<byte> Packed => packed;

    public int Count => Read.Count;

    public IEnumerable<string> Keys => Read.Keys;

    public IEnumerable<string> Values => Read.Values;

    public string this[string key] => Read[key];

    /// <summary>Of several of one name the last is the one that holds.</summary>
    Dictionary<string, string> Read
    {
        get
        {
            if (field is not null)
                return field;

            Dictionary<string, string> read = [];
            for (var members = new Reader(packed); members.MoveOn();)
                read[members.Name] = members.Value;
            return field = read;
        }
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <summary>Without unpacking the others.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        value = null;
        var number = ToldNames.NumberOf(key);
        for (var members = new Reader(packed); members.MoveOn();)
            if (members.Number == number && (number is not ToldNames.None || members.Name == key))
                value = members.Value;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Read.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One member after the other.</summary>
    ref struct Reader(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> _rest = rest;
        ReadOnlySpan<byte> _name;
        ReadOnlySpan<byte> _value;
        ushort _kind;

        public byte Number { get; private set; }

        public readonly string Name => Number is ToldNames.None ? Encoding.UTF8.GetString(_name) : ToldNames.NameOf(Number);

        public readonly string Value => _kind switch
        {
            Print => Told.Fingerprint(_value),
            Withheld => Told.Withheld,
            _ => Encoding.UTF8.GetString(_value),
        };

        public bool MoveOn()
        {
            if (_rest.IsEmpty)
                return false;

            Number = Take(1)[0];
            _name = Number is ToldNames.None ? Take(TakeShort()) : [];
            _kind = TakeShort();
            _value = _kind switch
            {
                Print => Take(Told.PrintLength),
                Withheld => [],
                _ => Take(_kind),
            };
            return true;
        }

        ushort TakeShort() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

        ReadOnlySpan<byte> Take(int length)
        {
            var taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }
    }
}
