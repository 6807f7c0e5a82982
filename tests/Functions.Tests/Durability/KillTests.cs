using Proctoring.Testing;
using Xunit.Abstractions;

namespace Proctoring.Functions.Tests.Durability;

public sealed class KillTests(ITestOutputHelper output)
{
    const int Sessions = 6;
    const int Kills = 6;

    [Fact]
    public async Task NoAcceptedEventIsLostOrCountedTwiceWhenTheProcessIsKilledUnderLoad()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var app = await TestApp.StartAsync(SendingCandidates.Settings);
        var candidates = await SendingCandidates.StartAsync(app, Sessions, random);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = candidates.Accepted;
            await Task.Delay(random.Next(200, 1500));
            // Every other time the storage emulator goes with it.
            if (kill % 2 == 1) await app.KillWithStorageAsync();
            else await app.KillAsync();
            output.WriteLine($"killed after {candidates.Accepted - before} more events");
            await app.RestartAsync();
        }

        await Task.Delay(random.Next(200, 1500));
        await candidates.StopAsync();
        output.WriteLine($"{candidates.Accepted} events, {candidates.Repeats} repeats");

        Assert.True(candidates.Repeats > 0, "No request was cut off: the kills did not come under load.");
        await candidates.VerifyAsync();
    }
}
