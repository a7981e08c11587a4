using Arena.Core.Models;

namespace Arena.Core.Runs;

/// <summary>What an attempt, or a run with all its attempts, used so far. Absolute, never an increment.</summary>
/// <param name="Turns">Model calls that completed.</param>
/// <param name="ToolCalls">Tool calls that got a result, valid or not.</param>
/// <param name="Usage">Tokens of completed calls.</param>
/// <param name="CostUsd">Price of completed calls in US dollars; null where a price or token count is unknown.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed an unknown amount: they did not complete, or did not tell their tokens.</param>
/// <param name="ModelMs">Latency of model calls, failed ones included, in milliseconds.</param>
/// <param name="ToolMs">Time of tool calls in milliseconds.</param>
/// <param name="WaitingMs">Time spent waiting for money, permits, retries and a free sandbox, in milliseconds.</param>
public sealed record RunTotals(
    int Turns, int ToolCalls, TokenUsage Usage, decimal? CostUsd, decimal UnsettledUsd, long ModelMs, long ToolMs, long WaitingMs)
{
    /// <summary>Nothing used.</summary>
    public static RunTotals None { get; } = new(0, 0, TokenUsage.None, 0m, 0m, 0, 0, 0);

    /// <summary>The sum of both.</summary>
    public static RunTotals operator +(RunTotals a, RunTotals b) => new(
        a.Turns + b.Turns,
        a.ToolCalls + b.ToolCalls,
        a.Usage + b.Usage,
        a.CostUsd + b.CostUsd,
        a.UnsettledUsd + b.UnsettledUsd,
        a.ModelMs + b.ModelMs,
        a.ToolMs + b.ToolMs,
        a.WaitingMs + b.WaitingMs);
}
