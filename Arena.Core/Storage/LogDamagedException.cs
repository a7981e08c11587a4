namespace Arena.Core.Storage;

/// <summary>A stored event cannot be read; the message names the log and the event's number.</summary>
public sealed class LogDamagedException(string message, Exception? inner = null) : IOException(message, inner);
