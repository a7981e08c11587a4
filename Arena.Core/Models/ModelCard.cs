using System.Collections.Immutable;
using Arena.Core.Models.Scripted;

namespace Arena.Core.Models;

/// <summary>What is known of a model: a file of the folder <c>models/</c>.</summary>
/// <param name="Id">The file's path in that folder without its ending, for example <c>scripted/oracle</c>.</param>
/// <param name="Digest"><c>sha256-</c> of the file.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Provider">Kind of provider.</param>
/// <param name="ModelId">The provider's name of the model.</param>
/// <param name="Traits">What the model is.</param>
/// <param name="MaxOutputTokens">The most output tokens of one call; 4,096 unless the card says.</param>
/// <param name="Temperature">Sampling temperature; null leaves it to the provider.</param>
/// <param name="Concurrency">The most calls at a time over all campaigns; null where the card states no cap.</param>
/// <param name="Prices">Price tables, the newest last; empty where the price is unknown.</param>
/// <param name="Notes">What a reader must know, for example that this is a re-enactment; may be empty.</param>
/// <param name="Script">What a scripted model says; null for a real one.</param>
/// <param name="TopP">Nucleus of the sampling; null leaves it to the provider.</param>
/// <param name="RequestsPerMinute">The most calls a minute over all campaigns; null for no cap.</param>
/// <param name="TokensPerMinute">The most tokens a minute over all campaigns, prompts and output; null for no cap.</param>
/// <param name="Dialect">How tools are shown to the model; <see cref="NativeDialect"/> unless the card says.</param>
/// <param name="Connection">How the provider is reached; null for a scripted model.</param>
public sealed record ModelCard(
    string Id,
    string Digest,
    string Title,
    string Provider,
    string ModelId,
    ModelTraits Traits,
    int MaxOutputTokens,
    double? Temperature,
    int? Concurrency,
    ImmutableArray<PriceTable> Prices,
    string Notes,
    ModelScript? Script,
    double? TopP = null,
    int? RequestsPerMinute = null,
    long? TokensPerMinute = null,
    string Dialect = ModelCard.NativeDialect,
    ModelConnection? Connection = null)
{
    /// <summary>Tools are passed as the provider's interface has them.</summary>
    public const string NativeDialect = "native";

    /// <summary>The price table that holds on a day; null where none does.</summary>
    public PriceTable? PricesOn(DateOnly day) => Prices.LastOrDefault(table => table.From <= day);

    /// <summary>The model as a campaign that is created on a day pins it.</summary>
    public ModelReference On(DateOnly day) => new(
        Id, Digest, Provider, ModelId, MaxOutputTokens, Temperature, Concurrency, PricesOn(day),
        TopP, RequestsPerMinute, TokensPerMinute, Dialect == NativeDialect ? null : Dialect, Connection, Notes.Length == 0 ? null : Notes);
}

/// <summary>What a model is. Null is unknown.</summary>
/// <param name="Family">For example <c>Qwen3</c>.</param>
/// <param name="TotalParameters">In billions.</param>
/// <param name="ActiveParameters">Activated per token, in billions.</param>
/// <param name="Architecture">For example <c>dense</c> or <c>moe</c>.</param>
/// <param name="Reasoning">Whether it reasons before it answers.</param>
public sealed record ModelTraits(
    string? Family, decimal? TotalParameters, decimal? ActiveParameters, string? Architecture, bool? Reasoning);
