using Arena.Core.Models;

namespace Arena.Api;

internal static class ModelRoutes
{
    public static void MapModels(this IEndpointRouteBuilder api) =>
        api.MapGet("/models", (ModelCatalog catalog, TimeProvider time) =>
            {
                var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
                return TypedResults.Ok(catalog.List().Select(card => ModelDetail.Of(card, today)));
            })
            .WithTags("models").WithName("ListModels").WithSummary("The model cards of this installation.");
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
    internal static ModelDetail Of(ModelCard card, DateOnly today) => new(
        card.Id, card.Title, card.Provider, card.ModelId, card.Traits, card.PricesOn(today)?.Input, card.PricesOn(today)?.Output, card.Notes);
}
