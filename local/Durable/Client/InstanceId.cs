namespace Proctoring.Local.Durable.Client;

/// <summary>What the durable task extension demands of an instance id.</summary>
static class InstanceId
{
    const int Longest = 256;

    public static void Validate(string id)
    {
        if (id.StartsWith('@'))
            throw new ArgumentException("Instance IDs starting with '@' are reserved for entities.", nameof(id));
        if (id.Any(c => c is '/' or '\\' or '?' or '#' || char.IsControl(c)))
            throw new ArgumentException(
                @"Orchestration instance ids must not contain /, \, #, ?, or control characters.", nameof(id));
        if (id.Length > Longest)
            throw new ArgumentException($"Instance ID lengths must not exceed {Longest} characters.", nameof(id));
    }
}
