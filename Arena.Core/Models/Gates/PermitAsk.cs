namespace Arena.Core.Models.Gates;

/// <summary>Somebody asks a gate for a permit.</summary>
/// <param name="Ticket">A name that is new for every call, and the same as long as is asked for that call.</param>
/// <param name="Campaign">Whose line it waits in.</param>
/// <param name="Tokens">Worst case of the call's tokens, prompt and output. More than a minute allows at all counts as that.</param>
/// <param name="Caps">What the model's card allows.</param>
public sealed record PermitAsk(string Ticket, string Campaign, long Tokens, GateCaps Caps);
