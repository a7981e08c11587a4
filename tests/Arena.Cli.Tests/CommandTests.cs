using System.Text.Json;
using Arena.Core.Tests;

namespace Arena.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private string Data => temporary.Combine("data");

    [Fact]
    public async Task Run_InProcess_PrintsTheTableAndCanBeReadAfterwards()
    {
        var run = await CliAsync("run", "scripted/mixed", "--tasks", "task_01,task_08,task_09", "--repetitions", "2", "--id", "mixed-1");

        run.Code.ShouldBe(0, run.Errors);
        run.Output.ShouldContain("Campaign: mixed-1");
        run.Output.ShouldContain("task_01 fix_failing_test");
        run.Output.ShouldContain("Cost per pass: $");
        run.Errors.ShouldContain("[6/6]");

        (await CliAsync("list")).Output.ShouldContain("mixed-1");
        var shown = JsonDocument.Parse((await CliAsync("show", "mixed-1", "--json")).Output).RootElement;
        shown.GetProperty("status").GetString().ShouldBe("finished");
        shown.GetProperty("total").GetInt32().ShouldBe(6);
        var metrics = await CliAsync("metrics", "mixed-1");
        metrics.Code.ShouldBe(0, metrics.Errors);
        metrics.Output.ShouldContain("task_08/1");
        metrics.Output.ShouldContain("recovered");
        (await CliAsync("transcript", "mixed-1", "task_01", "1")).Output.ShouldContain("## 1. Attempt 1: scripted/mixed on agentic-core-v1/task_01");
        (await CliAsync("transcript", "mixed-1", "task_01", "1", "--format", "jsonl")).Output
            .ShouldBe(await File.ReadAllTextAsync(Path.Combine(Data, "campaigns", "mixed-1", "runs", "task_01", "1.jsonl")));
    }

    [Fact]
    public async Task RunJson_PrintsTheCampaignForMachines()
    {
        var run = await CliAsync("run", "scripted/oracle", "--tasks", "task_01,task_08", "--repetitions", "1", "--json");

        run.Code.ShouldBe(0, run.Errors);
        var campaign = JsonDocument.Parse(run.Output).RootElement;
        campaign.GetProperty("status").GetString().ShouldBe("finished");
        campaign.GetProperty("passed").GetInt32().ShouldBe(campaign.GetProperty("total").GetInt32());
        campaign.GetProperty("costPerPassUsd").GetDecimal().ShouldBeGreaterThan(0m);
        var task = campaign.GetProperty("tasks").EnumerateArray().First();
        task.GetProperty("task").GetString().ShouldBe("task_01");
        task.GetProperty("passed").GetInt32().ShouldBe(1);
        task.GetProperty("total").GetInt32().ShouldBe(1);
        task.GetProperty("failureModes").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task CtrlC_PausesTheCampaign_AndTheSameCommandGoesOn()
    {
        string[] command = ["run", SlowModels.Id, "--tasks", SlowModels.Tasks, "--models", SlowModels.Write(temporary, 4), "--repetitions", "1", "--scripted-latency", "2"];
        await using (var first = ArenaProcess.Start("Arena.Cli", [.. command, "--data", Data]))
        {
            await Deadline.Until(
                () => Task.FromResult(Directory.Exists(Data) ? Directory.EnumerateFiles(Data, "1.jsonl", SearchOption.AllDirectories).Select(ReadShared).ToList() : []),
                logs => logs.Exists(log => log.Contains("model.completed", StringComparison.Ordinal)), "a first model call");
            first.Interrupt();
            (await first.ExitAsync()).ShouldBe(130);
            first.Errors.ShouldContain("Go on with: arena resume ");
        }

        var second = await CliAsync(command);

        second.Code.ShouldBe(0, second.Errors);
        second.Errors.ShouldContain("Going on with ");
        foreach (var log in Directory.EnumerateFiles(Data, "1.jsonl", SearchOption.AllDirectories).Select(ReadShared))
        {
            log.Split("\"type\":\"model.completed\"").Length.ShouldBe(6);
            log.ShouldContain("run.finished");
        }
    }

    [Theory]
    [InlineData(2, "There is no model 'no/such'", "run", "no/such")]
    [InlineData(2, "no campaign 'none'", "show", "none")]
    [InlineData(2, "no campaign 'none'", "metrics", "none")]
    [InlineData(2, "agentic-core-v1", "suite", "check", "none")]
    [InlineData(2, "there is no such folder", "suite", "check", "./none")]
    [InlineData(2, "has no task 'task_99'", "suite", "check", "agentic-core-v1", "--tasks", "task_99")]
    [InlineData(2, "has a solution 'trick'", "suite", "check", "agentic-core-v1", "--solution", "trick")]
    [InlineData(2, "--parallel must be at least 1", "suite", "check", "agentic-core-v1", "--parallel", "0")]
    [InlineData(2, "--colour", "run", "scripted/oracle", "--colour", "red")]
    [InlineData(1, "arena up", "pause", "none")]
    [InlineData(1, "There is no Arena at http://127.0.0.1:9", "list", "--server", "http://127.0.0.1:9")]
    public async Task Command_WithSomethingWrong_SaysWhatAndTheNextStep(int code, string told, params string[] command)
    {
        var run = await CliAsync(command);

        run.Code.ShouldBe(code, run.Errors);
        (run.Errors + run.Output).ShouldContain(told);
    }

    [Fact]
    public async Task Run_AtAnUnknownPrice_NeedsLeave_AndSaysThatTheCostIsUnknown()
    {
        Directory.CreateDirectory(temporary.Combine("models"));
        await File.WriteAllTextAsync(temporary.Combine("models", "free.yaml"), "title: no price\nprovider: scripted\nscript: { default: oracle }\n");
        string[] command = ["run", "free", "--models", temporary.Combine("models"), "--tasks", "task_09", "--repetitions", "1"];

        var refused = await CliAsync(command);
        (refused.Code, refused.Errors.Contains("--allow-unpriced", StringComparison.Ordinal)).ShouldBe((2, true), refused.Errors);
        var capped = await CliAsync([.. command, "--allow-unpriced", "--budget", "1"]);
        (capped.Code, capped.Errors.Contains("A budget cannot be kept", StringComparison.Ordinal)).ShouldBe((2, true), capped.Errors);

        var run = await CliAsync([.. command, "--allow-unpriced"]);
        run.Code.ShouldBe(0, run.Errors);
        run.Output.ShouldContain("Cost: unknown. Cost per pass: unknown.");
        run.Output.ShouldNotContain("$");
        run.Errors.ShouldContain("cost unknown");
    }

    [Fact]
    public async Task Help_TellsCommandsAndExitCodes()
    {
        var help = await CliAsync("--help");

        help.Code.ShouldBe(0);
        help.Output.ShouldContain("transcript");
        help.Output.ShouldContain("Exit codes");
    }

    public void Dispose() => temporary.Dispose();

    private Task<(int Code, string Output, string Errors)> CliAsync(params string[] arguments) =>
        ArenaProcess.RunAsync("Arena.Cli", [.. arguments, "--data", Data]);

    private static string ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }
}
