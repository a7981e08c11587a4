namespace Arena.Core.Sandboxing;

/// <summary>No sandbox works here and running without one was not allowed; the message says what to install.</summary>
public sealed class SandboxMissingException(string message, Exception? inner = null) : Exception(message, inner);
