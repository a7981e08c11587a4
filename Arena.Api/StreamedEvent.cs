namespace Arena.Api;

/// <summary>One event of a stream.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Type">Its type, for example <c>model.completed</c>.</param>
/// <param name="Data">Its JSON, one line.</param>
internal sealed record StreamedEvent(long Id, string Type, string Data);
