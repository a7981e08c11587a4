using Arena.Core.Suites;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Arena.Cli.Display;

/// <summary>How a check comes along: live where a person looks on, a line per finished task where nobody does.</summary>
internal abstract class SuiteCheckDisplay : IDisposable
{
    public static SuiteCheckDisplay Create(bool quiet, Suite suite, SuiteCheckOptions options)
    {
        if (quiet)
            return new Silent();
        var tasks = options.Select(suite).GroupBy(chosen => chosen.Task).Select(task => new Row(task.Key, task.Count(), options.Runs)).ToList();
        return AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? new LiveDisplayed(tasks) : new Lines(tasks);
    }

    public abstract void Show(SuiteCheckStep step);

    public virtual void Dispose()
    {
    }

    private sealed class Silent : SuiteCheckDisplay
    {
        public override void Show(SuiteCheckStep step)
        {
        }
    }

    private sealed class Lines(List<Row> rows) : SuiteCheckDisplay
    {
        public override void Show(SuiteCheckStep step)
        {
            var row = rows.Find(row => row.Task.Id == step.Task.Id)!;
            if (row.Take(step))
                Console.Error.WriteLine($"[{rows.Count(other => other.Solutions == other.Results)}/{rows.Count}] {row.Task.Id} {row.Task.Name}: {row.Summary}");
        }
    }

    private sealed class LiveDisplayed : SuiteCheckDisplay
    {
        private const int BarWidth = 24;

        private readonly List<Row> rows;
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<LiveDisplayContext> context = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task live;

        public LiveDisplayed(List<Row> rows)
        {
            this.rows = rows;
            live = AnsiConsole.Live(Grid()).AutoClear(true).StartAsync(started =>
            {
                context.SetResult(started);
                return done.Task;
            });
        }

        public override void Show(SuiteCheckStep step)
        {
            rows.Find(row => row.Task.Id == step.Task.Id)!.Take(step);
            var started = context.Task.GetAwaiter().GetResult();
            started.UpdateTarget(Grid());
            started.Refresh();
        }

        public override void Dispose()
        {
            done.TrySetResult();
            live.GetAwaiter().GetResult();
        }

        private Table Grid()
        {
            var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn(new TableColumn("").NoWrap()).AddColumn("").AddColumn("");
            foreach (var row in rows)
            {
                var filled = BarWidth * row.Runs / row.AllRuns;
                IRenderable bar = new Markup($"[{(row.Problems > 0 ? "red" : "green")}]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/]");
                table.AddRow(new Text($"{row.Task.Id} {row.Task.Name}"), bar, new Text(row.Summary));
            }

            return table;
        }
    }

    /// <summary>How far a task is.</summary>
    private sealed class Row(SuiteTask task, int solutions, int runsEach)
    {
        public SuiteTask Task => task;

        public int Solutions => solutions;

        public int AllRuns => solutions * runsEach;

        public int Runs { get; private set; }

        public int Results { get; private set; }

        public int Problems { get; private set; }

        public string Summary => (Problems, Results == solutions) switch
        {
            (0, true) => $"{solutions} solutions as declared",
            (0, false) => $"{Runs}/{AllRuns} runs",
            (_, true) => $"{Problems} of {solutions} solutions not as declared",
            (_, false) => $"{Runs}/{AllRuns} runs, {Problems} not as declared",
        };

        /// <summary>Takes a step in, and tells whether it was the task's last one.</summary>
        public bool Take(SuiteCheckStep step)
        {
            Runs++;
            Results += step.Result is null ? 0 : 1;
            Problems += step.Result is { Problems.IsEmpty: false } ? 1 : 0;
            return Results == solutions;
        }
    }
}
