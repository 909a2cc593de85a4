using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Postern.LocalOrg.Record;

/// <summary>
/// Packs what is told of a request or an answer, as <see cref="ToldMembers"/> reads it: names that are known as their numbers, secrets as
/// the bytes of their fingerprints.
/// </summary>
sealed class ToldWriter : IDisposable
{
    byte[] _packed = ArrayPool<byte>.Shared.Rent(1024);
    int _length;

    /// <summary>As its name has it: as it is, without what may be secret in it, not at all or as a fingerprint.</summary>
    public void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> value) => Add(ToldNames.NumberOf(name), name, value);

    /// <summary>Of a name whose number is known.</summary>
    public void Add(byte number, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        AddName(number, name);
        if (ToldNames.ArePlain(number))
            AddText(Told.Cut(value));
        else if (ToldNames.AreGuessable(number))
            AddShort(ToldMembers.Withheld);
        else if (ToldNames.AreAddresses(number))
            AddText(Told.Address(value));
        else
            AddPrint(value);
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{char}, ReadOnlySpan{char})"/>
    public void AddPlain(ReadOnlySpan<char> name, ReadOnlySpan<char> value) => AddPlain(ToldNames.NumberOf(name), name, value);

    /// <inheritdoc cref="Add(byte, ReadOnlySpan{char}, ReadOnlySpan{char})"/>
    public void AddPlain(byte number, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        AddName(number, name);
        AddText(Told.Cut(value));
    }

    public void AddSecret(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        AddName(ToldNames.NumberOf(name), name);
        AddPrint(value);
    }

    /// <inheritdoc cref="Add(byte, ReadOnlySpan{char}, ReadOnlySpan{char})"/>
    public void AddSecret(byte number, ReadOnlySpan<char> name, ReadOnlySpan<byte> value)
    {
        AddName(number, name);
        if (value.IsEmpty)
        {
            AddText("");
            return;
        }

        AddShort(ToldMembers.Print);
        Told.Print(value, Room(Told.PrintLength));
        _length += Told.PrintLength;
    }

    /// <summary>What was added since the last time.</summary>
    public ToldMembers Members()
    {
        ToldMembers members = new(_packed[.._length]);
        _length = 0;
        return members;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_packed);

    void AddName(byte number, ReadOnlySpan<char> name)
    {
        Room(1)[0] = number;
        _length++;
        if (number is ToldNames.None)
            AddText(Told.Cut(name));
    }

    void AddText(ReadOnlySpan<char> text)
    {
        var room = Room(sizeof(ushort) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, room[sizeof(ushort)..]);
        AddShort((ushort)length);
        _length += length;
    }

    void AddPrint(ReadOnlySpan<char> secret)
    {
        if (secret.IsEmpty)
        {
            AddText("");
            return;
        }

        AddShort(ToldMembers.Print);
        Told.Print(secret, Room(Told.PrintLength));
        _length += Told.PrintLength;
    }

    void AddShort(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room(sizeof(ushort)), value);
        _length += sizeof(ushort);
    }

    /// <summary>What comes next goes there.</summary>
    Span<byte> Room(int length)
    {
        if (_length + length > _packed.Length)
        {
            var more = ArrayPool<byte>.Shared.Rent(Math.Max(_length + length, 2 * _packed.Length));
            _packed.AsSpan(0, _length).CopyTo(more);
            ArrayPool<byte>.Shared.Return(_packed);
            _packed = more;
        }

        return _packed.AsSpan(_length);
    }
}
