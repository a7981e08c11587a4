using System.CommandLine;
using Arena.Core.Suites;
using Arena.Core.Suites.Harbor;

namespace Arena.Cli.Commands;

/// <summary><c>arena suite import-harbor</c>: a suite of Harbor tasks.</summary>
internal static class SuiteImportHarborCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("dir") { Description = "A Harbor task folder, or a folder of such folders" };
        var id = new Option<string?>("--id") { Description = "Id of the new suite (default: the folder's name)", HelpName = "ID" };
        var output = new Option<string?>("--output") { Description = "Folder that the suite's folder is made in (default: the folder of the suites)", HelpName = "DIR" };
        var skip = new Option<bool>("--skip-refused") { Description = "Import the other tasks where one is refused" };
        var command = new Command("import-harbor", "Makes a suite of Harbor tasks that need no Docker, and checks it. What cannot be honoured is refused by name.") { source, id, output, skip };
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = result.Settings();
            var suites = result.GetValue(output) ?? settings.Suites;
            var import = HarborImporter.Import(result.GetValue(source)!, suites, result.GetValue(id), result.GetValue(skip));
            foreach (var note in import.Notes)
                await Console.Error.WriteLineAsync($"{(note.Refuses ? "refused" : "warning")}: {note}");
            if (import.Folder is null)
                throw new CliException(Refusal(import));

            var name = Path.GetFileName(import.Folder);
            Console.WriteLine($"Wrote the suite {name} to {import.Folder}: {Count(import.Importable.Length)} imported"
                + (import.Refused.IsEmpty ? "." : $", {Count(import.Refused.Length)} refused ({string.Join(", ", import.Refused)})."));
            var code = await SuiteCheckCommand.RunAsync(SuiteLoader.Load(import.Folder), new SuiteCheckOptions(), settings, json: false, cancellationToken);
            NextCommands.Write(name, result.GetValue(output) is null ? null : import.Folder);
            return code;
        });
        return command;
    }

    private static string Refusal(HarborImport import) =>
        $"Nothing was imported: {string.Join(", ", import.Refused)} cannot be honoured (see above)."
            + (import.Importable.IsEmpty ? "" : $" --skip-refused imports the others: {string.Join(", ", import.Importable)}.");

    private static string Count(int tasks) => tasks == 1 ? "1 task" : $"{tasks} tasks";
}
