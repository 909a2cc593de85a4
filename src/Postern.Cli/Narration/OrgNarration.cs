using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Postern.Cli;

/// <summary>
/// Tells each request that an org was asked and what it answered, as <see cref="NarratingHandler"/> tells those that are sent.
/// </summary>
sealed class OrgNarration(Narrator narrator, TimeProvider time)
{
    /// <summary>Both are told when the answer is there: only then is it known what of the request anybody has read.</summary>
    public RequestDelegate Around(RequestDelegate next) => async context =>
    {
        using var asked = new Overheard(context.Request.Body);
        using var answered = new Overheard(context.Response.Body);
        (context.Request.Body, context.Response.Body) = (asked, answered);
        var from = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            narrator.Tell(Request(context.Request, asked), Answer(context, answered, time.GetElapsedTime(from)));
        }
    };

    static Told Request(HttpRequest request, Overheard body) => new($"> {request.Method}")
    {
        Url = request.GetEncodedUrl(),
        Headers = Headers(request.Headers),
        MediaType = MediaType(request.ContentType),
        Body = body.Text,
    };

    static Told Answer(HttpContext context, Overheard body, TimeSpan took) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"< {Outcome(context)} to {context.Request.Method} {context.Request.Path.ToUriComponent()}, {took.TotalMilliseconds:0} ms"))
    {
        Headers = Headers(context.Response.Headers),
        MediaType = MediaType(context.Response.ContentType),
        Body = body.Text,
    };

    static string Outcome(HttpContext context) => context.RequestAborted.IsCancellationRequested
        ? "(the caller hung up)"
        : $"{context.Response.StatusCode} {ReasonPhrases.GetReasonPhrase(context.Response.StatusCode)}";

    static IEnumerable<(string Name, IEnumerable<string> Values)> Headers(IHeaderDictionary headers) =>
        headers.Select(header => (header.Key, header.Value.OfType<string>()));

    static string? MediaType(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.MediaType.Value : contentType;
}

/// <summary>A body that is passed on as it comes, and kept besides.</summary>
sealed class Overheard(Stream inner) : Stream
{
    /// <summary>As much as a request may have.</summary>
    const int MostKept = 1024 * 1024;

    readonly MemoryStream _kept = new();

    public string Text => Encoding.UTF8.GetString(_kept.GetBuffer(), 0, (int)_kept.Length);

    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Keep(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    void Keep(ReadOnlySpan<byte> part) => _kept.Write(part[..(int)Math.Min(part.Length, MostKept - _kept.Length)]);
}
