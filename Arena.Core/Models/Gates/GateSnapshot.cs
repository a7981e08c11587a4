namespace Arena.Core.Models.Gates;

/// <summary>A gate at a moment, for display.</summary>
/// <param name="Limit">Calls at a time that it lets through now; null where nobody has asked it since it woke.</param>
/// <param name="Caps">The caps that it was last asked under; null as above.</param>
/// <param name="InUse">Permits that are out, or kept for somebody whose turn has come.</param>
/// <param name="Waiting">Runs that wait for one.</param>
/// <param name="RequestsLastMinute">Calls that left in the last minute.</param>
/// <param name="TokensLastMinute">Their tokens: the worst case of those under way, what they took of those that came back.</param>
/// <param name="PausedUntil">When the pause ends; null where there is none.</param>
/// <param name="Throttles">Episodes of throttling since it woke.</param>
public sealed record GateSnapshot(
    int? Limit,
    GateCaps? Caps,
    int InUse,
    int Waiting,
    int RequestsLastMinute,
    long TokensLastMinute,
    DateTimeOffset? PausedUntil,
    int Throttles);
