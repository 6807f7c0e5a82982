using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Proctoring.Local.Host;

/// <summary>One line an entry: time, level, the category's last part, message; then the exception, if there is one.</summary>
sealed class ConsoleLine(TimeProvider clock) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (IsFailedStart(logEntry.Category, logEntry.EventId)) return;
        var level = logEntry.LogLevel switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info ",
            LogLevel.Warning => "WARN ",
            LogLevel.Error => "ERROR",
            _ => "FATAL",
        };
        var category = logEntry.Category.AsSpan(logEntry.Category.LastIndexOfAny(['.', '+']) + 1);
        textWriter.Write($"{clock.GetLocalNow():HH:mm:ss.fff} {level} {category}: ");
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception).ReplaceLineEndings(" "));
        if (logEntry.Exception is { } exception) textWriter.WriteLine(exception);
    }

    // Its exception ends the process, which shows it: once is enough.
    static bool IsFailedStart(string category, EventId id) =>
        id.Id == 11 && category == "Microsoft.Extensions.Hosting.Internal.Host";
}
