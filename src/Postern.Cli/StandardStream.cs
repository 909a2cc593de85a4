namespace Postern.Cli;

/// <summary>
/// A standard stream of the process; where it takes no more, it says so in a way of its own, so that this is not taken for a fault of what
/// was being done.
/// </summary>
sealed class StandardStream(Stream stream) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // A reader that has gone is no error: .NET drops what is written to a broken pipe.
    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            stream.Write(buffer, offset, count);
        }
        // Of a stream that was closed from the start, .NET says that access is denied.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputLostException(e);
        }
    }

    public override void Flush() => stream.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>What was to be printed could not be: a full disk, most often.</summary>
sealed class OutputLostException(Exception why) : IOException($"The output could not be written: {why.Message.TrimEnd('.')}.", why);
