using System.CommandLine;
using Arena.Core.Suites;

namespace Arena.Cli.Commands;

/// <summary><c>arena suite new</c>: a suite to begin from.</summary>
internal static class SuiteNewCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the new suite: lower-case letters, digits, '-' and '_'" };
        var output = new Option<string?>("--output") { Description = "Folder that the suite's folder is made in (default: the folder of the suites)", HelpName = "DIR" };
        var command = new Command("new", "Writes a suite of one worked task that passes 'suite check' as it stands.") { id, output };
        command.SetAction(result =>
        {
            var suites = result.GetValue(output) ?? result.Settings().Suites;
            var name = result.GetValue(id)!;
            var files = SuiteScaffold.Write(suites, name);
            var folder = Path.Combine(suites, name);
            Console.WriteLine($"Wrote the suite {name} to {Path.GetFullPath(folder)}:");
            foreach (var file in files)
                Console.WriteLine("  " + file);
            NextCommands.Write(name, result.GetValue(output) is null ? null : folder);
            return ExitCodes.Done;
        });
        return command;
    }
}
