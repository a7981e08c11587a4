namespace Arena.Core.Models;

/// <summary>The model of a campaign as its card told it when the campaign was made.</summary>
/// <param name="Card">Id of the card, for example <c>scripted/oracle</c>.</param>
/// <param name="Digest">Digest of the card's file.</param>
/// <param name="Provider">Kind of provider, for example <c>scripted</c>.</param>
/// <param name="ModelId">The provider's name of the model.</param>
/// <param name="MaxOutputTokens">The most output tokens of one call.</param>
/// <param name="Temperature">Sampling temperature; null leaves it to the provider.</param>
/// <param name="Concurrency">The most calls at a time over all campaigns; null where the card states no cap.</param>
/// <param name="Prices">The price table that the campaign is charged by; null where the price is unknown.</param>
/// <param name="TopP">Nucleus of the sampling; null leaves it to the provider.</param>
/// <param name="RequestsPerMinute">The most calls a minute over all campaigns; null for no cap.</param>
/// <param name="TokensPerMinute">The most tokens a minute over all campaigns, prompts and output; null for no cap.</param>
/// <param name="Dialect">How tools are shown to the model; null is <see cref="ModelCard.NativeDialect"/>.</param>
/// <param name="Connection">How the provider is reached; null for a scripted model.</param>
/// <param name="Notes">What a reader of its results must know, for example that this is a re-enactment; null for nothing.</param>
public sealed record ModelReference(
    string Card,
    string Digest,
    string Provider,
    string ModelId,
    int MaxOutputTokens,
    double? Temperature,
    int? Concurrency,
    PriceTable? Prices,
    double? TopP = null,
    int? RequestsPerMinute = null,
    long? TokensPerMinute = null,
    string? Dialect = null,
    ModelConnection? Connection = null,
    string? Notes = null);
