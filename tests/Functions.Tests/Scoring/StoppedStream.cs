using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Proctoring.Local.EventHubs;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Scoring;

/// <summary>The stream of an application that was killed, for messages of others and for having it delivered again.</summary>
static class StoppedStream
{
    static string Folder(TestApp app) => Path.Combine(app.DataFolder, "stream", "events");

    public static async Task SendAsync(TestApp app, string partitionKey, params EventData[] messages)
    {
        using var hub = new Hub(Folder(app), "events", 4, TimeProvider.System);
        foreach (var message in messages)
            await hub.SendAsync([message], new SendEventOptions { PartitionKey = partitionKey });
    }

    /// <summary>Forgets how far the application has come: it gets every message once more.</summary>
    public static void ForgetCheckpoints(TestApp app) => File.Delete(Path.Combine(Folder(app), "scoring.checkpoint"));

    /// <summary>As the application makes them, but of any content.</summary>
    public static EventData Message(string? session, string? organization, string body, DateTimeOffset? receivedAt = null)
    {
        var message = new EventData(body);
        if (session is not null) message.Properties["session"] = session;
        if (organization is not null) message.Properties["organization"] = organization;
        message.Properties["received"] = (receivedAt ?? DateTimeOffset.UtcNow).UtcTicks;
        return message;
    }
}
