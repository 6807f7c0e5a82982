using Azure.Core;

namespace Proctoring.Local.Blobs;

/// <summary>A request's body read from the caller's stream, which stays open: the real client does not close it either.</summary>
sealed class BorrowedStream(Stream stream) : RequestContent
{
    readonly RequestContent _content = Create(stream);

    public override Task WriteToAsync(Stream stream, CancellationToken cancellation) => _content.WriteToAsync(stream, cancellation);

    public override void WriteTo(Stream stream, CancellationToken cancellation) => _content.WriteTo(stream, cancellation);

    public override bool TryComputeLength(out long length) => _content.TryComputeLength(out length);

    public override void Dispose()
    {
    }
}
