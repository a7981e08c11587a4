namespace Arena.Core.Models.Gates;

/// <summary>Which gate a model's calls go through: one for a provider, a model and a place, whatever card names them.</summary>
/// <param name="Provider">Kind of provider.</param>
/// <param name="Model">The provider's name of the model.</param>
/// <param name="Place">Region, endpoint, or both as <c>region@endpoint</c>; empty where the provider's environment decides.</param>
public sealed record GateKey(string Provider, string Model, string Place)
{
    /// <summary>The gate of a campaign's model.</summary>
    public static GateKey Of(ModelReference model) => new(
        model.Provider,
        model.ModelId,
        string.Join('@', new[] { model.Connection?.Region, model.Connection?.Endpoint }.Where(part => part is not null)));

    /// <summary><c>provider|model|place</c>.</summary>
    public override string ToString() => $"{Provider}|{Model}|{Place}";
}
