using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>What went over the wire of one request, as far as it is JSON, while it was read and written by whom it concerns.</summary>
sealed class Overheard
{
    /// <summary>Of each way: what is longer is nobody's to read line by line.</summary>
    public const int Most = 64 * 1024;

    readonly RequestRecorder _recorder;
    readonly SeenRequest _request;

    public Overheard(RequestRecorder recorder, SeenRequest request, DateTimeOffset at)
    {
        (_recorder, _request, At) = (recorder, request, at);
        var (sent, answered) = (request.Http.Request, request.Http.Response);
        if (sent.ContentType is "application/json" || (IsJson(sent.ContentType) && sent.HasJsonContentType()))
            sent.Body = Sent = new HearingStream(sent.Body, this);
        answered.Body = Answered = new HearingStream(answered.Body, this);
    }

    public bool IsTold { get; set; }

    /// <summary>When the request came.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Null where it is no JSON.</summary>
    public HearingStream? Sent { get; }

    public HearingStream Answered { get; }

    public bool AnswersJson => IsJson(_request.Http.Response.ContentType);

    /// <summary>Whether it is known what so many bytes of the answer are: all of it.</summary>
    public bool IsWhole(long length) => _request.Http.Response.ContentLength == length;

    /// <summary>The answer is known, and none of it has left: whoever gets it finds it told already.</summary>
    public ValueTask TellAsync(ReadOnlySpan<byte> whole) => _recorder.TellAsync(_request, whole[..Math.Min(whole.Length, Most)]);

    static bool IsJson(string? type) => type?.Contains("json", StringComparison.OrdinalIgnoreCase) is true;
}

/// <summary>A body that goes its way, and is kept.</summary>
sealed class HearingStream(Stream way, Overheard heard) : Stream
{
    byte[] _kept = [];
    int _length;
    long _gone;

    public ReadOnlySpan<byte> Heard => _kept.AsSpan(0, _length);

    public override bool CanRead => way.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => way.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = way.Read(buffer, offset, count);
        Hear(buffer.AsSpan(offset, read));
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = way.ReadAsync(buffer, cancellationToken);
        if (!reading.IsCompletedSuccessfully)
            return ReadAsync(reading, buffer);

        var read = reading.Result;
        Hear(buffer.Span[..read]);
        return new(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        _ = HearAnswer(buffer.AsSpan(offset, count)).AsTask();
        way.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var told = HearAnswer(buffer.Span);
        return told.IsCompletedSuccessfully ? way.WriteAsync(buffer, cancellationToken) : WriteAsync(told, buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => way.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => way.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    async ValueTask<int> ReadAsync(ValueTask<int> reading, Memory<byte> buffer)
    {
        var read = await reading;
        Hear(buffer.Span[..read]);
        return read;
    }

    async ValueTask WriteAsync(ValueTask told, ReadOnlyMemory<byte> buffer, CancellationToken ct)
    {
        await told;
        await way.WriteAsync(buffer, ct);
    }

    /// <summary>Most answers come in one piece, of which nothing is kept.</summary>
    ValueTask HearAnswer(ReadOnlySpan<byte> part)
    {
        _gone += part.Length;
        var isWhole = heard.IsWhole(_gone);
        if (isWhole && _gone == part.Length)
            return heard.TellAsync(part);

        if (heard.AnswersJson)
            Hear(part);
        return isWhole ? heard.TellAsync(Heard) : default;
    }

    void Hear(ReadOnlySpan<byte> part)
    {
        var kept = part[..Math.Min(part.Length, Overheard.Most - _length)];
        if (_length + kept.Length > _kept.Length)
            Array.Resize(ref _kept, Math.Max(_length + kept.Length, 2 * _kept.Length));
        kept.CopyTo(_kept.AsSpan(_length));
        _length += kept.Length;
    }
}
