using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Events;
using Proctoring.Functions.Exams;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Sessions;

var builder = FunctionsApplication.CreateBuilder(args);

builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<SecurityHeaders>();
builder.UseMiddleware<ProblemMiddleware>();
builder.AddTelemetry();

builder.Services
    .AddPlatform(builder.Configuration)
    .AddAccounts()
    .AddExams()
    .AddRealtime()
    .AddSessions()
    .AddEvents()
    .AddScoring()
    .AddAlerts()
    .AddReports();

await builder.Build().RunAsync();
