using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Creates Kestrel's buffers. Requests and responses contain secret values, and by default a returned buffer keeps
/// its content until it is overwritten.</summary>
internal sealed class ClearedMemoryPoolFactory : IMemoryPoolFactory<byte>
{
    private readonly ConcurrentBag<ClearedMemoryPool> _pools = [];

    /// <summary>All pools that were created: a few, which live as long as the server.</summary>
    public IReadOnlyCollection<ClearedMemoryPool> Pools => _pools;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null)
    {
        var pool = new ClearedMemoryPool();
        _pools.Add(pool);
        return pool;
    }
}

/// <summary>A pool of pinned blocks of 4 KiB. Each block is cleared before it returns to the pool.</summary>
/// <remarks>Clearing a block costs a few tenths of a microsecond at most.</remarks>
internal sealed class ClearedMemoryPool : MemoryPool<byte>
{
    private const int BlockBytes = 4_096;

    /// <summary>16 MiB. Blocks returned beyond that limit are left to the garbage collector, so no timer is needed to
    /// shrink the pool.</summary>
    private const int MaxIdle = 4_096;

    private readonly ConcurrentQueue<Block> _idle = new();
    private int _idleCount;
    private volatile bool _isDisposed;

    public override int MaxBufferSize => BlockBytes;

    /// <summary>The content of the blocks that aren't rented.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Idle => _idle.Select(block => (ReadOnlyMemory<byte>)block.Memory);

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_idle.TryDequeue(out var block))
        {
            return new Block(this);
        }
        Interlocked.Decrement(ref _idleCount);
        block.Rent();
        return block;
    }

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        _idle.Clear();
    }

    private void Return(Block block)
    {
        CryptographicOperations.ZeroMemory(block.Memory.Span);
        if (_isDisposed || Interlocked.Increment(ref _idleCount) > MaxIdle)
        {
            Interlocked.Decrement(ref _idleCount);
            return;
        }
        _idle.Enqueue(block);
    }

    private sealed class Block(ClearedMemoryPool pool) : IMemoryOwner<byte>
    {
        private int _isRented = 1;

        public Memory<byte> Memory { get; } =
            System.Runtime.InteropServices.MemoryMarshal.CreateFromPinnedArray(
                GC.AllocateArray<byte>(BlockBytes, pinned: true),
                0,
                BlockBytes
            );

        public void Rent() => _isRented = 1;

        /// <summary>Returns the block; a second call has no effect.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isRented, 0) == 1)
            {
                pool.Return(this);
            }
        }
    }
}
