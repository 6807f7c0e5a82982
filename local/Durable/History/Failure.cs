using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Proctoring.Local.Durable.History;

/// <summary>An exception as it is stored.</summary>
/// <param name="Type">Full name of the exception's type.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="StackTrace">Where it was thrown, if known.</param>
/// <param name="Inner">Its cause.</param>
/// <param name="NonRetriable">No retry can help: the function does not exist.</param>
sealed record Failure(
    string Type,
    string Message,
    string? StackTrace = null,
    Failure? Inner = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NonRetriable = false)
{
    /// <remarks>
    /// As in DurableTask.Core only the outermost exception is asked for a failed task's details (<c>TaskOrchestrationShim.Execute</c>): from an orchestrator
    /// function, whose exceptions come inside an <see cref="AggregateException"/>, the task's message is left and nothing deeper.
    /// </remarks>
    public static Failure From(Exception exception) => exception is TaskFailedException task
        ? new(exception.GetType().ToString(), exception.Message, exception.StackTrace, From(task.FailureDetails))
        : OfChain(exception);

    static Failure OfChain(Exception exception) => new(
        exception.GetType().ToString(),
        exception.Message,
        exception.StackTrace,
        exception.InnerException is { } inner ? OfChain(inner) : null);

    public static Failure From(TaskFailureDetails details) => new(
        details.ErrorType,
        details.ErrorMessage,
        details.StackTrace,
        details.InnerFailure is { } inner ? From(inner) : null);

    public TaskFailureDetails ToDetails() => new(Type, Message, StackTrace, Inner?.ToDetails(), null);
}
