using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Local.Host;

/// <summary>Says, once everything runs, where it runs and what to do next.</summary>
sealed class Banner(
    LocalOptions options, Place place, FunctionTable functions, Pages pages, MovableClock clock, IConfiguration configuration,
    IHostApplicationLifetime lifetime)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    void Print()
    {
        var address = $"http://localhost:{options.Port}";
        var took = DateTime.Now - Process.GetCurrentProcess().StartTime;
        if (place.Note is not null) Console.WriteLine(place.Note);
        if (clock.Moved > TimeSpan.Zero) Console.WriteLine($"The clock is ahead by {clock.Moved}: it was moved through /local/clock.");
        Console.WriteLine(
            $"""

            Listening on {address} after {took.TotalSeconds:0.0} s. Ctrl-C stops everything.

              functions     {Functions()}
              data folder   {options.DataFolder}
              operator key  {configuration["Operator:Key"]}
              console       {(pages.AreBuilt ? $"{address}/console/" : "not built: build the project with Node 20.19 or later")}

            Next, create an organisation and its admin:

              curl -s {address}/api/v1/organizations -H 'x-operator-key: {configuration["Operator:Key"]}' -H 'content-type: application/json' \
                -d '{Organization}'

            """);
    }

    const string Organization =
        """{"name":"Example University","admin":{"name":"Ada Admin","email":"ada@example.edu","password":"correct horse battery staple"}}""";

    string Functions() => string.Join(", ", functions.All
        .GroupBy(function => function.Trigger.GetType().Name.Replace("TriggerAttribute", "", StringComparison.Ordinal))
        .OrderByDescending(group => group.Count())
        .Select(group => $"{group.Count()} {group.Key}"));
}
