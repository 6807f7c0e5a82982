using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Scoring;

static class ScoringRegistration
{
    public static IServiceCollection AddScoring(this IServiceCollection services) => services
        .AddTable(DeadLetters.TableName)
        .AddTable(StalledPartitions.TableName)
        .AddSingleton<DeadLetters>()
        .AddSingleton<IDailyWork, ForgetDeadLetters>()
        .AddSingleton<StalledPartitions>()
        .AddSingleton<Announcements>()
        .AddSingleton<ScoreSession>();
}
