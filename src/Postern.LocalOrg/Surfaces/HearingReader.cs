using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// A request's body, heard by whichever way it is read: most endpoints read the server's own pipe, which a stream in the place of the body
/// would be turned into anew.
/// </summary>
sealed class HearingReader : PipeReader, IRequestBodyPipeFeature
{
    readonly HttpRequest _request;
    readonly Stream _stream;
    readonly PipeReader _pipe;
    readonly IRequestBodyPipeFeature _feature;
    readonly Overheard _overheard;
    ReadOnlySequence<byte> _read;

    /// <summary>Of what is read next, so much at its beginning has been heard already.</summary>
    long _heard;

    HearingReader(HttpRequest request, Stream stream, IRequestBodyPipeFeature feature, Overheard overheard) =>
        (_request, _stream, _feature, _pipe, _overheard) = (request, stream, feature, feature.Reader, overheard);

    /// <summary>Whoever has put another body in the place of this one reads that.</summary>
    PipeReader IRequestBodyPipeFeature.Reader => ReferenceEquals(_request.Body, _stream) ? this : _feature.Reader;

    /// <summary>A server without a pipe makes it of the stream.</summary>
    public static void Put(HttpRequest request, Overheard overheard)
    {
        var features = request.HttpContext.Features;
        HearingStream stream = new(request.Body, overheard);
        if (features.Get<IRequestBodyPipeFeature>() is { } feature)
            features.Set<IRequestBodyPipeFeature>(new HearingReader(request, stream, feature, overheard));
        request.Body = stream;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = _pipe.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Hear(reading.Result)) : HearAsync(reading);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_pipe.TryRead(out result))
            return false;

        result = Hear(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _heard = _read.Slice(consumed).Length;
        _read = default;
        _pipe.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _pipe.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _pipe.Complete(exception);

    async ValueTask<ReadResult> HearAsync(ValueTask<ReadResult> reading) => Hear(await reading);

    ReadResult Hear(ReadResult result)
    {
        _read = result.Buffer;
        foreach (var part in _read.Slice(_heard))
            _overheard.HearSent(part.Span);
        _heard = _read.Length;
        return result;
    }
}
