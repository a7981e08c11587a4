using Arena.Contracts;
using Arena.Core.Models.Gates;

namespace Arena.Api;

/// <summary>The gate of a model that unfinished campaigns call.</summary>
/// <param name="Provider">Kind of provider.</param>
/// <param name="Model">The provider's name of the model.</param>
/// <param name="Place">Region, endpoint, or both; empty where the provider's environment decides.</param>
/// <param name="Campaigns">The unfinished campaigns that call it.</param>
/// <param name="Limit">Calls at a time that it lets through now; null where nobody has asked it since it woke.</param>
/// <param name="Cap">What the limit may grow to.</param>
/// <param name="InUse">Permits that are out.</param>
/// <param name="Waiting">Runs that wait for one.</param>
/// <param name="RequestsLastMinute">Calls that left in the last minute.</param>
/// <param name="RequestsPerMinute">Their cap; null for none.</param>
/// <param name="TokensLastMinute">Tokens of the calls that left in the last minute: the worst case of those under way.</param>
/// <param name="TokensPerMinute">Their cap; null for none.</param>
/// <param name="PausedUntil">When the pause after a throttle ends; null where there is none.</param>
/// <param name="Throttles">Episodes of throttling since the gate woke.</param>
public sealed record GateView(
    string Provider,
    string Model,
    string Place,
    string[] Campaigns,
    int? Limit,
    int? Cap,
    int InUse,
    int Waiting,
    int RequestsLastMinute,
    int? RequestsPerMinute,
    long TokensLastMinute,
    long? TokensPerMinute,
    DateTimeOffset? PausedUntil,
    int Throttles)
{
    internal static GateView Of(GateKey key, string[] campaigns, GateReport gate) => new(
        key.Provider, key.Model, key.Place, campaigns, gate.Limit, gate.Concurrency, gate.InUse, gate.Waiting,
        gate.RequestsLastMinute, gate.RequestsPerMinute, gate.TokensLastMinute, gate.TokensPerMinute, gate.PausedUntil, gate.Throttles);
}
