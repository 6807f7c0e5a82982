using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Local.Host;

/// <summary>The application's time, which <c>/local/clock</c> shows and moves.</summary>
sealed class ClockPart : ILocalPart
{
    public void AddServices(IHostApplicationBuilder builder, LocalOptions options)
    {
        var clock = new MovableClock(Path.Combine(options.DataFolder, "clock"));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<TimeProvider>(clock);
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/local/clock", (MovableClock clock) => State(clock));
        // Bound from JSON only, which a page of another origin cannot send without being asked first.
        endpoints.MapPost("/local/clock", (Move move, MovableClock clock) =>
        {
            if (move.AdvanceSeconds is not >= 0) return Results.BadRequest("advanceSeconds must not be negative.");
            clock.Advance(TimeSpan.FromSeconds(move.AdvanceSeconds.Value));
            return State(clock);
        });
    }

    static IResult State(MovableClock clock) =>
        Results.Json(new { now = clock.GetUtcNow(), movedSeconds = clock.Moved.TotalSeconds });

    sealed record Move(double? AdvanceSeconds);
}
