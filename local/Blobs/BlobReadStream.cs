using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Proctoring.Local.Blobs;

/// <summary>A blob as a seekable stream that fetches as it is read. Unless changes are allowed, all parts must be of one version.</summary>
sealed class BlobReadStream(BlobClient blob, BlobRequestConditions? conditions, int bufferSize, long length, long position) : Stream
{
    ReadOnlyMemory<byte> _buffer;
    long _bufferStart;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; } = position;

    public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (Position >= length || destination.IsEmpty) return 0;
        if (Position < _bufferStart || Position >= _bufferStart + _buffer.Length)
        {
            var options = new BlobDownloadOptions { Range = new HttpRange(Position, bufferSize), Conditions = conditions };
            BlobDownloadResult part = await blob.DownloadContentAsync(options, cancellationToken).ConfigureAwait(false);
            (_buffer, _bufferStart) = (part.Content.ToMemory(), Position);
        }

        var available = _buffer[(int)(Position - _bufferStart)..];
        var count = Math.Min(available.Length, destination.Length);
        available[..count].CopyTo(destination);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
