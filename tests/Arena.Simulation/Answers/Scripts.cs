using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Suites;

namespace Arena.Simulation.Answers;

/// <summary>
/// Plays the scripted cards. A model id that is a scripted card's plays that card, any other the default one. Which task and
/// repetition is meant, the request's metadata tell (<c>arena.task</c>, <c>arena.run</c>; sent where a card says
/// <c>connection.metadata: true</c>); else the first user message is looked up among the instructions of all suites, and the
/// repetition counts as the first. Which turn is next, the assistant messages of the request tell, so that a request that is sent
/// again gets the same answer.
/// </summary>
public sealed class Scripts(ModelCatalog models, SuiteCatalog suites, string defaultCard)
{
    private static readonly ScriptedTurn Silence = new("", [], null, TimeSpan.Zero);

    private readonly Lazy<ImmutableArray<SuiteTask>> tasks = new(() => [.. suites.List().SelectMany(id => suites.Get(id).Tasks)]);

    /// <summary>What is meant by a request; null where no task can be found.</summary>
    public Scene? Find(string modelId, TaskHint hint, int turn)
    {
        var candidates = hint.Task is { } id ? tasks.Value.Where(task => task.Id == id) : tasks.Value.Where(task => Same(task.Instruction, hint.Instruction));
        // Several suites may have a task of that id; the instruction then tells which.
        var task = candidates.OrderByDescending(task => Same(task.Instruction, hint.Instruction)).FirstOrDefault();
        if (task is null)
            return null;
        var run = int.TryParse(hint.Run, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(1, number) : 1;
        var card = models.Ids.Contains(modelId, StringComparer.Ordinal) && models.Get(modelId).Script is not null ? modelId : defaultCard;
        return new Scene(card, task, run, turn);
    }

    /// <summary>Which turn a conversation asks for, from 0.</summary>
    public static int TurnOf(JsonElement body) =>
        body.GetProperty("messages").EnumerateArray().Count(message => message.GetProperty("role").GetString() == "assistant");

    /// <summary>The next turn of a scene. Past the end of its script a model says nothing.</summary>
    public ScriptedTurn TurnOf(Scene scene)
    {
        var script = models.Get(scene.Card).Script ?? throw new InvalidOperationException($"Model card {scene.Card} has no script.");
        var turns = script.TurnsFor(scene.Task, scene.Run);
        return scene.Turn < turns.Length ? turns[scene.Turn] : Silence;
    }

    /// <summary>A turn as an answer.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="scene">Which it is.</param>
    /// <param name="promptTokens">About as many tokens as the request has, where the script claims none.</param>
    /// <param name="form">The provider's words.</param>
    public static SimulatedAnswer Play(ScriptedTurn turn, Scene scene, long promptTokens, AnswerForm form)
    {
        var usage = turn.Usage ?? new ScriptedUsage(
            promptTokens, Math.Max(1, (turn.Text.Length + turn.ToolCalls.Sum(call => call.Tool.Length + call.Arguments.Length) + 3) / 4));
        return new SimulatedAnswer(
            [
                .. turn.Text.Length > 0 ? [new AnswerBlock.Text(turn.Text)] : ImmutableArray<AnswerBlock>.Empty,
                .. turn.ToolCalls.Select((call, i) => new AnswerBlock.Tool($"{form.ToolPrefix}{scene.Turn + 1}_{i + 1}", call.Tool, call.Arguments)),
            ],
            turn.ToolCalls.IsEmpty ? form.EndReason : form.ToolReason,
            usage.Input - usage.CacheRead,
            usage.Output,
            usage.CacheRead,
            ReasoningTokens: usage.Reasoning);
    }

    private static bool Same(string instruction, string? text) => text is not null && instruction.Trim() == text.Trim();
}
