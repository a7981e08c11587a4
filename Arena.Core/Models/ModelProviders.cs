namespace Arena.Core.Models;

/// <summary>The providers that this build knows, by kind.</summary>
public sealed class ModelProviders(IEnumerable<IModelProvider> providers)
{
    private readonly Dictionary<string, IModelProvider> byKind = providers.ToDictionary(provider => provider.Kind);

    /// <summary>The kinds, in ordinal order.</summary>
    public IEnumerable<string> Kinds => byKind.Keys.Order(StringComparer.Ordinal);

    /// <summary>The provider of a kind.</summary>
    /// <exception cref="NotSupportedException">There is none; the message lists those that exist.</exception>
    public IModelProvider this[string kind] => byKind.TryGetValue(kind, out var provider)
        ? provider
        : throw new NotSupportedException($"There is no model provider '{kind}'; there are: {string.Join(", ", Kinds)}.");
}
