using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Suites;

namespace Arena.BedrockSimulator.Answers;

/// <summary>
/// Plays the scripted cards. A model id that is a scripted card's plays that card, any other the default one. Which task and
/// repetition is meant, <c>requestMetadata</c> tells (<c>arena.task</c>, <c>arena.run</c>; sent where a card says
/// <c>connection.metadata: true</c>); else the first user message is looked up among the instructions of all suites, and the
/// repetition counts as the first. Which turn is next, the assistant messages of the request tell, so that a request that is sent
/// again gets the same answer.
/// </summary>
internal sealed class Scripts(ModelCatalog models, SuiteCatalog suites, string defaultCard)
{
    private static readonly ScriptedTurn Silence = new("", [], null, TimeSpan.Zero);

    private readonly Lazy<ImmutableArray<SuiteTask>> tasks = new(() => [.. suites.List().SelectMany(id => suites.Get(id).Tasks)]);

    /// <summary>What is meant by a request; null where no task can be found.</summary>
    public Scene? Find(string modelId, JsonElement body)
    {
        var metadata = body.TryGetProperty("requestMetadata", out var entries) ? entries : default;
        var id = Text(metadata, "arena.task");
        var instruction = FirstText(body);
        var candidates = id is null ? tasks.Value.Where(task => Same(task.Instruction, instruction)) : tasks.Value.Where(task => task.Id == id);
        // Several suites may have a task of that id; the instruction then tells which.
        var task = candidates.OrderByDescending(task => Same(task.Instruction, instruction)).FirstOrDefault();
        if (task is null)
            return null;
        var run = int.TryParse(Text(metadata, "arena.run"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(1, number) : 1;
        var card = models.Ids.Contains(modelId, StringComparer.Ordinal) && models.Get(modelId).Script is not null ? modelId : defaultCard;
        return new Scene(card, task, run, TurnOf(body));
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

    private static bool Same(string instruction, string? text) => text is not null && instruction.Trim() == text.Trim();

    private static string? FirstText(JsonElement body)
    {
        foreach (var block in body.GetProperty("messages")[0].GetProperty("content").EnumerateArray())
        {
            if (Text(block, "text") is { } text)
                return text;
        }

        return null;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Which turn of which script a request asks for.</summary>
/// <param name="Card">The scripted card.</param>
/// <param name="Task">The task.</param>
/// <param name="Run">The repetition.</param>
/// <param name="Turn">Assistant messages so far.</param>
internal sealed record Scene(string Card, SuiteTask Task, int Run, int Turn);
