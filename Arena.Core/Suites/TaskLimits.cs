namespace Arena.Core.Suites;

/// <summary>Where a run ends. Reaching a limit is the model's doing; each ends the run with its own reason.</summary>
/// <param name="Turns">Model calls that complete; on the last one tools are withdrawn so that the model must answer. Default 20.</param>
/// <param name="ToolCalls">Tool calls, valid or not; further ones are denied. Default 60.</param>
/// <param name="Tokens">Prompt plus output tokens over all calls. Default 400,000.</param>
/// <param name="Time">Working time: model latency plus tool time, waiting for permits and pauses not counted. Default 10 min.</param>
/// <param name="ConsecutiveErrors">Tool calls in a row that failed or were denied. Default 8.</param>
/// <param name="ToolTimeout">Wall-clock limit of one tool call. Default 60 s.</param>
public sealed record TaskLimits(
    int Turns, int ToolCalls, long Tokens, TimeSpan Time, int ConsecutiveErrors, TimeSpan ToolTimeout)
{
    /// <summary>The limits of a task that states none.</summary>
    public static TaskLimits Default { get; } =
        new(20, 60, 400_000, TimeSpan.FromMinutes(10), 8, TimeSpan.FromSeconds(60));
}
