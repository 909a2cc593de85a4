using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Postern.LocalOrg.Record;

/// <summary>A request or an answer as it was heard, none of which has been looked at yet.</summary>
sealed class HeardMessage
{
    /// <summary>Of a body: what is longer is nobody's to read line by line.</summary>
    const int MostOfBody = 64 * 1024;

    /// <summary>Room for a body of this length is kept for the next one.</summary>
    const int UsualBody = 4 * 1024;

    readonly List<HeardPart> _parts = [];
    byte[] _body = [];
    int _length;

    public ReadOnlySpan<HeardPart> Parts => CollectionsMarshal.AsSpan(_parts);

    public ReadOnlyMemory<byte> Body => _body.AsMemory(0, _length);

    /// <summary>One more part.</summary>
    /// <param name="kind">How it is told.</param>
    /// <param name="name">What it is told by.</param>
    /// <param name="text">As it stands there.</param>
    public void Add(HeardKind kind, string name, string text) => _parts.Add(new(kind, name, text));

    /// <summary>More of the body, as far as it is kept.</summary>
    public void Hear(ReadOnlySpan<byte> part)
    {
        var kept = part[..Math.Min(part.Length, MostOfBody - _length)];
        if (_length + kept.Length > _body.Length)
            Grow(_length + kept.Length);
        kept.CopyTo(_body.AsSpan(_length));
        _length += kept.Length;
    }

    public void Clear()
    {
        _parts.Clear();
        Wipe();
        _length = 0;
        if (_body.Length > UsualBody)
            _body = [];
    }

    void Grow(int length)
    {
        var more = new byte[Math.Max(length, Math.Max(1024, 2 * _body.Length))];
        Body.Span.CopyTo(more);
        Wipe();
        _body = more;
    }

    void Wipe() => CryptographicOperations.ZeroMemory(_body.AsSpan(0, _length));
}

/// <summary>What is to be told of a message, and how.</summary>
/// <param name="Kind">How.</param>
/// <param name="Name">What it is told by.</param>
/// <param name="Text">As it stood there.</param>
readonly record struct HeardPart(HeardKind Kind, string Name, string Text);

/// <summary>How a part of a message is told.</summary>
enum HeardKind
{
    /// <summary>As its name has it.</summary>
    Member,

    /// <summary>As it is.</summary>
    Plain,

    /// <summary>By its fingerprint.</summary>
    Secret,

    /// <summary>The scheme as it is, what follows by its fingerprint.</summary>
    Credentials,

    /// <summary>The members of a query, by their names.</summary>
    Query,

    /// <summary>An address as it is, without its query and its fragment; the members of those by their names.</summary>
    Address,

    /// <summary>The members of the body's JSON, by their names.</summary>
    Body,
}
