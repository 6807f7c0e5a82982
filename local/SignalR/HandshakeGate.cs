using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Proctoring.Local.SignalR;

/// <summary>
/// Holds back what a new connection is sent, until the connection is known under its user and in the user's groups.
/// ASP.NET Core answers the handshake before that: a client that has its answer could miss what is sent next.
/// </summary>
sealed class HandshakeGate(PipeWriter output) : PipeWriter
{
    volatile bool _isOpen;

    /// <summary>The connection, from its handshake on.</summary>
    public HubConnectionContext? Connection { get; set; }

    /// <summary>Runs a connection with a gate among its features.</summary>
    public static async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var gate = new HandshakeGate(transport.Output);
        connection.Features.Set(gate);
        connection.Transport = new Duplex(transport.Input, gate);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    /// <summary>Lets through what was held back, by a ping behind it.</summary>
    public async Task OpenAsync()
    {
        _isOpen = true;
        await Connection!.WriteAsync(PingMessage.Instance);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        _isOpen ? output.FlushAsync(cancellationToken) : new(new FlushResult(isCanceled: false, isCompleted: false));

    public override Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

    public override void Advance(int bytes) => output.Advance(bytes);

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    /// <summary>What is held back goes out: the answer to a handshake that failed.</summary>
    public override void Complete(Exception? exception = null) => output.Complete(exception);

    sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
