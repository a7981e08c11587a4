using Arena.Core.Campaigns;
using Arena.Core.Configuration;
using Arena.Core.Storage.Files;
using Arena.Core.Suites;

namespace Arena.Cli.Clients;

/// <summary>Finds the right client.</summary>
internal static class ArenaClients
{
    /// <summary>For commands that run campaigns: the server that is named or that has the data folder, else this process.</summary>
    public static async Task<IArenaClient> ForRunningAsync(string? server, ArenaSettings settings, CancellationToken cancellationToken)
    {
        if (Server(server, settings) is { } address)
            return new HttpArenaClient(address);
        try
        {
            return await LocalArena.StartAsync(settings, cancellationToken);
        }
        catch (DataFolderInUseException e)
        {
            throw new CliException(e.Message, inner: e);
        }
    }

    /// <summary>For commands that only read: the server that is named or that has the data folder, else the files.</summary>
    public static IArenaClient ForReading(string? server, ArenaSettings settings)
    {
        if (Server(server, settings) is { } address)
            return new HttpArenaClient(address);
        var runs = new FileRunLog(settings.Data, flush: null);
        var reader = new CampaignReader(
            new FileCampaignIndex(Path.Combine(settings.Data, "campaigns")), new FileCampaignLog(settings.Data, flush: null), runs);
        return new LogArenaClient(reader, runs, new SuiteCatalog(settings.Suites), settings.Data);
    }

    private static string? Server(string? named, ArenaSettings settings) => named ?? DataFolder.HolderOf(settings.Data)?.Address;
}
