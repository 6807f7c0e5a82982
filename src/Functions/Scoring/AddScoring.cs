using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Scoring;

static class ScoringRegistration
{
    public static IServiceCollection AddScoring(this IServiceCollection services) => services;
}
