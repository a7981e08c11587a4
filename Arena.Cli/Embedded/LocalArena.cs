using Arena.Core.Configuration;

namespace Arena.Cli.Clients;

/// <summary>Runs campaigns in this process.</summary>
internal static class LocalArena
{
    public static Task<IArenaClient> StartAsync(ArenaSettings settings, CancellationToken cancellationToken) =>
        InProcessArenaClient.StartAsync(settings, cancellationToken);
}
