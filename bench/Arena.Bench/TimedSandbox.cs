using System.Collections.Concurrent;
using Arena.Core.Sandboxing;

namespace Arena.Bench;

/// <summary>Notes when commands run, waiting for a slot not counted.</summary>
internal sealed class TimedSandbox(ISandbox inner) : ISandbox
{
    private readonly ConcurrentBag<Ran> runs = [];

    public string Kind => inner.Kind;

    public IReadOnlyCollection<Ran> Runs => runs;

    public async Task<SandboxResult> RunAsync(SandboxCommand command, CancellationToken cancellationToken)
    {
        var result = await inner.RunAsync(command, cancellationToken);
        var end = TimeProvider.System.GetUtcNow();
        runs.Add(new Ran(command.MayNest, end - result.Duration, end));
        return result;
    }

    /// <summary>How long at least one command was running.</summary>
    public TimeSpan Busy()
    {
        var (busy, until) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        foreach (var run in runs.OrderBy(run => run.From))
        {
            if (run.To > until)
                busy += run.To - (run.From > until ? run.From : until);
            until = run.To > until ? run.To : until;
        }

        return busy;
    }

    /// <param name="IsChecker">A checker, or a tool's command.</param>
    /// <param name="From">When its process started.</param>
    /// <param name="To">When it ended.</param>
    internal sealed record Ran(bool IsChecker, DateTimeOffset From, DateTimeOffset To)
    {
        public TimeSpan Duration => To - From;
    }
}
