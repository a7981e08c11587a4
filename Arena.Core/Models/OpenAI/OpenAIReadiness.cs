using System.ClientModel.Primitives;
using System.Text.Json;

namespace Arena.Core.Models.OpenAI;

/// <summary>Asks a server for its list of models, which costs nothing: whether it is there, takes the key, and has the model.</summary>
internal static class OpenAIReadiness
{
    private const int MostNames = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async ValueTask<ProviderReadiness> AskAsync(
        OpenAIClients clients, OpenAIServer server, ModelReference model, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var failures = new OpenAIFailures(server, model.MaxOutputTokens, time);
        try
        {
            var options = new RequestOptions { ErrorOptions = ClientErrorBehaviors.NoThrow, CancellationToken = either.Token };
            using var response = (await clients.Models(server, Patience).GetModelsAsync(options)).GetRawResponse();
            if (response.Status is 404 or 405 or 501)
                return new ProviderReadiness(true, $"{server.Address} answers, and has no list of its models");
            return response.Status is >= 200 and < 300
                ? Judge(response.Content.ToMemory(), server, model)
                : NotReady(failures.Refused(response, response.Content.ToString()));
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return limit.IsCancellationRequested
                ? new ProviderReadiness(false, $"{server.Address} did not answer within {Patience.TotalSeconds} s.", HowToServe)
                : NotReady(failures.Of(e, null, null));
        }
    }

    private const string HowToServe = "Start the server, or correct connection.endpoint in the card.";

    private static ProviderReadiness Judge(ReadOnlyMemory<byte> body, OpenAIServer server, ModelReference model)
    {
        using var document = JsonDocument.Parse(body, OpenAIJson.Options);
        var models = document.RootElement.Member("data").Items().ToList();
        var names = models.Select(item => item.Text("id")).OfType<string>().ToList();
        // A name without a tag means the latest of it, for servers that have tags.
        if (names.Contains(model.ModelId, StringComparer.Ordinal) || names.Contains(model.ModelId + ":latest", StringComparer.Ordinal))
            return new ProviderReadiness(true, $"{server.Address} has {model.ModelId}");
        // llama.cpp serves the one model that it was started with, by whatever name it is asked for.
        if (models.Exists(item => item.Text("owned_by") == "llamacpp"))
            return new ProviderReadiness(true, $"{server.Address} serves {names.FirstOrDefault() ?? "its model"} by any name");
        var listed = names.Count == 0 ? "no model" : string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
        return new ProviderReadiness(false, $"{server.Address} does not list {model.ModelId}; it lists {listed}.", $"Load the model on the server, or correct model in {model.Card}.");
    }

    private static ProviderReadiness NotReady(ModelCallException failure)
    {
        var parts = failure.Message.Split(" Next: ", 2);
        var next = parts.Length > 1 ? char.ToUpperInvariant(parts[1][0]) + parts[1][1..] : failure.Kind == ModelFailureKind.Network ? HowToServe : "Try again in a while.";
        return new ProviderReadiness(false, parts[0], next);
    }
}
