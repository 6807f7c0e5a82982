using System.Net;
using Proctoring.Testing;
using Xunit.Abstractions;

namespace Proctoring.Functions.Tests.Durability;

/// <summary>The disk takes no more for a while, or the storage emulator dies. The server goes on without a restart, and loses nothing.</summary>
public sealed class StorageFaultTests(ITestOutputHelper output)
{
    const int Sessions = 4;

    /// <summary>Between a candidate's batches: what piles up while storage is out must be scored afterwards.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task WhatIsAcceptedWhileStorageCannotWriteIsScoredAfterwards()
    {
        await using var app = await TestApp.StartAsync(SendingCandidates.Settings, storageCanFail: true);
        var candidates = await SendingCandidates.StartAsync(app, Sessions, new Random(1), Pause);
        await MoreAsync(candidates, 500);

        app.BeginStorageFault("full");
        await RefusedAsync(candidates);
        (await app.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.ServiceUnavailable);
        // The stream is not the storage.
        await MoreAsync(candidates, 500);
        app.EndStorageFault();

        await MoreAsync(candidates, 500);
        await candidates.StopAsync();
        output.WriteLine($"{candidates.Accepted} events, {candidates.Repeats} repeats");
        await candidates.VerifyAsync();
        (await app.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AStorageEmulatorThatDiesComesBackByItselfAndNothingIsLost()
    {
        await using var app = await TestApp.StartAsync(SendingCandidates.Settings, storageCanFail: true);
        var candidates = await SendingCandidates.StartAsync(app, Sessions, new Random(2), Pause);
        for (var death = 1; death <= 3; death++)
        {
            await MoreAsync(candidates, 300);
            app.BeginStorageFault("killed");
            await Eventually.GetAsync(() => Task.FromResult(app.Log.Count(line => line.Contains("storage emulator serves again"))), times => times == death);
        }

        await MoreAsync(candidates, 300);
        await candidates.StopAsync();
        await candidates.VerifyAsync();
    }

    [TmpfsFact]
    public async Task WhatIsAcceptedAroundAFullDiskIsScoredOnceThereIsSpaceAgain()
    {
        using var disk = new Tmpfs(megabytes: 256);
        await using var app = await TestApp.StartAsync(SendingCandidates.Settings, dataFolder: disk.NewFolder());
        var candidates = await SendingCandidates.StartAsync(app, Sessions, new Random(3), Pause);
        for (var time = 0; time < 2; time++)
        {
            await MoreAsync(candidates, 500);
            disk.Fill();
            // The stream goes on in the room that it has taken before; then it refuses too.
            var repeats = candidates.Agents.Select(agent => agent.Repeats).ToList();
            await Eventually.GetAsync(
                () => Task.FromResult(candidates.Agents.Zip(repeats, (agent, before) => agent.Repeats - before).Min()), more => more > 2);
            await RefusedAsync(candidates);
            disk.Free();
        }

        await MoreAsync(candidates, 500);
        await candidates.StopAsync();
        output.WriteLine($"{candidates.Accepted} events, {candidates.Repeats} repeats");
        await candidates.VerifyAsync();
        (await app.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.OK);
    }

    static Task MoreAsync(SendingCandidates candidates, int events)
    {
        var before = candidates.Accepted;
        return Eventually.GetAsync(() => Task.FromResult(candidates.Accepted), accepted => accepted >= before + events);
    }

    static async Task RefusedAsync(SendingCandidates candidates) => (await Eventually.GetAsync(
        () => candidates.Proctor.GetAsync($"/sessions/{candidates.Agents[0].Session}"), reply => reply.Status != HttpStatusCode.OK))
        .ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
}
