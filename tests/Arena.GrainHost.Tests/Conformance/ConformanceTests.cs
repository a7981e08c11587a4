namespace Arena.GrainHost.Tests.Conformance;

/// <summary>A started host and a fresh key for each test.</summary>
public abstract class ConformanceTests : IAsyncLifetime
{
    protected GrainHost Host { get; } = GrainHosts.Create();

    protected string Key { get; } = Guid.NewGuid().ToString("N");

    protected IReadOnlyList<string> Events => Journal.Of(Key);

    public async ValueTask InitializeAsync() => await Host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Gates.OpenAll(Key);
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
