using System.CommandLine;
using Arena.Core.Configuration;

namespace Arena.Cli.Commands;

/// <summary>Options that many commands have.</summary>
internal static class CommonOptions
{
    public static Option<string?> Server { get; } = new("--server") { Description = "Address of a running Arena; default: the one that has the data folder, if any", HelpName = "URL", Recursive = true };

    public static Option<string?> Data { get; } = new("--data") { Description = "Folder of everything that Arena keeps (ARENA_DATA)", HelpName = "DIR", Recursive = true };

    public static Option<string?> Suites { get; } = new("--suites") { Description = "Folder of the suites (ARENA_SUITES)", HelpName = "DIR", Recursive = true };

    public static Option<string?> Models { get; } = new("--models") { Description = "Folder of the model cards (ARENA_MODELS)", HelpName = "DIR", Recursive = true };

    public static Option<bool> AllowUnsandboxed { get; } = new("--allow-unsandboxed") { Description = "Run tools without isolation where bubblewrap is missing", Recursive = true };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON for machines" };

    public static Argument<string> Campaign { get; } = new("campaign") { Description = "Campaign id, as 'arena list' shows it" };

    public static ArenaSettings Settings(this ParseResult result)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        Take("data", result.GetValue(Data));
        Take("suites", result.GetValue(Suites));
        Take("models", result.GetValue(Models));
        if (result.GetValue(AllowUnsandboxed))
            Take("allowUnsandboxed", "true");
        return ArenaSettings.Load(options);

        void Take(string key, string? value)
        {
            if (value is not null)
                options[key] = value;
        }
    }
}
