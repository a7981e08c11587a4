using Arena.Core.Documents;
using Arena.Core.Models.Scripted;

namespace Arena.Core.Tests.Models;

public sealed class ScriptedTurnReaderTests
{
    [Fact]
    public void Read_TextToolsUsageLatency_AreTaken()
    {
        var turns = Read("""
            turns:
              - text: Looking.
                tools:
                  - name: read_file
                    arguments: { path: a.py, first: 3 }
                  - name: list_files
                  - name: broken
                    arguments: '{"path": '
                usage: { input: 10, output: 5, cacheRead: 4, reasoning: 2 }
                latency: 600ms
              - text: ""
              - tools: []
            """);

        turns.Length.ShouldBe(3);
        turns[0].Text.ShouldBe("Looking.");
        turns[0].ToolCalls.ShouldBe(
        [
            new ScriptedToolCall("read_file", """{"path":"a.py","first":3}"""),
            new ScriptedToolCall("list_files", "{}"),
            new ScriptedToolCall("broken", """{"path": """),
        ]);
        turns[0].Usage.ShouldBe(new ScriptedUsage(10, 5, 4, 2));
        turns[0].Latency.ShouldBe(TimeSpan.FromMilliseconds(600));
        turns[1].Text.ShouldBeEmpty();
        turns[1].Usage.ShouldBeNull();
        turns[2].ToolCalls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("turns: []", "f.yaml:1: turns needs at least one turn.")]
    [InlineData("turns:\n- txt: a", "f.yaml:2: unknown key 'turns[0].txt'; allowed here: latency, text, tools, usage.")]
    [InlineData("turns:\n- tools:\n  - arguments: {}", "f.yaml:3: turns[0].tools[0].name is missing.")]
    [InlineData("turns:\n- usage: { input: 1, output: 1, cacheRead: 2 }", "f.yaml:2: cacheRead counts tokens of input and cannot be more than it.")]
    public void Read_WrongTurn_NamesThePlace(string yaml, string message) =>
        Should.Throw<DocumentException>(() => Read(yaml)).Message.ShouldBe(message);

    private static System.Collections.Immutable.ImmutableArray<ScriptedTurn> Read(string yaml) =>
        ScriptedTurnReader.Read(YamlMap.Parse("f.yaml", yaml).Required("turns"));
}
