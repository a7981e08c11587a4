using System.Collections.Concurrent;
using System.Collections.Immutable;
using Arena.Core.Models.Scripted;
using Arena.Core.Runs;
using Arena.Core.Storage;
using FsCheck;
using FsCheck.Fluent;
using static Arena.Core.Tests.Runs.Scenario;

namespace Arena.Core.Tests.Runs;

public sealed class CrashRecoveryTests
{
    private static readonly ImmutableArray<ScriptedTurn> Script =
    [
        Calls(Append("a"), new ScriptedToolCall("broken", "{}"), Append("b")),
        Calls(new ScriptedToolCall("no_such_tool", "{}"), Append("c")),
        Calls(Append("d"), new ScriptedToolCall("append", "{\"text\":7}"), new ScriptedToolCall("append", "not json")),
        Says("done"),
    ];

    [Fact]
    public async Task Recovery_AfterEveryPrefixOfTheLog_ReachesTheSameEnd() => await VerifyAsync(Script, "a!bcd");

    [Fact]
    public void Recovery_OfAnyScript_AfterAnyTwoCrashes_ReachesTheSameEnd()
    {
        var call = Gen.OneOf(
            Gen.Choose(0, 9).Select(i => Append(i.ToString())),
            Gen.Constant(new ScriptedToolCall("broken", "{}")),
            Gen.Constant(new ScriptedToolCall("read", "{}")),
            Gen.Constant(new ScriptedToolCall("no_such_tool", "{}")),
            Gen.Constant(new ScriptedToolCall("append", "{")));
        var turn = call.NonEmptyListOf().Select(calls => Calls([.. calls.Take(4)]));
        var script = turn.ListOf().Select(turns => turns.Take(5).Append(Says("done")).ToImmutableArray());
        Prop.ForAll(script.ToArbitrary(), turns => VerifyAsync(turns, "0123").GetAwaiter().GetResult())
            .QuickCheckThrowOnFailure();
    }

    private static async Task VerifyAsync(ImmutableArray<ScriptedTurn> turns, string expected)
    {
        var world = new MemoryWorld(expected);
        var undisturbed = new Scenario(turns, world);
        var end = await undisturbed.RunAsync();
        var whole = await undisturbed.EventsAsync();
        var text = TextAtEnd(whole);

        for (var kept = 1; kept < whole.Length; kept++)
        {
            // The second crash comes half way through what the recovery wrote.
            var once = await RecoverAsync(turns, expected, world.Trees, whole[..kept]);
            Compare(once);
            var middle = kept + (once.Events.Length - kept) / 2;
            Compare(await RecoverAsync(turns, expected, world.Trees, once.Events[..middle]));
        }

        void Compare((RunState State, ImmutableArray<RunEvent> Events, ImmutableArray<RunEvent> Prefix) recovered)
        {
            var (state, events, prefix) = recovered;
            events[..prefix.Length].Select(RunEventJson.ToUtf8).ShouldBe(prefix.Select(RunEventJson.ToUtf8), "what was written stays");
            state.Finished!.Outcome.ShouldBe(end.Finished!.Outcome);
            state.Finished.FailureMode.ShouldBe(end.Finished.FailureMode);
            state.Totals.CostUsd.ShouldBe(end.Totals.CostUsd);
            state.Totals.Turns.ShouldBe(end.Totals.Turns);
            state.Totals.ToolCalls.ShouldBe(end.Totals.ToolCalls);
            state.Conduct.RedundantCalls.ShouldBe(end.Conduct.RedundantCalls);
            TextAtEnd(events).ShouldBe(text, "no tool effect is lost or applied twice");
            events.OfType<ModelCallCompleted>().Select(e => e.Call).ShouldBeUnique();
            events.OfType<ModelCallCompleted>().Count().ShouldBe(whole.OfType<ModelCallCompleted>().Count());
            Results(events).ShouldBe(Results(whole));
            events.OfType<ModelCallStarted>().Count().ShouldBe(
                events.OfType<ModelCallCompleted>().Count() + events.OfType<ModelCallAbandoned>().Count());
            state.Totals.UnsettledUsd.ShouldBe(events.OfType<ModelCallAbandoned>().Sum(e => e.UnsettledUsd ?? 0m));
        }
    }

    // The checker's report names the whole workspace.
    private static string TextAtEnd(ImmutableArray<RunEvent> events) => events.OfType<RunChecked>().Single().Checks[0].Detail;

    private static List<string> Results(ImmutableArray<RunEvent> events) =>
    [
        .. events.Select(e => e switch
        {
            ToolCompleted tool => $"{tool.ToolCallId} {tool.Outcome} {tool.Output.Shown}",
            ToolDenied tool => $"{tool.ToolCallId} {tool.Reason}",
            _ => "",
        }).Where(line => line.Length > 0),
    ];

    private static async Task<(RunState State, ImmutableArray<RunEvent> Events, ImmutableArray<RunEvent> Prefix)> RecoverAsync(
        ImmutableArray<ScriptedTurn> turns, string expected, ConcurrentDictionary<BlobId, string> trees, ImmutableArray<RunEvent> prefix)
    {
        // The world is new: only saved trees are known, as on another host with the same blobs.
        var log = new InMemoryRunLog();
        var world = new MemoryWorld(expected, trees);
        (await log.AppendAsync(Key, 0, prefix, CancellationToken.None)).ShouldBeTrue();
        var scenario = new Scenario(turns, world, log);
        var state = await scenario.RunAsync();
        return (state, await scenario.EventsAsync(), prefix);
    }
}
