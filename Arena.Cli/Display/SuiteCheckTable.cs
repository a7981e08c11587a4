using Arena.Core.Suites;

namespace Arena.Cli.Display;

/// <summary>What a check of a suite found, for people.</summary>
internal static class SuiteCheckTable
{
    public static void Write(SuiteReport report, string sandbox)
    {
        var width = report.Results.Select(result => result.Solution.Id.Length).DefaultIfEmpty().Max();
        var verdicts = report.Results.Select(result => result.Runs[0].Verdict.Word.Length).DefaultIfEmpty().Max();
        foreach (var task in report.Results.GroupBy(result => result.Task))
        {
            Console.WriteLine($"{task.Key.Id} {task.Key.Name}");
            foreach (var result in task)
            {
                var seconds = result.Runs.Max(run => run.Duration.TotalSeconds);
                var verdict = result.Runs[0].Verdict;
                Console.WriteLine(
                    $"  {(result.Problems.IsEmpty ? "ok  " : "FAIL")} {result.Solution.Id.PadRight(width)}  {verdict.Word.PadRight(verdicts)}  {seconds,5:0.0} s  {string.Join(", ", verdict.Failing)}".TrimEnd());
                foreach (var problem in result.Problems)
                    Console.WriteLine($"         {problem}");
            }

            foreach (var warning in report.Warnings.Where(warning => warning.Task == task.Key.Id))
                Console.WriteLine($"  warning: {warning.Text}");
        }

        var held = report.Results.Count(result => result.Problems.IsEmpty);
        var runs = report.Results.Sum(result => result.Runs.Length);
        Console.WriteLine($"{report.Suite.Id} {report.Suite.Digest[..19]}: {held} of {report.Results.Length} solutions as declared"
            + (report.Warnings.IsEmpty ? "" : $", {report.Warnings.Length} {(report.Warnings.Length == 1 ? "warning" : "warnings")}")
            + $"; {runs} runs, {report.Duration.TotalSeconds:0.0} s, sandbox {sandbox}");
    }
}
