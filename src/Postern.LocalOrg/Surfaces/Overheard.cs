using System.Buffers;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Record;

namespace Postern.LocalOrg.Surfaces;

/// <summary>What goes over the wire of one request, as far as it is JSON, while it is read and written by whom it concerns.</summary>
sealed class Overheard
{
    static readonly SearchValues<string> Json = SearchValues.Create(["json"], StringComparison.OrdinalIgnoreCase);

    readonly RequestRecorder _recorder;
    readonly SeenRequest _request;
    HeardRequest? _heard;

    public Overheard(RequestRecorder recorder, SeenRequest request, HeardRequest heard, DateTimeOffset at)
    {
        (_recorder, _request, _heard, At) = (recorder, request, heard, at);
        var (sent, answered) = (request.Http.Request, request.Http.Response);
        if (sent.ContentType is { } type && IsJson(type) && (type is "application/json" || sent.HasJsonContentType()))
            HearingReader.Put(sent, this);
        answered.Body = new HearingStream(answered.Body, this);
    }

    /// <summary>When the request came.</summary>
    public DateTimeOffset At { get; }

    /// <summary>What was heard, for whoever puts it on record: from then on it is theirs. Null: somebody has it.</summary>
    public HeardRequest? Take()
    {
        var heard = _heard;
        _heard = null;
        return heard;
    }

    public void HearSent(ReadOnlySpan<byte> part) => _heard?.Sent.Hear(part);

    /// <summary>Where the answer is known with it, and none has left, whoever gets it finds it on record already.</summary>
    /// <param name="part">What leaves next.</param>
    /// <param name="gone">How much has left then, this part included.</param>
    public ValueTask HearAnswerAsync(ReadOnlySpan<byte> part, long gone)
    {
        if (_heard is not { } heard)
            return default;

        var response = _request.Http.Response;
        if (IsJson(response.ContentType))
            heard.Answered.Hear(part);
        return response.ContentLength == gone ? _recorder.PutAsync(_request, Take()!) : default;
    }

    static bool IsJson(string? type) => type is "application/json" || type.AsSpan().ContainsAny(Json);
}

/// <summary>A body that goes its way, and is heard.</summary>
sealed class HearingStream(Stream way, Overheard heard) : Stream
{
    long _gone;

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
        heard.HearSent(buffer.AsSpan(offset, read));
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = way.ReadAsync(buffer, cancellationToken);
        if (!reading.IsCompletedSuccessfully)
            return ReadAsync(reading, buffer);

        var read = reading.Result;
        heard.HearSent(buffer.Span[..read]);
        return new(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        _ = HearAnswerAsync(buffer.AsSpan(offset, count)).AsTask();
        way.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var put = HearAnswerAsync(buffer.Span);
        return put.IsCompletedSuccessfully ? way.WriteAsync(buffer, cancellationToken) : WriteAsync(put, buffer, cancellationToken);
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
        heard.HearSent(buffer.Span[..read]);
        return read;
    }

    async ValueTask WriteAsync(ValueTask put, ReadOnlyMemory<byte> buffer, CancellationToken ct)
    {
        await put;
        await way.WriteAsync(buffer, ct);
    }

    ValueTask HearAnswerAsync(ReadOnlySpan<byte> part) => heard.HearAnswerAsync(part, _gone += part.Length);
}
