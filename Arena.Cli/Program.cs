using System.CommandLine;
using Arena.Cli;
using Arena.Cli.Commands;
using Arena.Core.Configuration;
using Arena.Core.Documents;
using Arena.Core.Models;
using Arena.Core.Sandboxing;
using Arena.Core.Storage;
using Arena.Core.Suites;

var root = new RootCommand($"Arena runs campaigns: one language model, one suite of agentic tasks, several repetitions.\n{ExitCodes.Help}")
{
    RunCommand.Create(),
    ResumeCommand.Create(),
    PauseCommand.Create(),
    CancelCommand.Create(),
    ListCommand.Create(),
    ShowCommand.Create(),
    WatchCommand.Create(),
    TranscriptCommand.Create(),
    MetricsCommand.Create(),
    ModelsCommand.Create(),
    SuiteCommand.Create(),
    SimulateCommand.Create(),
};
foreach (var option in new Option[] { CommonOptions.Server, CommonOptions.Data, CommonOptions.Suites, CommonOptions.Models, CommonOptions.AllowUnsandboxed })
    root.Options.Add(option);

var result = root.Parse(args);
try
{
    var code = await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
    return result.Errors.Count > 0 ? ExitCodes.Usage : code;
}
catch (CliException e)
{
    await Console.Error.WriteLineAsync("arena: " + e.Message);
    return e.ExitCode;
}
catch (Exception e) when (e is SettingsException or DocumentException or UnknownModelException or SuiteMissingException or SelectionException or SuiteRefusedException)
{
    await Console.Error.WriteLineAsync("arena: " + e.Message);
    return ExitCodes.Usage;
}
catch (Exception e) when (e is SandboxMissingException or LogDamagedException or BlobMissingException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync("arena: " + e.Message);
    return ExitCodes.Failed;
}
