namespace Orleans;

/// <summary>The way in for code that is not a grain. In one process the client is the silo.</summary>
public interface IClusterClient : IGrainFactory
{
    IServiceProvider ServiceProvider { get; }
}
