using System.CommandLine;
using Arena.Cli.Clients;

namespace Arena.Cli.Commands;

/// <summary><c>arena transcript</c>: the events of a run.</summary>
internal static class TranscriptCommand
{
    public static Command Create()
    {
        var task = new Argument<string>("task") { Description = "Task id" };
        var n = new Argument<int>("n") { Description = "Repetition, from 1" };
        var format = new Option<string>("--format") { Description = "How to print it", DefaultValueFactory = _ => "markdown" };
        format.AcceptOnlyFromAmong("markdown", "json", "jsonl");
        var command = new Command("transcript", "Prints the transcript of a run.") { CommonOptions.Campaign, task, n, format };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = ArenaClients.ForReading(result.GetValue(CommonOptions.Server), result.Settings());
            var text = await client.TranscriptAsync(
                result.GetValue(CommonOptions.Campaign)!, result.GetValue(task)!, result.GetValue(n), result.GetValue(format)!, cancellationToken);
            Console.Write(text.EndsWith('\n') ? text : text + "\n");
            return ExitCodes.Done;
        });
        return command;
    }
}
