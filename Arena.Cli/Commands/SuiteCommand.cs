using System.CommandLine;
using Arena.Core.Suites;

namespace Arena.Cli.Commands;

/// <summary><c>arena suite</c>: suites and the proof of their checkers.</summary>
internal static class SuiteCommand
{
    public static Command Create() => new("suite", "Works with suites.") { CreateList(), SuiteCheckCommand.Create(), SuiteNewCommand.Create(), SuiteImportHarborCommand.Create() };

    private static Command CreateList()
    {
        var command = new Command("list", "Lists the suites.");
        command.SetAction(result =>
        {
            var catalog = new SuiteCatalog(result.Settings().Suites);
            foreach (var suite in catalog.List().Select(catalog.Get))
                Console.WriteLine($"{suite.Id}  {suite.Tasks.Length} tasks x {suite.Repetitions}  {suite.Digest[..19]}  {suite.Title}");
            return ExitCodes.Done;
        });
        return command;
    }
}
