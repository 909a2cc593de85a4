using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>What went over the wire of one request, as far as it is JSON, while it was read and written by whom it concerns.</summary>
sealed class Overheard
{
    /// <summary>Of each way: what is longer is nobody's to read line by line.</summary>
    public const int Most = 64 * 1024;

    public Overheard(HttpContext context, DateTimeOffset at)
    {
        At = at;
        if (context.Request.HasJsonContentType())
            context.Request.Body = Sent = new HearingStream(context.Request.Body);
        context.Response.Body = Answered = new HearingStream(context.Response.Body)
        {
            BeforeWriting = () => context.Response.ContentLength == Answered!.Length ? Whole?.Invoke() ?? default : default,
        };
    }

    /// <summary>The answer is known, and none of it has left: whoever gets it finds it told already.</summary>
    public Func<ValueTask>? Whole { get; set; }

    public bool IsTold { get; set; }

    /// <summary>When the request came.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Null where it is no JSON.</summary>
    public HearingStream? Sent { get; }

    public HearingStream Answered { get; }
}

/// <summary>A body that goes its way, and is kept.</summary>
sealed class HearingStream(Stream way) : Stream
{
    byte[] _heard = [];
    int _length;
    long _gone;

    /// <summary>What is written is heard by then.</summary>
    public Func<ValueTask>? BeforeWriting { get; init; }

    public ReadOnlySpan<byte> Heard => _heard.AsSpan(0, _length);

    public override bool CanRead => way.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => way.CanWrite;

    /// <summary>Of what has gone by.</summary>
    public override long Length => _gone;

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

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await way.ReadAsync(buffer, cancellationToken);
        Hear(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Hear(buffer.AsSpan(offset, count));
        way.Write(buffer, offset, count);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Hear(buffer.Span);
        if (BeforeWriting is { } before)
            await before();
        await way.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => way.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => way.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    void Hear(ReadOnlySpan<byte> part)
    {
        _gone += part.Length;
        var kept = part[..Math.Min(part.Length, Overheard.Most - _length)];
        if (_length + kept.Length > _heard.Length)
            Array.Resize(ref _heard, Math.Max(_length + kept.Length, 2 * _heard.Length));
        kept.CopyTo(_heard.AsSpan(_length));
        _length += kept.Length;
    }
}
