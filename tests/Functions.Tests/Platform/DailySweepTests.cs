using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

public sealed class DailySweepTests(StorageOnly storage) : IClassFixture<StorageOnly>
{
    static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    readonly LoggedEvents _log = new();

    [Fact]
    public async Task APartThatFailsIsToldOfAndKeepsNoOtherFromItsWork()
    {
        var (before, after) = (new Part(), new Part());
        var failing = new Part { Fails = new InvalidOperationException("broken") };

        var failure = await Assert.ThrowsAsync<AggregateException>(() => Sweep(before, failing, after).RunAsync(null!, Long, default));

        Assert.Same(failing.Fails, Assert.Single(failure.InnerExceptions));
        Assert.Equal([1, 1, 1], new[] { before, failing, after }.Select(part => part.Runs));
        Assert.Single(_log.Named("PartFailed"));
    }

    [Fact]
    public async Task WhatDoesNotComeToItsEndInTimeIsEndedAndGoesOnTomorrow()
    {
        var (endless, other) = (new Part { IsEndless = true }, new Part());

        await Sweep(endless, other).RunAsync(null!, TimeSpan.FromMilliseconds(1), default);

        Assert.Equal([1, 1], new[] { endless, other }.Select(part => part.Runs));
        Assert.Contains(_log.Named("Unfinished"), entry => Equals(nameof(Part), entry.Properties["Part"]));
    }

    [Fact]
    public async Task ASweepThatThePlatformEndsHasNotSucceeded()
    {
        using var stopping = new CancellationTokenSource();
        var running = Sweep(new Part { IsEndless = true }).RunAsync(null!, Long, stopping.Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void EverythingThatIsKeptForATimeOnlyIsAPartOfIt()
    {
        var services = new ServiceCollection();
        services.AddAccounts().AddSessions().AddScoring();
        services.AddPlatform(new Microsoft.Extensions.Configuration.ConfigurationManager());

        var parts = services.Where(service => service.ServiceType == typeof(IDailyWork)).Select(service => service.ImplementationType!);

        var all = typeof(IDailyWork).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IDailyWork)));
        Assert.Equal(all.Select(part => part.Name).Order(), parts.Select(part => part.Name).Order());
        Assert.Contains(typeof(RemoveExpiredSessions), all);
        Assert.Contains(typeof(ForgetDeadLetters), all);
    }

    [Fact]
    public void ThereIsOneFunctionForAllThatIsDaily()
    {
        var timers = typeof(DailySweep).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods()).SelectMany(method => method.GetParameters())
            .Select(parameter => (parameter.Member.DeclaringType!.Name, parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule))
            .Where(timer => timer.Schedule is not null);

        // A schedule with an hour in it comes once a day or less.
        Assert.Equal([nameof(DailySweep)], timers.Where(timer => timer.Schedule!.Split(' ')[2] != "*").Select(timer => timer.Name));
    }

    [Fact]
    public async Task KeysOfWhatWasCreatedAreForgottenAfterAWeek()
    {
        var clock = new StandingClock();
        var keys = new CreationKeys(await storage.TableAsync(), clock);
        var organization = OrganizationId.Parse("org");
        var key = new IdempotencyKey(UserId.Parse("user"), "key", "fingerprint");
        Assert.Equal("first", await keys.ReserveAsync(organization, key, "first", default));
        clock.Advance(CreationKeys.RememberedFor);
        await new ForgetKeys(keys).RunAsync(null!, default);
        Assert.Equal("first", await keys.ReserveAsync(organization, key, "second", default));

        clock.Advance(TimeSpan.FromSeconds(1));
        await new ForgetKeys(keys).RunAsync(null!, default);

        Assert.Equal("third", await keys.ReserveAsync(organization, key, "third", default));
    }

    DailySweep Sweep(params IDailyWork[] parts) => new(parts, new Logger<DailySweep>(_log));

    sealed class Part : IDailyWork
    {
        public int Runs { get; private set; }

        public Exception? Fails { get; init; }

        public bool IsEndless { get; init; }

        public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
        {
            Runs++;
            if (Fails is not null) throw Fails;
            return IsEndless ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask;
        }
    }
}
