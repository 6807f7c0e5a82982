using Proctoring.Domain.Alerts;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Tests.Scoring;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Alerts;

/// <summary>Alerts as they are kept beside the state of their session.</summary>
public sealed class AlertLogTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task AlertsAreReadInTheirOrderAndTheOpenOnesNewestFirst()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var (session, other) = (await bench.StartAsync(), await bench.StartAsync());
        await bench.ScoreAsync(session, bench.Events(session, [("COPY", 1), ("PASTE", 2), ("TAB_SWITCH", 3), ("CAMERA_OFF", 4)]));
        await bench.ScoreAsync(other, bench.Events(other, [("COPY", 1)]));
        var log = new AlertLog(bench.Sessions);
        var all = (await log.ReadAsync(session).ToListAsync()).Where(alert => alert.Type != AlertTypes.Integrity).ToList();
        var resolved = all[1] with { Status = AlertStatus.Resolved, Note = "seen" };
        await bench.Sessions.SubmitTransactionAsync([AlertLog.Replace(resolved)]);

        Assert.Equal(["COPY", "PASTE", "TAB_SWITCH", "CAMERA_OFF"], all.Select(alert => alert.Type));
        Assert.Equal(["TAB_SWITCH", "CAMERA_OFF"], (await log.ReadAsync(session, after: all[1].Id).ToListAsync()).Select(alert => alert.Type));
        Assert.Equal(["CAMERA_OFF", "TAB_SWITCH", "COPY"], (await log.ReadOpenAsync(session, 10, default)).Select(alert => alert.Type));
        Assert.Equal(["CAMERA_OFF", "TAB_SWITCH"], (await log.ReadOpenAsync(session, 2, default)).Select(alert => alert.Type));
        Assert.Equal(("seen", AlertStatus.Resolved), (await log.FindAsync(session, resolved.Id, default)) is { } now ? (now.Note!, now.Status) : default);
        Assert.Null(await log.FindAsync(other, resolved.Id, default));
    }
}
