namespace Arena.Core.Suites;

/// <summary>A new suite cannot be made as it was asked for; the message says why and what is allowed.</summary>
public sealed class SuiteRefusedException(string message) : Exception(message);
