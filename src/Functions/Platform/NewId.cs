namespace Proctoring.Functions.Platform;

static class NewId
{
    /// <summary>An id that nobody has; ids made later sort after it (to the millisecond).</summary>
    public static string Make(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");
}
