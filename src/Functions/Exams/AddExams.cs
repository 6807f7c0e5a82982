using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Exams;

static class ExamsRegistration
{
    public static IServiceCollection AddExams(this IServiceCollection services) => services
        .AddTable(ExamStore.Table)
        .AddSingleton<ExamStore>();
}
