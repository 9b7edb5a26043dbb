namespace SecretsDashboard.Web.Exports;

/// <summary>Forwards written data in small parts. Each part must be accepted within a time limit.</summary>
internal sealed class IdleLimitedStream(Stream inner, TimeSpan idle, TimeProvider time) : Stream
{
    private const int PartBytes = 64 * 1024;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="TimeoutException">The buffers on the way stayed full for the whole time limit.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var left = buffer; left.Length > 0; left = left[Math.Min(PartBytes, left.Length)..])
        {
            var part = left[..Math.Min(PartBytes, left.Length)];
            await LimitAsync(token => inner.WriteAsync(part, token).AsTask(), cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => LimitAsync(inner.FlushAsync, cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task LimitAsync(Func<CancellationToken, Task> write, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(idle, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await write(over.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}
