using System.CommandLine;
using Arena.Core.Models;

namespace Arena.Cli.Commands;

/// <summary><c>arena models</c>: the model cards.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var command = new Command("models", "Lists the model cards.");
        command.SetAction(result =>
        {
            var cards = new ModelCatalog(result.Settings().Models).List();
            var width = cards.Select(card => card.Id.Length).DefaultIfEmpty().Max();
            foreach (var card in cards)
                Console.WriteLine($"{card.Id.PadRight(width)}  {card.Provider,-10}  {card.Title}");
            return ExitCodes.Done;
        });
        return command;
    }
}
