using System.CommandLine;
using Arena.BedrockSimulator;
using Arena.BedrockSimulator.Wire;
using Arena.Core.Models;
using Arena.Core.Suites;
using Arena.OpenAISimulator;
using Arena.Simulation;
using Arena.Simulation.Faults;

namespace Arena.Cli.Commands;

/// <summary><c>arena simulate</c>: providers on this machine, for tests and demonstrations.</summary>
internal static class SimulateCommand
{
    private const int BedrockPort = 5190;
    private const int OpenAIPort = 5191;

    public static Command Create() => new("simulate", "Serves a provider on this machine, without a model behind it.") { CreateBedrock(), CreateOpenAI() };

    private static Command CreateBedrock() => Create(
        "bedrock",
        "Serves a Bedrock that plays scripted cards, until Ctrl-C. It checks signatures and requests as the service does.",
        "Seal the model's reasoning, and refuse a conversation in which it does not come back as it was",
        BedrockPort,
        SimulatedBedrock.StartAsync,
        address => $"""
            A simulated Bedrock listens on {address} until Ctrl-C. In another shell:

              export AWS_ACCESS_KEY_ID={SignatureVerifier.AccessKey} AWS_SECRET_ACCESS_KEY={SignatureVerifier.SecretKey} AWS_REGION=us-east-1
              export AWS_ENDPOINT_URL_BEDROCK_RUNTIME={address}
              unset AWS_BEARER_TOKEN_BEDROCK AWS_SESSION_TOKEN AWS_PROFILE
              ./arena run simulated/bedrock

            The card simulated/bedrock names port {BedrockPort}; one without an endpoint follows the variable. A line for each request:

            """);

    private static Command CreateOpenAI() => Create(
        "openai",
        "Serves OpenAI's chat completions by scripted cards, until Ctrl-C. It checks requests as strict servers do.",
        "Let the model reason, and refuse a conversation in which its reasoning_content does not come back as it was",
        OpenAIPort,
        SimulatedOpenAI.StartAsync,
        address => $"""
            A simulated server of chat completions listens on {address}/v1 until Ctrl-C. In another shell:

              export OPENAI_BASE_URL={address}/v1 OPENAI_API_KEY={SimulatedOpenAI.ApiKey}
              ./arena run simulated/openai

            The card simulated/openai names port {OpenAIPort}; one without an endpoint follows the variables, and so do other clients.
            A line for each request:

            """);

    private static Command Create(
        string name, string description, string reasoningDescription, int defaultPort, Func<SimulatorOptions, CancellationToken, Task<Simulator>> start, Func<string, string> greeting)
    {
        var port = new Option<int>("--port") { Description = $"Port on this machine's loopback address, 0 for a free one (default: {defaultPort})", DefaultValueFactory = _ => defaultPort, HelpName = "PORT" };
        var faults = new Option<string?>("--faults") { Description = "A plan of what goes wrong, as YAML", HelpName = "FILE" };
        var plays = new Option<string>("--play") { Description = "The scripted card that model ids play which are no scripted card's", DefaultValueFactory = _ => "scripted/oracle", HelpName = "CARD" };
        var reasoning = new Option<bool>("--reasoning") { Description = reasoningDescription };
        var command = new Command(name, description) { port, faults, plays, reasoning };
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = result.Settings();
            var models = new ModelCatalog(settings.Models);
            if (models.Get(result.GetValue(plays)!).Script is null)
                throw new CliException($"{result.GetValue(plays)} is no scripted card.", ExitCodes.Usage);
            var options = new SimulatorOptions(models, new SuiteCatalog(settings.Suites))
            {
                Port = result.GetValue(port),
                Plays = result.GetValue(plays)!,
                Faults = result.GetValue(faults) is { } file ? FaultPlan.Read(file) : FaultPlan.None,
                Reasoning = result.GetValue(reasoning),
                Log = Console.WriteLine,
            };
            await using var simulator = await start(options, cancellationToken);
            Console.WriteLine(greeting(simulator.Address.ToString().TrimEnd('/')));
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is how it ends.
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
