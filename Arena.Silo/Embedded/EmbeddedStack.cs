using Arena.Core.Configuration;
using Arena.Core.Sandboxing;
using Arena.Core.Storage;
using Arena.Core.Storage.Files;
using Arena.Embedded;
using Arena.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Arena.Silo;

/// <summary>The embedded stack: grains, logs and blobs of one process in one data folder.</summary>
public static partial class EmbeddedStack
{
    /// <summary>
    /// Adds everything but the API: takes the data folder, repairs what a crash left, chooses the sandbox, adds the grains.
    /// The folder is given back when the host is disposed of.
    /// </summary>
    /// <exception cref="DataFolderInUseException">Another process has the folder.</exception>
    /// <exception cref="Core.Sandboxing.SandboxMissingException">There is no sandbox and none is allowed to be missing.</exception>
    public static async Task<IHostApplicationBuilder> AddArenaAsync(
        this IHostApplicationBuilder builder, ArenaSettings settings, CancellationToken cancellationToken)
    {
        var sandboxing = await RunSandboxing.ChooseAsync(settings, cancellationToken);
        DataFolder folder;
        try
        {
            folder = DataFolder.Take(settings.Data);
        }
        catch
        {
            sandboxing.Dispose();
            throw;
        }

        var torn = new List<TornLine>();
        var store = new FileStore(folder, onTorn: torn.Add);
        store.Repair();
        builder.AddArenaCatalogs(settings);
        builder.AddArenaRuns(provider => provider.GetRequiredService<RunSandboxing>().Environments(provider.GetRequiredService<IBlobStore>()));
        // Disposed of in reverse order: the folder is given back after the last flush.
        builder.Services.AddSingleton(_ => folder);
        builder.Services.AddSingleton(_ => sandboxing);
        builder.Services.AddFileStore(provider => Report(store, torn, provider));
        builder.UseOrleans(silo => silo
            .AddGrainAssembly(typeof(CampaignGrain).Assembly)
            .UseFileReminderService(folder.Combine("reminders")));
        return builder;
    }

    private static FileStore Report(FileStore store, List<TornLine> torn, IServiceProvider provider)
    {
        // Asked for first, so that it is disposed of last.
        _ = provider.GetRequiredService<DataFolder>();
        foreach (var line in torn)
            LogTorn(provider.GetRequiredService<ILogger<FileStore>>(), line.Path, line.Line, line.Bytes);
        return store;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Path}: line {Line} was left unfinished by a crash; its {Bytes} bytes were cut off, and the run goes on from the event before it")]
    private static partial void LogTorn(ILogger logger, string path, long line, long bytes);
}
