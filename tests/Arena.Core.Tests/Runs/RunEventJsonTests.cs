using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Arena.Core.Checking;
using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Runs;

/// <summary>The stored form of transcripts: a change that this test notices orphans every transcript that exists.</summary>
public sealed class RunEventJsonTests
{
    private static string Golden => Path.Combine(Repository.Root, "tests", "Arena.Core.Tests", "Runs", "transcript-v1.jsonl");

    [Fact]
    public void EveryEvent_IsWrittenAsInTheGoldenFile() =>
        Encoding.UTF8.GetString(RunEventJson.ToJsonLines(OneOfEach())).ShouldBe(File.ReadAllText(Golden));

    [Fact]
    public void GoldenFile_IsReadAndWrittenBackAsItIs()
    {
        foreach (var line in File.ReadAllLines(Golden))
            Encoding.UTF8.GetString(RunEventJson.ToUtf8(RunEventJson.Parse(Encoding.UTF8.GetBytes(line)))).ShouldBe(line);
    }

    [Fact]
    public void GoldenFile_HasEveryKindOfEvent() =>
        OneOfEach().Select(e => e.GetType()).Distinct().ShouldBe(
            typeof(RunEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType), ignoreOrder: true);

    [Fact]
    public void Event_WithAFieldOfALaterVersion_CanStillBeRead() =>
        RunEventJson.Parse("""{"type":"run.paused","seq":3,"at":"2026-11-21T06:00:00+00:00","v":1,"reason":"x","later":true}"""u8)
            .ShouldBe(new RunPaused("x") { Seq = 3, At = new DateTimeOffset(2026, 11, 21, 6, 0, 0, TimeSpan.Zero) });

    [Fact]
    public void Model_WithAConnection_IsReadBackAsItWasWritten()
    {
        using var extra = System.Text.Json.JsonDocument.Parse("""{"top_k":20}""");
        var connection = new ModelConnection(
            "https://localhost:5190", "eu-central-1", "MY_KEY", Streaming: false, "max_tokens", "reasoning_content",
            extra.RootElement, CachePoints: true, Metadata: true, TimeSpan.FromMinutes(30));
        var created = new Scenario([], new MemoryWorld("")).Created();
        created = created with { Model = created.Model with { TopP = 0.9, RequestsPerMinute = 60, TokensPerMinute = 1000, Dialect = "d", Connection = connection } };

        var read = ((RunCreated)RunEventJson.Parse(RunEventJson.ToUtf8(created))).Model;

        read.Connection!.Extra!.Value.GetRawText().ShouldBe("""{"top_k":20}""");
        (read with { Connection = read.Connection with { Extra = null } }).ShouldBe(
            created.Model with { Connection = connection with { Extra = null } });
    }

    [Fact]
    public void Connection_ThatLeavesKeysOut_HasTheirDefaults() =>
        System.Text.Json.JsonSerializer.Deserialize<ModelConnection>("{}", RunEventJson.Options).ShouldBe(ModelConnection.Default);

    [Fact]
    public void Turn_WithItsLayout_AndFailure_WithWhatItLost_AreWrittenInThisForm()
    {
        var turn = new ModelCallCompleted(
            1, 1, StoredText.Empty, null, [], "stop", TokenUsage.Unknown, null, 5, null, null, StoredText.Inline("""[{"reasoning":0,"protected":"x"}]"""), "req-7");
        var failure = new ModelCallFailed(1, 1, ModelFailureKind.Network, "cut", true, null, 5, "req-1", new PartialAnswer(812, 3));

        Encoding.UTF8.GetString(RunEventJson.ToUtf8(turn)).ShouldEndWith(""","providerData":"[{\"reasoning\":0,\"protected\":\"x\"}]","requestId":"req-7"}""");
        Encoding.UTF8.GetString(RunEventJson.ToUtf8(failure)).ShouldEndWith(""","requestId":"req-1","partial":{"characters":812,"toolFragments":3}}""");
        RunEventJson.Parse(RunEventJson.ToUtf8(failure)).ShouldBe(failure);
    }

    private static IEnumerable<RunEvent> OneOfEach()
    {
        var at = new DateTimeOffset(2026, 11, 21, 6, 30, 0, 250, TimeSpan.Zero);
        var tree = new WorkspaceTree(BlobId.Of("tree"u8), 2, 300);
        var scenario = new Scenario([], new MemoryWorld(""))
        {
            Limits = new TaskLimits(20, 60, 400_000, TimeSpan.FromMinutes(10), 8, TimeSpan.FromSeconds(60)),
            Faults = [new ToolFault("read", 1, "busy")],
        };
        var totals = new RunTotals(1, 1, new TokenUsage(100, 20, 40, 0, 5), 0.000074m, 0.0005m, 900, 12, 30);
        var created = scenario.Created() with { SystemPrompt = "system", Harness = new Harness("arena-loop", 1, "sha256-harness") };
        ImmutableArray<RunEvent> events =
        [
            created,
            new RunClaimed(1, "host:1", "bubblewrap"),
            new WorkspaceSaved(tree, null),
            new ModelCallStarted(1, 1, "sha256-request", 0.0011m, false, 30),
            new ModelCallFailed(1, 1, ModelFailureKind.Throttled, "slow down", false, 1500, 20, "req-1"),
            new ModelCallStarted(1, 2, "sha256-request", 0.0011m, false, 1500),
            new ModelCallAbandoned(1, 2, 0.0005m, "the host that made it is gone"),
            new ModelCallStarted(1, 3, "sha256-request", 0.0011m, true, 0),
            new ModelCallCompleted(
                1, 3, StoredText.Inline("I look: <a> & \"b\" \u4e2d"), StoredText.Inline("hm"),
                [new ToolCall("id-1", "read", StoredText.Inline("{}"))], "tool_calls", totals.Usage, 0.000074m, 880, "served", "resp-1"),
            new ToolStarted("id-1", "read"),
            new WorkspaceSaved(tree, "id-1"),
            new ToolCompleted("id-1", "read", ToolOutcome.TimedOut, StoredText.Inline("out"), BlobId.Of("full"u8), 124, true, 12),
            new ToolDenied("id-2", "fly", ToolDenial.UnknownTool, StoredText.Inline("no")),
            new RunPaused("why"),
            new RunResumed(),
            new RunCancelRequested("enough"),
            new RunAnswered(StoredText.Empty, RunEnding.TurnLimit),
            new RunChecked(false, [new Check("c", false, "d")], null, 40),
            new RunFinished(RunOutcome.Failed, FailureMode.GaveUpMidPlan, null, 1, totals),
        ];
        return events.Select((e, i) => e with { Seq = i + 1, At = at.AddSeconds(i) });
    }
}
