using Arena.Core.Configuration;

namespace Arena.Cli.Clients;

/// <summary>A cluster runs campaigns through its API only.</summary>
internal static class LocalArena
{
    public static Task<IArenaClient> StartAsync(ArenaSettings settings, CancellationToken cancellationToken) => throw new CliException(
        $"This build belongs to the cluster stack and runs nothing by itself. Start the stack with: arena up, then pass --server {ArenaSettings.DefaultAddress}");
}
