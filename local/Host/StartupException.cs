namespace Proctoring.Local.Host;

/// <summary>The local platform cannot start for a reason that the developer can mend; the message says how.</summary>
sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
