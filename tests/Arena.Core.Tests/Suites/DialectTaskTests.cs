using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Dialects;
using Arena.Core.Models.Scripted;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests.Models.Dialects;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Suites;

/// <summary>Real tasks, loop, tools and checkers in every dialect.</summary>
public sealed class DialectTaskTests(Sandboxes sandboxes)
{
    public static TheoryData<string> Dialects => [.. ToolDialects.Names];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Task08_PlayedInAnyDialect_GoesAndIsJudgedAsNatively(string dialect)
    {
        (await PlayAsync("task_08", "scripted/oracle", dialect)).ShouldBe(await PlayAsync("task_08", "scripted/oracle", "native"));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Solutions_OfTheSuite_AreCarriedByEveryDialect(string name)
    {
        if (ToolDialects.Find(name) is not { } dialect)
            return;
        foreach (var task in Suite.Tasks)
        {
            var tools = DialectTools.Of(task.Tools.Select(tool => ToolCatalog.Find(tool)!.Declaration));
            foreach (var turn in task.Solutions.SelectMany(solution => solution.Turns).Where(turn => turn.ToolCalls.Length > 0))
            {
                List<DialectCall> calls = [.. turn.ToolCalls.Select(call => new DialectCall(call.Tool, System.Text.Json.JsonElement.Parse(call.Arguments)))];
                dialect.Parse(dialect.RenderTurn(turn.Text, calls), tools).Select(DialectGenerators.Show).ShouldBe(calls.Select(DialectGenerators.Show));
            }
        }
    }

    private static Suite Suite { get; } = SuiteLoader.Load(Path.Combine(SuiteFolder.Path, "agentic-core-v1"));

    // What was asked for and what came of it, line by line.
    private async Task<string> PlayAsync(string taskId, string card, string dialect)
    {
        var models = new ModelCatalog(Repository.Models);
        var task = Suite.Tasks.Single(t => t.Id == taskId);
        var blobs = new InMemoryBlobStore();
        var services = new RunServices(
            new InMemoryRunLog(), blobs, new WorkspaceRunEnvironmentFactory(sandboxes.Best, blobs, sandboxes.Folders),
            new ModelProviders([new ScriptedProvider(models, TimeProvider.System)]), new OpenGate(), new NoBudget(), TimeProvider.System, "test:1");
        var spec = new CampaignPlan(new SuiteCatalog(Repository.Suites), models, services.Providers, TimeProvider.System)
            .Create(new CampaignRequest("c", "agentic-core-v1", card, [taskId], Dialect: dialect));
        var key = new RunKey("c", taskId, 1);
        await using var performer = new StepPerformer(key, task, services);
        await using var driver = new RunDriver(key, performer, services);
        await driver.CreateAsync(
            new RunCreated(
                key.Campaign, key.Task, 1, 1, 1, spec.Suite, spec.Model, spec.Harness, Harness.SystemPrompt, StoredText.Inline(task.Instruction),
                [.. await performer.ToolsAsync(CancellationToken.None)], task.Limits, task.Faults, 0),
            CancellationToken.None);
        await driver.ClaimAsync(CancellationToken.None);
        await driver.DriveAsync(CancellationToken.None, CancellationToken.None);

        driver.State.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        var lines = (await services.Log.ReadAsync(key, 0, CancellationToken.None)).Select(e => e switch
        {
            ModelCallCompleted turn => string.Join('\n', turn.ToolCalls.Select(call => $"{call.Name} {call.Arguments.Shown}")),
            ToolCompleted tool => $"{tool.Tool}: {tool.Outcome} {tool.Output.Shown}",
            RunAnswered answer => answer.Answer.Shown.Trim(),
            RunChecked verdict => string.Join('\n', verdict.Checks.Select(check => $"{check.Name} {check.Passed}")),
            _ => "",
        });
        return string.Join('\n', lines.Where(line => line.Length > 0));
    }
}
