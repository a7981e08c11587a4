using System.Globalization;

namespace Arena.Core.Configuration;

/// <summary>
/// What an installation is set to. Values come from <c>arena.json</c> in the working directory, then environment variables, then
/// command line options; a later source wins. An unknown key is an error in each of them.
/// </summary>
public sealed record ArenaSettings
{
    /// <summary>The address that is served where nothing else is said: loopback only.</summary>
    public const string DefaultAddress = "http://localhost:5180";

    /// <summary>Folder of everything that Arena keeps. Default: <c>arena</c> in the user's data folder.</summary>
    public required string Data { get; init; }

    /// <summary>Folder of the suites. Default: <c>suites</c> in the working directory, else beside Arena.</summary>
    public required string Suites { get; init; }

    /// <summary>Folder of the model cards. Default: <c>models</c> in the working directory, else beside Arena.</summary>
    public required string Models { get; init; }

    /// <summary>Address that <c>arena up</c> serves. Default: <see cref="DefaultAddress"/>.</summary>
    public string Address { get; init; } = DefaultAddress;

    /// <summary>Whether tools may run without isolation where bubblewrap is missing. Default: false.</summary>
    public bool AllowUnsandboxed { get; init; }

    /// <summary>Tools and checkers that may run at a time on this host. Default: the number of processors.</summary>
    public int SandboxSlots { get; init; } = Environment.ProcessorCount;

    /// <summary>The most that all campaigns together may spend in calls of one UTC day, in US dollars. Default: no cap.</summary>
    public decimal? DayBudgetUsd { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <param name="workingDirectory">Where <c>arena.json</c> is looked for.</param>
    /// <param name="environment">Environment variables; those that begin with <c>ARENA_</c> count.</param>
    /// <param name="options">Settings from the command line, by the keys of <c>arena.json</c>.</param>
    /// <exception cref="SettingsException">A key is unknown or a value is not allowed; the message says where.</exception>
    public static ArenaSettings Load(
        string workingDirectory, IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string>? options = null)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        var file = Path.Combine(workingDirectory, SettingsFile.Name);
        if (File.Exists(file))
            Take(values, SettingsFile.Read(file));
        Take(values, environment
            .Where(variable => variable.Key.StartsWith("ARENA_", StringComparison.Ordinal) && variable.Key != HomeVariable)
            .Select(variable => new SettingValue(
                KeyOf(variable.Key), variable.Value, $"environment variable {variable.Key}", "ARENA_DATA, ARENA_SUITES, ARENA_MODELS, ARENA_ADDRESS, ARENA_ALLOW_UNSANDBOXED, ARENA_SANDBOX_SLOTS, ARENA_DAY_BUDGET_USD")));
        Take(values, (options ?? new Dictionary<string, string>()).Select(option => new SettingValue(option.Key, option.Value, $"option --{option.Key}", "")));
        var home = environment.GetValueOrDefault(HomeVariable);
        return new ArenaSettings
        {
            Data = Path.GetFullPath(Text(values, "data") ?? DefaultData(), workingDirectory),
            Suites = Path.GetFullPath(Text(values, "suites") ?? Beside("suites", workingDirectory, home), workingDirectory),
            Models = Path.GetFullPath(Text(values, "models") ?? Beside("models", workingDirectory, home), workingDirectory),
            Address = Text(values, "address") is { } address ? LoopbackAddress(values["address"], address) : DefaultAddress,
            AllowUnsandboxed = values.TryGetValue("allowUnsandboxed", out var allow) && Flag(allow),
            SandboxSlots = values.TryGetValue("sandboxSlots", out var slots) ? Number(slots, 1, 1024) : Environment.ProcessorCount,
            DayBudgetUsd = values.TryGetValue("dayBudgetUsd", out var day) ? Usd(day) : null,
        };
    }

    /// <summary>Reads the settings of this process.</summary>
    /// <param name="options">Settings from the command line, by the keys of <c>arena.json</c>.</param>
    public static ArenaSettings Load(IReadOnlyDictionary<string, string>? options = null) => Load(
        Environment.CurrentDirectory,
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        options);

    private const string HomeVariable = "ARENA_HOME";

    private static readonly string[] Keys = ["data", "suites", "models", "address", "allowUnsandboxed", "sandboxSlots", "dayBudgetUsd"];

    private static void Take(Dictionary<string, SettingValue> values, IEnumerable<SettingValue> further)
    {
        foreach (var value in further)
        {
            if (!Keys.Contains(value.Key, StringComparer.Ordinal))
                throw new SettingsException($"{value.Where}: unknown setting '{value.Key}'; allowed are {(value.Allowed.Length > 0 ? value.Allowed : string.Join(", ", Keys))}.");
            values[value.Key] = value;
        }
    }

    // ARENA_ALLOW_UNSANDBOXED is allowUnsandboxed.
    private static string KeyOf(string variable)
    {
        var words = variable["ARENA_".Length..].Split('_');
        return string.Concat(words.Select((word, i) => i == 0
            ? word.ToLowerInvariant()
            : word.Length == 0 ? "_" : char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()));
    }

    private static string? Text(Dictionary<string, SettingValue> values, string key)
    {
        if (!values.TryGetValue(key, out var value))
            return null;
        return value.Text.Length > 0 ? value.Text : throw new SettingsException($"{value.Where}: {key} is empty.");
    }

    private static bool Flag(SettingValue value) => value.Text.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" => true,
        "false" or "0" or "no" => false,
        _ => throw new SettingsException($"{value.Where}: '{value.Text}' is not allowed; write true or false."),
    };

    private static int Number(SettingValue value, int least, int most) =>
        int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingsException($"{value.Where}: '{value.Text}' is not allowed; write a whole number from {least} to {most}.");

    private static decimal Usd(SettingValue value) =>
        decimal.TryParse(value.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) && usd > 0
            ? usd
            : throw new SettingsException($"{value.Where}: '{value.Text}' is not allowed; write US dollars above 0, like 25 or 12.50.");

    // Nobody is asked for a password, so nobody outside this machine may ask.
    private static string LoopbackAddress(SettingValue value, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback
            ? text.TrimEnd('/')
            : throw new SettingsException($"{value.Where}: '{text}' is not allowed; write http://localhost:PORT or another loopback address. Arena asks for no password, so it serves this machine only.");

    private static string DefaultData()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length > 0
            ? Path.Combine(folder, "arena")
            : throw new SettingsException("This user has no data folder (HOME is not set); say where to keep data with --data or ARENA_DATA.");
    }

    private static string Beside(string name, string workingDirectory, string? home)
    {
        var here = Path.Combine(workingDirectory, name);
        if (Directory.Exists(here))
            return here;
        if (home is { Length: > 0 })
            return Path.Combine(home, name);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, name);
            if (Directory.Exists(candidate) && File.Exists(Path.Combine(folder.FullName, "Arena.sln")))
                return candidate;
        }

        return here;
    }
}
