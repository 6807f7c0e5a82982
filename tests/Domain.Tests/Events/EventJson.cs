using System.Text;
using Proctoring.Domain.Events;

namespace Proctoring.Domain.Tests.Events;

/// <summary>Events as they are posted.</summary>
internal static class EventJson
{
    internal const string Plain = """{"id":"e-1","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""";

    internal static EventBatch Read(string json) => EventReader.ReadBatch(Encoding.UTF8.GetBytes(json), Given.T0);
}
