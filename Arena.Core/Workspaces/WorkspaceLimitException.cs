namespace Arena.Core.Workspaces;

/// <summary>A workspace grew past a limit; the message names the limit, the value and the path.</summary>
public sealed class WorkspaceLimitException(string message) : Exception(message);
