namespace Arena.Core.Models.Gates;

/// <summary>What a card allows of a model, over all campaigns.</summary>
/// <param name="Concurrency">The most calls at a time, at least 1: the adaptive limit never grows past it.</param>
/// <param name="RequestsPerMinute">The most calls that may leave in any 60 s; null for no cap.</param>
/// <param name="TokensPerMinute">The most tokens, prompts and output, of the calls that leave in any 60 s; null for no cap.</param>
/// <param name="Start">Calls at a time before anything is known of the provider; not above <paramref name="Concurrency"/>.</param>
public sealed record GateCaps(int Concurrency, int? RequestsPerMinute, long? TokensPerMinute, int Start)
{
    /// <summary>The most calls at a time of a card that states none: 200.</summary>
    public const int MostConcurrency = 200;

    /// <summary>Calls at a time at first: 20, or the cap where that is lower.</summary>
    public const int FirstConcurrency = 20;

    /// <summary>
    /// The caps that a campaign's model was pinned with. A scripted model has no provider whose limit would have to be found, so
    /// it starts at its cap.
    /// </summary>
    public static GateCaps Of(ModelReference model)
    {
        var most = model.Concurrency ?? MostConcurrency;
        return new GateCaps(most, model.RequestsPerMinute, model.TokensPerMinute, model.Connection is null ? most : Math.Min(FirstConcurrency, most));
    }
}
