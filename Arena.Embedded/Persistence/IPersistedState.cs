namespace Arena.Embedded.Runtime;

/// <summary>A state as its activation sees it.</summary>
internal interface IPersistedState
{
    Task ReadStateAsync(CancellationToken cancellationToken);
}
