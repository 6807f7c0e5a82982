using Microsoft.AspNetCore.SignalR;

namespace Proctoring.Functions.Realtime;

/// <summary>What connected clients are told; the names are the contract. Public because SignalR implements it at run time.</summary>
public interface IProctoringClient
{
    [HubMethodName("alert")]
    Task AlertAsync(AlertMessage message);

    [HubMethodName("resolved")]
    Task ResolvedAsync(ResolvedMessage message);

    [HubMethodName("activity")]
    Task ActivityAsync(ActivityMessage message);

    [HubMethodName("score")]
    Task ScoreAsync(ScoreMessage message);

    [HubMethodName("session")]
    Task SessionAsync(SessionMessage message);

    [HubMethodName("ack")]
    Task AckAsync(AckMessage message);

    [HubMethodName("report")]
    Task ReportAsync(ReportMessage message);
}
