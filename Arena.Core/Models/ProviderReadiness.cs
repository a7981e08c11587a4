namespace Arena.Core.Models;

/// <summary>Whether a provider could be called now, found out without calling a model.</summary>
/// <param name="Ready">True where nothing is known to be missing.</param>
/// <param name="Why">What was found, or what is missing; never a secret.</param>
/// <param name="NextStep">What to do about it; null where it is ready.</param>
public sealed record ProviderReadiness(bool Ready, string Why, string? NextStep = null);
