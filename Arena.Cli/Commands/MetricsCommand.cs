using System.CommandLine;
using System.Globalization;
using Arena.Cli.Clients;
using Arena.Cli.Display;
using Arena.Core;
using Arena.Results.Metrics;

namespace Arena.Cli.Commands;

/// <summary><c>arena metrics</c>: what every run of a campaign took.</summary>
internal static class MetricsCommand
{
    private const string Unknown = "unknown";

    private static readonly string[] Header =
        ["Run", "Outcome", "Turns", "Calls", "Invalid", "Failed", "Repeated", "Prompt", "Cached", "Output", "Reasoning", "Cost", "Wall s", "Model s", "Tools s", "Waiting s", "Signals"];

    public static Command Create()
    {
        var command = new Command("metrics", "Tells what every run of a campaign took: calls, tokens, cost, times and signals.") { CommonOptions.Campaign, CommonOptions.Json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = ArenaClients.ForReading(result.GetValue(CommonOptions.Server), result.Settings());
            var metrics = await client.MetricsAsync(result.GetValue(CommonOptions.Campaign)!, cancellationToken);
            if (result.GetValue(CommonOptions.Json))
                Console.WriteLine(CliJson.Write(metrics));
            else
                TextTable.Write([Header, .. metrics.Select(Row)], leftAligned: [0, 1, Header.Length - 1]);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string[] Row(RunMetrics run) =>
    [
        $"{run.Task}/{run.N}",
        run.FailureMode?.ToSnakeCase() ?? run.Outcome?.ToSnakeCase() ?? run.Status.ToSnakeCase(),
        Number(run.Turns),
        Number(run.ToolCalls),
        Number(run.InvalidToolCalls),
        Number(run.FailedToolCalls),
        Number(run.RedundantToolCalls),
        Number(run.PromptTokens),
        Number(run.CachedTokens),
        Number(run.OutputTokens),
        Number(run.ReasoningTokens),
        Money.Of(run.CostUsd),
        Seconds(run.WallMs),
        Seconds(run.ModelMs),
        Seconds(run.ToolMs),
        Seconds(run.WaitingMs),
        string.Join(", ", run.Signals?.Names() ?? []),
    ];

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? Unknown;

    private static string Seconds(long? milliseconds) => milliseconds is { } value ? (value / 1000.0).ToString("0.00", CultureInfo.InvariantCulture) : "-";
}
