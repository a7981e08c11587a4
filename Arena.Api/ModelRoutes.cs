using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Gates;

namespace Arena.Api;

internal static class ModelRoutes
{
    public static void MapModels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/models", (ModelCatalog catalog, TimeProvider time) =>
            {
                var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
                return TypedResults.Ok(catalog.List().Select(card => ModelDetail.Of(card, today)));
            })
            .WithTags("models").WithName("ListModels").WithSummary("The model cards of this installation.");
        api.MapGet("/models/gates", async (Reading reading, IGrainFactory grains, CancellationToken cancellationToken) =>
                TypedResults.Ok(await GatesAsync(reading, grains, cancellationToken)))
            .WithTags("models").WithName("ListGates").WithSummary("The gates of the models that unfinished campaigns call: what they let through now.");
    }

    // Campaigns are read from their logs; what a gate lets through only the gate knows.
    private static async Task<GateView[]> GatesAsync(Reading reading, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var unfinished = new List<CampaignSpec>();
        foreach (var id in await reading.Campaigns.ListAsync(cancellationToken))
        {
            if (await reading.Campaigns.FindAsync(id, cancellationToken) is { IsOver: false, Spec: { } spec })
                unfinished.Add(spec);
        }

        return await Task.WhenAll(unfinished.GroupBy(spec => GateKey.Of(spec.Model)).OrderBy(gate => gate.Key.ToString(), StringComparer.Ordinal)
            .Select(async gate => GateView.Of(
                gate.Key,
                [.. gate.Select(spec => spec.Id)],
                await grains.GetGrain<IModelGateGrain>(gate.Key.ToString()).GetAsync().WaitAsync(cancellationToken))));
    }
}

/// <summary>A model card.</summary>
/// <param name="Id">Id of the card.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Provider">Kind of provider.</param>
/// <param name="Model">The provider's name of the model.</param>
/// <param name="Traits">What the model is.</param>
/// <param name="InputUsd">Today's price of a million prompt tokens in US dollars; null where unknown.</param>
/// <param name="OutputUsd">Today's price of a million output tokens in US dollars; null where unknown.</param>
/// <param name="Notes">What a reader must know.</param>
public sealed record ModelDetail(
    string Id, string Title, string Provider, string Model, ModelTraits Traits, decimal? InputUsd, decimal? OutputUsd, string Notes)
{
    internal static ModelDetail Of(ModelCard card, DateOnly today)
    {
        var prices = card.PricesOn(today) is { IsUsd: true } usd ? usd : null;
        return new ModelDetail(card.Id, card.Title, card.Provider, card.ModelId, card.Traits, prices?.Input, prices?.Output, card.Notes);
    }
}
