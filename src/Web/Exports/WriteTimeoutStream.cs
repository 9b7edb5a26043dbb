namespace SecretsDashboard.Web.Exports;

/// <summary>Forwards written data in chunks. A write fails when a chunk is not accepted within the timeout.</summary>
internal sealed class WriteTimeoutStream(Stream inner, TimeSpan timeout, TimeProvider time) : Stream
{
    private const int ChunkSize = 64 * 1024;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="TimeoutException">The client read nothing for the whole timeout, so the buffers stayed full.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var rest = buffer; rest.Length > 0; rest = rest[Math.Min(ChunkSize, rest.Length)..])
        {
            var chunk = rest[..Math.Min(ChunkSize, rest.Length)];
            await WithTimeoutAsync(token => inner.WriteAsync(chunk, token).AsTask(), cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => WithTimeoutAsync(inner.FlushAsync, cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task WithTimeoutAsync(Func<CancellationToken, Task> write, CancellationToken cancel)
    {
        using var expiry = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, expiry.Token);
        try
        {
            await write(linked.Token);
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}
