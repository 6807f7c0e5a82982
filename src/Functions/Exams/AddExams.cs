using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Exams;

static class ExamsRegistration
{
    public static IServiceCollection AddExams(this IServiceCollection services) => services;
}
