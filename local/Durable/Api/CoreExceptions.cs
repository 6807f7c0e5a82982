namespace DurableTask.Core.Exceptions;

/// <summary>An instance of that id exists in a status that refuses to be replaced.</summary>
public class OrchestrationAlreadyExistsException : Exception
{
    public OrchestrationAlreadyExistsException(string message)
        : base(message)
    {
    }
}

/// <summary>An orchestrator did something else on replay than its history says.</summary>
public class NonDeterministicOrchestrationException : Exception
{
    public NonDeterministicOrchestrationException(int eventId, string eventDetails)
        : base($"Non-Deterministic workflow detected: {eventDetails}") => EventId = eventId;

    public int EventId { get; }
}
