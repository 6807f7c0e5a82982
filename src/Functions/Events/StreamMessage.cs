using System.Diagnostics.CodeAnalysis;
using Azure.Messaging.EventHubs;
using Proctoring.Domain;

namespace Proctoring.Functions.Events;

/// <summary>
/// The accepted events of one request on their way through the stream. The body is a JSON array of those events, byte
/// for byte as the client sent them. The partition key is the session's id, so that a session's messages stay in order.
/// </summary>
readonly record struct StreamMessage(SessionId Session, OrganizationId Organization, DateTimeOffset ReceivedAt, ReadOnlyMemory<byte> Events)
{
    const string SessionProperty = "session";
    const string OrganizationProperty = "organization";
    const string ReceivedProperty = "received";

    public EventData ToEventData()
    {
        var data = new EventData(Events);
        data.Properties[SessionProperty] = Session.Value;
        data.Properties[OrganizationProperty] = Organization.Value;
        data.Properties[ReceivedProperty] = ReceivedAt.UtcTicks;
        return data;
    }

    /// <summary>The session that a message belongs to, be it events or a marker.</summary>
    public static bool TryReadSession(EventData data, out SessionId session) =>
        SessionId.TryParse(Text(data, SessionProperty), out session);

    /// <summary>False for a message that <see cref="ToEventData"/> did not make; <paramref name="fault"/> says what it lacks.</summary>
    public static bool TryRead(EventData data, out StreamMessage message, [NotNullWhen(false)] out string? fault)
    {
        message = default;
        fault = null;
        if (!TryReadSession(data, out var session))
            fault = "the message names no session";
        else if (!OrganizationId.TryParse(Text(data, OrganizationProperty), out var organization))
            fault = "the message names no organization";
        else if (!data.Properties.TryGetValue(ReceivedProperty, out var received)
            || received is not long ticks || ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            fault = "the message does not say when it was received";
        else
            message = new(session, organization, new(ticks, TimeSpan.Zero), data.EventBody.ToMemory());
        return fault is null;
    }

    static string? Text(EventData data, string property) =>
        data.Properties.TryGetValue(property, out var value) ? value as string : null;
}
