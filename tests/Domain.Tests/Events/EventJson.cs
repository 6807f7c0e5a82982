using System.Text;
using Proctoring.Domain.Events;

namespace Proctoring.Domain.Tests.Events;

/// <summary>Events as they are posted.</summary>
internal static class EventJson
{
    internal const string Plain = """{"id":"e-1","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""";

    internal static EventBatch Read(string json) => EventReader.ReadBatch(Encoding.UTF8.GetBytes(json), Given.T0);

    internal static ProctoringEvent Single(string json)
    {
        var batch = Read(json);
        Assert.Empty(batch.Refused);
        Assert.Single(EventReader.Check(Encoding.UTF8.GetBytes(json), Given.T0).Accepted);
        return Assert.Single(batch.Accepted).Event;
    }

    internal static EventRefusal Refused(string json) => Assert.Single(Read(json).Refused);

    internal static string WithData(string type, string data) =>
        $$"""{"id":"e","type":"{{type}}","occurredAt":"2026-03-02T09:00:00Z","data":{{data}}}""";
}
