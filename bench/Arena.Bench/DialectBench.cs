using System.Diagnostics;
using System.Globalization;
using System.Text;
using Arena.Core.Models;
using Arena.Core.Models.Dialects;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Bench;

/// <summary>What a turn costs in a dialect: an answer of 10 KB with three calls is read, and the next request written.</summary>
internal static class DialectBench
{
    private const int Rounds = 2_000;
    private const int AnswerBytes = 10 * 1024;

    private static readonly List<ToolDeclaration> Tools = [.. ToolCatalog.Standard.Select(name => ToolCatalog.Find(name)!.Declaration)];

    public static async Task RunAsync()
    {
        Console.WriteLine("| dialect | answer (bytes) | prompt for six tools (bytes) | read the answer (us) | KB allocated | a turn through the client (us) | KB allocated |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var name in ToolDialects.Names)
        {
            var (answer, calls) = Answer(name);
            var (parse, parseBytes) = ToolDialects.Find(name) is { } dialect
                ? await MeasureAsync(() => Task.FromResult(dialect.Parse(answer, DialectTools.Of(Tools)).Count(call => call.Problem is null)))
                : (0, 0);
            using var fixedClient = new FixedClient(name == ModelCard.NativeDialect ? [new TextContent(answer), .. calls] : [new TextContent(answer)]);
            using var client = fixedClient.UseDialect(name);
            var options = new ChatOptions { Tools = [.. Tools.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters))] };
            List<ChatMessage> asked =
            [
                new(ChatRole.System, "You are a software agent."),
                new(ChatRole.User, "Do it."),
                new(ChatRole.Assistant, [new TextContent(answer), .. calls]),
                .. calls.Select(call => new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, new string('x', 1000))])),
            ];
            var (turn, turnBytes) = await MeasureAsync(async () =>
                (await client.GetResponseAsync(asked, options)).Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Count());
            var prompt = ToolDialects.Find(name)?.Declare(Tools) ?? "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| `{name}` | {Encoding.UTF8.GetByteCount(answer)} | {Encoding.UTF8.GetByteCount(prompt)} | {parse:0} | {parseBytes / 1024.0:0} | {turn:0} | {turnBytes / 1024.0:0} |"));
        }
    }

    // Half of it is said, half of it is code in the calls' arguments.
    private static (string Text, List<FunctionCallContent> Calls) Answer(string name)
    {
        const string Line = "    if value < 10 and name != \"it's\":  # see `limits`\n";
        var code = string.Concat(Enumerable.Repeat(Line, AnswerBytes / 6 / Line.Length));
        List<DialectCall> calls = [.. Enumerable.Range(1, 3).Select(i => new DialectCall(
            "write_file", System.Text.Json.JsonSerializer.SerializeToElement(new { path = $"src/part{i}.py", content = code })))];
        var said = new StringBuilder();
        while (said.Length < AnswerBytes / 2)
            said.Append("I look at `limits` and write <the three parts> of it, one by one.\n");
        var text = ToolDialects.Find(name)?.RenderTurn(said.ToString(), calls) ?? said.ToString();
        return (text, [.. calls.Select((call, i) => call.ToContent($"call_1_{i + 1}"))]);
    }

    private static async Task<(double Microseconds, double Bytes)> MeasureAsync(Func<Task<int>> turn)
    {
        for (var i = 0; i < Rounds / 2; i++)
            await TakeAsync(turn);
        var times = new List<double>(Rounds);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Rounds; i++)
        {
            var from = Stopwatch.GetTimestamp();
            await TakeAsync(turn);
            times.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
        }

        var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        times.Sort();
        return (times[Rounds / 2], (double)bytes / Rounds);
    }

    private static async Task TakeAsync(Func<Task<int>> turn)
    {
        if (await turn() != 3)
            throw new InvalidOperationException("The dialect has not read the three calls.");
    }

    private sealed class FixedClient(IReadOnlyList<AIContent> says) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. says])));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
