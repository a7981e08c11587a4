using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Arena.Simulation.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Arena.Simulation;

/// <summary>Takes requests and keeps a record of them; what is the provider's own, its heirs tell.</summary>
public abstract class SimulatedService(SimulatorOptions options) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private ImmutableArray<SimulatedRequest> requests = [];

    /// <summary>The requests that have arrived so far.</summary>
    public ImmutableArray<SimulatedRequest> Requests
    {
        get
        {
            lock (gate)
                return requests;
        }
    }

    /// <summary>What the simulator is.</summary>
    protected SimulatorOptions Options => options;

    /// <summary>The scripts that it plays.</summary>
    protected Scripts Scripts { get; } = new(options.Models, options.Suites, options.Plays);

    /// <summary>The simulator stops.</summary>
    protected CancellationToken Stopping => stopping.Token;

    /// <summary>Name of the header that tells the id of a request.</summary>
    protected abstract string RequestIdHeader { get; }

    /// <summary>Breaks off answers under way.</summary>
    public void Stop() => stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes a request: who calls, is it right, what does the plan do to it, what is answered.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
        var body = copy.ToArray();
        var request = Note(context, body);
        var from = options.Time.GetTimestamp();
        context.Response.Headers[RequestIdHeader] = Guid.CreateVersion7().ToString();
        try
        {
            await AnswerAsync(context, request, body);
        }
        catch (InvalidRequestException e)
        {
            await RefuseAsync(context, request, e);
        }
        catch (OperationCanceledException)
        {
            request.Outcome += ", the client left";
        }

        var took = options.Time.GetElapsedTime(from).TotalMilliseconds;
        options.Log?.Invoke(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Time.GetUtcNow():HH:mm:ss} #{request.Number} {request.Operation} {request.ModelId}: {(request.Status == 0 ? "closed" : request.Status)} {request.Outcome} ({took:0} ms)"));
    }

    /// <summary>Writes a whole response.</summary>
    public static async Task WriteAsync(HttpContext context, SimulatedRequest request, int status, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        request.Status = context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>About as many tokens as a text of that length has.</summary>
    protected static long Tokens(int characters) => (characters + 3) / 4;

    /// <summary>Reads a request's operation and model id from its path and body.</summary>
    protected abstract (string Operation, string ModelId) Read(string path, byte[] body);

    /// <summary>Answers a request.</summary>
    /// <exception cref="InvalidRequestException">It is not what the service takes.</exception>
    protected abstract Task AnswerAsync(HttpContext context, SimulatedRequest request, byte[] body);

    /// <summary>Answers a request that is not what the service takes.</summary>
    protected abstract Task RefuseAsync(HttpContext context, SimulatedRequest request, InvalidRequestException refusal);

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="InvalidRequestException">It is no JSON.</exception>
    protected static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 });
        }
        catch (JsonException e)
        {
            throw new InvalidRequestException($"The request's body is no JSON: {e.Message}");
        }
    }

    /// <summary>What the model says: what the options say, or else the next turn of the script that is meant.</summary>
    /// <param name="request">The request; what is played is noted in it.</param>
    /// <param name="body">Its body.</param>
    /// <param name="hint">What the request tells of the task.</param>
    /// <param name="form">The provider's words for what a script has none of its own for.</param>
    /// <exception cref="InvalidRequestException">No task is meant.</exception>
    protected (SimulatedAnswer Answer, bool HasTools) Prepare(SimulatedRequest request, JsonElement body, TaskHint hint, AnswerForm form)
    {
        if (options.Answer(request, Scripts.TurnOf(body)) is { } answer)
            return (answer, false);
        if (Scripts.Find(request.ModelId, hint, Scripts.TurnOf(body)) is not { } scene)
            throw new InvalidRequestException($"The simulator plays scripts for tasks: send {form.MetadataName} with arena.task, or an instruction of a task as the first user message.");
        var turn = Scripts.TurnOf(scene);
        request.Outcome = $"{scene.Card} {scene.Task.Id}/{scene.Run} turn {scene.Turn + 1}, ";
        return (Scripts.Play(turn, scene, Tokens(body.GetRawText().Length), form), !turn.ToolCalls.IsEmpty);
    }

    private SimulatedRequest Note(HttpContext context, byte[] body)
    {
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        var (operation, model) = Read(path, body);
        var headers = context.Request.Headers
            .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .ToImmutableDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        lock (gate)
        {
            var request = new SimulatedRequest(requests.Length + 1, path, operation, model, Encoding.UTF8.GetString(body), headers);
            requests = requests.Add(request);
            return request;
        }
    }
}
