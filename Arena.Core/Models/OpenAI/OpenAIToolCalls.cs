using System.Text;
using System.Text.Json;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.OpenAI;

/// <summary>
/// Puts tool calls together. In a stream a piece names its call by its index; but there are servers that leave the index out, and
/// servers that give all parallel calls the same one, so a new id, or a name after complete arguments, begins a call as well.
/// </summary>
internal sealed class OpenAIToolCalls
{
    private readonly List<Call> calls = [];

    /// <summary>Pieces of tool calls so far.</summary>
    public int Pieces { get; private set; }

    /// <summary>Takes the calls of a message that came in one piece.</summary>
    public void TakeWhole(JsonElement list)
    {
        foreach (var item in list.Items())
        {
            var call = new Call(null);
            call.Take(item);
            calls.Add(call);
            Pieces++;
        }
    }

    /// <summary>Takes the pieces of an event of a stream.</summary>
    public void TakePieces(JsonElement list)
    {
        foreach (var piece in list.Items())
        {
            var index = piece.Number("index");
            var call = calls.FindLast(known => index is null || known.Index == index);
            if (call is null || call.IsFollowedBy(piece))
                calls.Add(call = new Call(index));
            call.Take(piece);
            Pieces++;
        }
    }

    /// <summary>The calls, in the order in which they began.</summary>
    public IEnumerable<FunctionCallContent> ToContents() =>
        calls.Select(call => OpenAIAnswer.ToolCall(call.Id, call.Name, OpenAIJson.Whole(call.Arguments.ToString())));

    private sealed class Call(long? index)
    {
        public long? Index { get; } = index;

        public string? Id { get; private set; }

        public string? Name { get; private set; }

        public StringBuilder Arguments { get; } = new();

        public bool IsFollowedBy(JsonElement piece)
        {
            if (piece.Text("id") is { } id && Id is not null)
                return id != Id;
            return piece.Member("function").Text("name") is not null && Name is not null && Arguments.Length > 0
                && ArgumentsOf(piece).Length > 0 && ToolArguments.TryParse(Arguments.ToString(), out _);
        }

        public void Take(JsonElement piece)
        {
            Id ??= piece.Text("id");
            Name ??= piece.Member("function").Text("name");
            Arguments.Append(ArgumentsOf(piece));
        }

        // A text by the interface; some servers send the object itself.
        private static string ArgumentsOf(JsonElement piece) => piece.Member("function").Member("arguments") switch
        {
            { ValueKind: JsonValueKind.String } text => OpenAIJson.TextOf(text),
            { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => "",
            var value => value.GetRawText(),
        };
    }
}
