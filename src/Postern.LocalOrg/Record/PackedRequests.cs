using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Postern.LocalOrg.Record;

/// <summary>
/// The latest so many requests, packed: most are never read. They lie one behind the other in a few pieces of memory, each used anew when
/// all that was in it is forgotten, so that keeping one leaves nothing behind for the garbage collector to go through.
/// </summary>
sealed class PackedRequests(int most)
{
    const int PieceSize = 64 * 1024;

    /// <summary>In the place of a text's length.</summary>
    const int NoText = -1;

    readonly Place[] _places = new Place[most];
    readonly Stack<Piece> _free = [];
    Piece _latest = new(PieceSize);

    public void Put(long number, RecordedRequest request)
    {
        var (sent, answered) = ((ToldMembers)request.Sent, (ToldMembers)request.Answered);
        var writer = new Writer(stackalloc byte[1024]);
        writer.Add(request.Id);
        writer.Add(request.At.UtcTicks);
        writer.Add(BitConverter.DoubleToInt64Bits(request.Milliseconds));
        writer.Add(request.Method);
        writer.Add(request.Path);
        writer.Add(request.Endpoint);
        writer.Add(request.ClientId);
        writer.Add(request.User);
        writer.Add(request.Address);
        writer.Add(request.Status);
        writer.Add(request.Outcome);
        writer.Add(request.Error);
        writer.Add(request.Reason);
        writer.Add(sent.Packed);
        writer.Add(answered.Packed);
        writer.Add(request.Faults.Count);
        foreach (var fault in request.Faults)
            writer.Add(fault);

        ref var place = ref _places[number % most];
        Leave(ref place);
        place = Take(writer.Written.Length);
        writer.Written.CopyTo(place.Piece!.Bytes.AsSpan(place.Start));
        writer.Dispose();
    }

    public RecordedRequest Read(long number)
    {
        ref var place = ref _places[number % most];
        var rest = new Reader(place.Piece!.Bytes.AsSpan(place.Start, place.Length));
        return new()
        {
            Number = number,
            Id = rest.Text()!,
            At = new(rest.Long(), TimeSpan.Zero),
            Milliseconds = BitConverter.Int64BitsToDouble(rest.Long()),
            Method = rest.Text()!,
            Path = rest.Text()!,
            Endpoint = rest.Text()!,
            ClientId = rest.Text(),
            User = rest.Text(),
            Address = rest.Text(),
            Status = (int)rest.Long(),
            Outcome = rest.Text()!,
            Error = rest.Text(),
            Reason = rest.Text(),
            Sent = new ToldMembers(rest.Bytes().ToArray()),
            Answered = new ToldMembers(rest.Bytes().ToArray()),
            Faults = Faults(ref rest),
        };
    }

    public void Clear()
    {
        foreach (ref var place in _places.AsSpan())
            Leave(ref place);
    }

    static string[] Faults(ref Reader rest)
    {
        var faults = new string[rest.Long()];
        foreach (ref var fault in faults.AsSpan())
            fault = rest.Text()!;
        return faults;
    }

    Place Take(int length)
    {
        if (_latest.Used + length > _latest.Bytes.Length)
        {
            if (_latest.Lives == 0)
                _free.Push(_latest);
            _latest = length <= PieceSize && _free.TryPop(out var free) ? free : new(Math.Max(length, PieceSize));
            _latest.Used = 0;
        }

        Place taken = new(_latest, _latest.Used, length);
        _latest.Used += length;
        _latest.Lives++;
        return taken;
    }

    void Leave(ref Place place)
    {
        if (place.Piece is { } piece && --piece.Lives == 0 && piece != _latest && piece.Bytes.Length == PieceSize)
            _free.Push(piece);
        place = default;
    }

    sealed class Piece(int size)
    {
        public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(size);

        public int Used { get; set; }

        /// <summary>Requests that lie in it.</summary>
        public int Lives { get; set; }
    }

    readonly record struct Place(Piece? Piece, int Start, int Length);

    ref struct Writer(Span<byte> room)
    {
        Span<byte> _room = room;
        byte[]? _rented;
        int _length;

        public readonly ReadOnlySpan<byte> Written => _room[.._length];

        public void Add(string? text)
        {
            var room = Room(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0));
            var length = text is null ? 0 : Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(room, text is null ? NoText : length);
            _length += sizeof(int) + length;
        }

        public void Add(long number)
        {
            BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), number);
            _length += sizeof(long);
        }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            Add((long)bytes.Length);
            bytes.CopyTo(Room(bytes.Length));
            _length += bytes.Length;
        }

        public readonly void Dispose()
        {
            if (_rented is not null)
                ArrayPool<byte>.Shared.Return(_rented);
        }

        Span<byte> Room(int length)
        {
            if (_length + length > _room.Length)
            {
                var more = ArrayPool<byte>.Shared.Rent(Math.Max(_length + length, 2 * _room.Length));
                Written.CopyTo(more);
                Dispose();
                _room = _rented = more;
            }

            return _room[_length..];
        }
    }

    ref struct Reader(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> _rest = rest;

        public string? Text() =>
            BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))) is not NoText and var length
                ? Encoding.UTF8.GetString(Take(length))
                : null;

        public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

        public ReadOnlySpan<byte> Bytes() => Take((int)Long());

        ReadOnlySpan<byte> Take(int length)
        {
            var taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }
    }
}
