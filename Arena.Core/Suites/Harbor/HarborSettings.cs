using System.Collections.Immutable;
using Arena.Core.Documents;
using Arena.Core.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Suites.Harbor;

/// <summary>
/// What a <c>task.toml</c> says, as far as Arena can do it. What it cannot do is refused by name, what changes nothing here is told
/// where its author may have meant it to, and a key that Harbor's format (1.0 to 1.4) does not know is told too.
/// </summary>
internal sealed class HarborSettings
{
    /// <summary>The longest time for a verifier: Arena's own limit less what the checker needs round it.</summary>
    public static readonly TimeSpan MostVerifierTime = TaskReader.MostCheckTime - HarborTaskWriter.CheckerMargin;

    private static readonly string[] WithoutEffect =
    [
        "schema_version", "version", "source", "metadata", "task.version", "task.description", "task.authors", "task.keywords",
        "environment.build_timeout_sec",
    ];

    // By key, or by table where there is a dot at the end.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["environment.docker_image"] = "a prebuilt image cannot be used; the sandbox shows this machine's own programs",
        ["environment.gpus"] = "there are no GPUs in the sandbox",
        ["environment.gpu_types"] = "there are no GPUs in the sandbox",
        ["environment.tpu."] = "there are no TPUs in the sandbox",
        ["environment.mcp_servers"] = "MCP servers cannot be offered",
        ["environment.skills_dir"] = "skills cannot be offered",
        ["environment.healthcheck."] = "nothing is started that could be waited for",
        ["environment.env."] = "variables cannot be set for the tools",
        ["environment.allowed_hosts"] = "the sandbox has no network",
        ["agent.allowed_hosts"] = "the sandbox has no network",
        ["agent.user"] = "tools run as the sandbox's own user",
        ["verifier.allowed_hosts"] = "the sandbox has no network",
        ["verifier.user"] = "checkers run as the sandbox's own user",
        ["verifier.environment."] = "a separate verifier environment cannot be made",
        ["verifier.collect"] = "there are no services to collect from",
        ["verifier.continuous."] = "submissions cannot be verified while the agent works",
        ["steps"] = "tasks of several steps cannot be run",
        ["multi_step_reward_strategy"] = "tasks of several steps cannot be run",
    };

    private readonly string file;
    private readonly HarborNotes notes;

    private HarborSettings(string file, HarborNotes notes) => (this.file, this.notes) = (file, notes);

    public string? Name { get; private set; }

    public TimeSpan? AgentTime { get; private set; }

    public TimeSpan VerifierTime { get; private set; } = TimeSpan.FromMinutes(10);

    public string? WorkDir { get; private set; }

    public Dictionary<string, string> VerifierEnvironment { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> SolutionEnvironment { get; } = new(StringComparer.Ordinal);

    public static HarborSettings Read(string file, HarborNotes notes)
    {
        var settings = new HarborSettings(file, notes);
        TomlDocument document;
        try
        {
            document = TomlDocument.Load(file);
        }
        catch (DocumentException e)
        {
            notes.Refuse(e.File, e.Line, e.Problem.TrimEnd('.'));
            return settings;
        }

        foreach (var value in document.Values)
            settings.Take(value);
        if (document.Find("environment.network_mode") is null && document.Find("environment.allow_internet") is null)
            notes.Warn(file, null, "no environment.network_mode is set, which in Harbor means an open network; here there is none");
        if (settings.AgentTime is null)
            notes.Warn(file, null, $"no agent.timeout_sec is set; Arena's own limit of {TaskLimits.Default.Time.TotalSeconds:0} s holds");
        return settings;
    }

    private void Take(TomlValue value)
    {
        switch (value.Path)
        {
            case "task.name":
                Name = Text(value)?.Split('/')[^1];
                break;
            case "agent.timeout_sec":
                AgentTime = Seconds(value, TimeSpan.FromHours(24)) ?? AgentTime;
                break;
            case "verifier.timeout_sec":
                VerifierTime = Seconds(value, MostVerifierTime) ?? VerifierTime;
                break;
            case "environment.workdir":
                WorkDir = Text(value);
                break;
            case "environment.network_mode" or "agent.network_mode" or "verifier.network_mode":
                if (value.Value is not ("no-network" or "none"))
                    Refuse(value, "the sandbox has no network; only \"no-network\" can be honoured");
                break;
            case "environment.allow_internet":
                if (value.Value is not false)
                    Refuse(value, "the sandbox has no network; only false can be honoured");
                break;
            case "environment.memory_mb" or "environment.memory":
                TakeMemory(value);
                break;
            case "environment.storage_mb" or "environment.storage":
                if (Megabytes(value) is { } storage && storage > WorkspaceLimits.Default.TotalBytes >> 20)
                    Warn(value, $"a workspace holds at most {WorkspaceLimits.Default.TotalBytes >> 20} MB here");
                break;
            case "environment.cpus":
                Warn(value, "processors are not reserved here");
                break;
            case "environment.os":
                if (value.Value is not string os || !os.Equals("linux", StringComparison.OrdinalIgnoreCase))
                    Refuse(value, "tasks run on Linux");
                break;
            case "verifier.environment_mode":
                if (value.Value is not "shared")
                    Refuse(value, "a separate verifier environment cannot be made; only \"shared\" can be honoured");
                break;
            case "artifacts":
                if (!IsNothing(value))
                    Warn(value, "artifacts are not collected; the whole final workspace is kept with every run");
                break;
            default:
                TakeOther(value);
                break;
        }
    }

    private void TakeOther(TomlValue value)
    {
        if (value.Path.StartsWith("verifier.env.", StringComparison.Ordinal))
            TakeVariable(value, VerifierEnvironment);
        else if (value.Path.StartsWith("solution.env.", StringComparison.Ordinal))
            TakeVariable(value, SolutionEnvironment);
        else if (Refused.Keys.FirstOrDefault(key => value.Path == key || value.Path.StartsWith(key.EndsWith('.') ? key : key + ".", StringComparison.Ordinal)) is { } refused)
        {
            if (!IsNothing(value))
                Refuse(value, Refused[refused]);
        }
        else if (!WithoutEffect.Any(key => value.Path == key || value.Path.StartsWith(key + ".", StringComparison.Ordinal)))
        {
            Warn(value, "unknown key, without effect here");
        }
    }

    private void TakeVariable(TomlValue value, Dictionary<string, string> variables)
    {
        var name = value.Path[(value.Path.IndexOf(".env.", StringComparison.Ordinal) + 5)..];
        if (value.Value is not string text)
            Refuse(value, "a variable must be a text");
        else if (text.Contains("${", StringComparison.Ordinal))
            Refuse(value, "values of the host's variables are not passed on");
        else if (text.Contains('\0', StringComparison.Ordinal) || name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name[0]))
            Refuse(value, "this is no variable that a shell can set");
        else
            variables[name] = text;
    }

    private void TakeMemory(TomlValue value)
    {
        var most = SandboxLimits.Default.MemoryBytes >> 20;
        if (Megabytes(value) is { } memory && memory > most)
            Refuse(value, $"the sandbox gives each process at most {most} MB");
    }

    private string? Text(TomlValue value)
    {
        if (value.Value is string { Length: > 0 } text)
            return text;
        Refuse(value, "this must be a text");
        return null;
    }

    private TimeSpan? Seconds(TomlValue value, TimeSpan most)
    {
        var seconds = value.Value switch { long whole => whole, double number => number, _ => double.NaN };
        if (seconds > 0 && seconds <= most.TotalSeconds)
            return TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000));
        Refuse(value, $"this must be a number of seconds above 0, and at most {most.TotalSeconds:0} can be honoured");
        return null;
    }

    private double? Megabytes(TomlValue value)
    {
        var size = value.Value switch
        {
            long whole => whole,
            double number => number,
            string { Length: > 1 } text when double.TryParse(text.AsSpan(..^1), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number) =>
                char.ToUpperInvariant(text[^1]) switch { 'G' => number * 1024, 'M' => number, 'K' => number / 1024, _ => double.NaN },
            _ => double.NaN,
        };
        if (size >= 0)
            return size;
        Refuse(value, "this must be a number of megabytes, or a size like \"512M\" or \"2G\"");
        return null;
    }

    private static bool IsNothing(TomlValue value) => value.Value switch
    {
        long number => number == 0 && value.Path == "environment.gpus",
        bool flag => !flag,
        string text => text.Length == 0,
        ImmutableArray<object> list => list.IsEmpty,
        _ => false,
    };

    private void Refuse(TomlValue value, string why) => notes.Refuse(file, value.Line, $"{value.Path} = {value.Shown}: {why}");

    private void Warn(TomlValue value, string what) => notes.Warn(file, value.Line, $"{value.Path} = {value.Shown}: {what}");
}
