namespace Arena.Core.Configuration;

/// <summary>A setting is unknown or not allowed; the message says where it stands and what is allowed.</summary>
public sealed class SettingsException(string message, Exception? inner = null) : Exception(message, inner);
