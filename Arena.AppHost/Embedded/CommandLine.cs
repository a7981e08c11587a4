namespace Arena.AppHost;

/// <summary>The options of <c>arena up</c>, by the keys of the settings.</summary>
internal static class CommandLine
{
    private const string Help = """
        Usage: arena up [options]

        Serves the API and runs campaigns, in one process, until Ctrl-C.

          --data DIR              folder of everything that Arena keeps (default: the user's data folder; ARENA_DATA)
          --suites DIR            folder of the suites (ARENA_SUITES)
          --models DIR            folder of the model cards (ARENA_MODELS)
          --address URL           loopback address to serve (default: http://localhost:5180; ARENA_ADDRESS)
          --sandbox-slots N       tools and checkers at a time (default: the number of processors)
          --allow-unsandboxed     run tools without isolation where bubblewrap is missing

        Exit codes: 0 stopped, 1 could not start, 2 wrong usage.
        """;

    public static Dictionary<string, string> Parse(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            var key = name switch
            {
                "--help" or "-h" or "-?" => throw new CommandLineException(Help, 0),
                "--data" => "data",
                "--suites" => "suites",
                "--models" => "models",
                "--address" => "address",
                "--sandbox-slots" => "sandboxSlots",
                "--allow-unsandboxed" => "allowUnsandboxed",
                _ => throw new CommandLineException($"arena up: unknown option '{args[i]}'.\n\n{Help}", 2),
            };
            if (key == "allowUnsandboxed")
                value ??= "true";
            else if (value is null)
                value = ++i < args.Length ? args[i] : throw new CommandLineException($"arena up: {name} needs a value.\n\n{Help}", 2);
            options[key] = value;
        }

        return options;
    }
}

/// <summary>Help was asked for, or the usage is wrong.</summary>
internal sealed class CommandLineException(string message, int exitCode) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
