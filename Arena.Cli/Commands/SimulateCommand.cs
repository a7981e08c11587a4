using System.CommandLine;
using Arena.BedrockSimulator;
using Arena.BedrockSimulator.Wire;
using Arena.Core.Models;
using Arena.Core.Suites;
using Arena.Simulation;
using Arena.Simulation.Faults;

namespace Arena.Cli.Commands;

/// <summary><c>arena simulate</c>: providers on this machine, for tests and demonstrations.</summary>
internal static class SimulateCommand
{
    private const int BedrockPort = 5190;

    public static Command Create() => new("simulate", "Serves a provider on this machine, without a model behind it.") { CreateBedrock() };

    private static Command CreateBedrock()
    {
        var port = new Option<int>("--port") { Description = $"Port on this machine's loopback address, 0 for a free one (default: {BedrockPort})", DefaultValueFactory = _ => BedrockPort, HelpName = "PORT" };
        var faults = new Option<string?>("--faults") { Description = "A plan of what goes wrong, as YAML", HelpName = "FILE" };
        var plays = new Option<string>("--play") { Description = "The scripted card that model ids play which are no scripted card's", DefaultValueFactory = _ => "scripted/oracle", HelpName = "CARD" };
        var reasoning = new Option<bool>("--reasoning") { Description = "Seal the model's reasoning, and refuse a conversation in which it does not come back as it was" };
        var command = new Command("bedrock", "Serves a Bedrock that plays scripted cards, until Ctrl-C. It checks signatures and requests as the service does.") { port, faults, plays, reasoning };
        command.SetAction((result, cancellationToken) =>
        {
            var settings = result.Settings();
            var models = new ModelCatalog(settings.Models);
            if (models.Get(result.GetValue(plays)!).Script is null)
                throw new CliException($"{result.GetValue(plays)} is no scripted card.", ExitCodes.Usage);
            return ServeAsync(
                new SimulatorOptions(models, new SuiteCatalog(settings.Suites))
                {
                    Port = result.GetValue(port),
                    Plays = result.GetValue(plays)!,
                    Faults = result.GetValue(faults) is { } file ? FaultPlan.Read(file) : FaultPlan.None,
                    Reasoning = result.GetValue(reasoning),
                    Log = Console.WriteLine,
                },
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> ServeAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatedBedrock.StartAsync(options, cancellationToken);
        var address = simulator.Address.ToString().TrimEnd('/');
        Console.WriteLine(
            $"""
            A simulated Bedrock listens on {address} until Ctrl-C. In another shell:

              export AWS_ACCESS_KEY_ID={SignatureVerifier.AccessKey} AWS_SECRET_ACCESS_KEY={SignatureVerifier.SecretKey} AWS_REGION=us-east-1
              export AWS_ENDPOINT_URL_BEDROCK_RUNTIME={address}
              unset AWS_BEARER_TOKEN_BEDROCK AWS_SESSION_TOKEN AWS_PROFILE
              ./arena run simulated/bedrock

            The card simulated/bedrock names port {BedrockPort}; one without an endpoint follows the variable. A line for each request:

            """);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it ends.
        }

        return ExitCodes.Done;
    }
}
