using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Proctoring.Functions.Reports;

/// <summary>
/// Writes a file into a blob, block by block: of a file of any size no more than one block is in memory. Nobody sees any of it before
/// <see cref="CommitAsync"/>, which shows all of it in one step; what is never committed the service forgets after a week.
/// </summary>
/// <remarks>
/// Not the SDK's own stream for writing: that one makes the blob empty when it is opened and shows what it has when it is disposed, after a failure too. And
/// the ids of the SDK's blocks follow from their places alone, so that two uploads of the same blob at once would be mixed; here each has ids of its own.
/// </remarks>
sealed class BlockUpload(BlockBlobClient blob, string contentType) : Stream
{
    /// <summary>Of the 50,000 blocks that a blob can have, they come to 200 GB.</summary>
    public const int BlockSize = 4 * 1024 * 1024;

    readonly byte[] _upload = Guid.NewGuid().ToByteArray();
    readonly MemoryStream _block = new();
    readonly List<string> _ids = [];
    long _staged;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    /// <summary>Bytes written so far.</summary>
    public override long Length => _staged + _block.Length;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var part = buffer[..Math.Min(buffer.Length, BlockSize - (int)_block.Length)];
            _block.Write(part.Span);
            buffer = buffer[part.Length..];
            if (_block.Length == BlockSize) await StageAsync(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Shows the file in place of the one that was there, if any.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        if (_block.Length > 0) await StageAsync(cancellation);
        await blob.CommitBlockListAsync(
            _ids, new CommitBlockListOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } }, cancellation);
    }

    /// <summary>Writing goes on when a block is full, or with <see cref="CommitAsync"/>.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A block is uploaded asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    async Task StageAsync(CancellationToken cancellation)
    {
        // All ids of a blob have the same length.
        var id = Convert.ToBase64String([.. _upload, .. BitConverter.GetBytes(_ids.Count)]);
        _block.Position = 0;
        await blob.StageBlockAsync(id, _block, cancellationToken: cancellation);
        _ids.Add(id);
        _staged += _block.Length;
        _block.SetLength(0);
    }
}
