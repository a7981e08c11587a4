using Arena.Core.Campaigns;
using Arena.Core.Runs;

namespace Arena.Core.Storage.Files;

/// <summary>Everything that the embedded stack keeps, in one data folder.</summary>
public sealed class FileStore : IAsyncDisposable
{
    private readonly GroupFlush flush;
    private readonly Action<TornLine>? onTorn;
    private readonly DataFolder folder;
    private readonly FileRunLog runs;
    private readonly FileCampaignLog campaigns;

    /// <summary>Opens the store of a folder that this process has taken.</summary>
    /// <param name="folder">The folder; stays the caller's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onTorn">Is told of every torn line that was cut off.</param>
    public FileStore(DataFolder folder, TimeProvider? time = null, Action<TornLine>? onTorn = null)
    {
        this.folder = folder;
        this.onTorn = onTorn;
        flush = new GroupFlush(time: time);
        Blobs = new FileBlobStore(folder.Combine("blobs"), flush);
        Runs = runs = new FileRunLog(folder.Path, flush, onTorn);
        Campaigns = campaigns = new FileCampaignLog(folder.Path, flush, onTorn);
        Index = new FileCampaignIndex(folder.Combine("campaigns"));
    }

    /// <summary>Blobs.</summary>
    public IBlobStore Blobs { get; }

    /// <summary>Transcripts.</summary>
    public IRunLog Runs { get; }

    /// <summary>Campaign logs.</summary>
    public ICampaignLog Campaigns { get; }

    /// <summary>Which campaigns exist.</summary>
    public ICampaignIndex Index { get; }

    /// <summary>
    /// Cuts off the torn last line of every log, so that what a crash left is known at start and not when somebody happens to
    /// look. Reads one byte of each file that is whole.
    /// </summary>
    public void Repair()
    {
        foreach (var path in Directory.EnumerateFiles(folder.Combine("campaigns"), "*.jsonl", SearchOption.AllDirectories))
        {
            using (var file = File.OpenRead(path))
            {
                if (file.Length == 0)
                    continue;
                file.Seek(-1, SeekOrigin.End);
                if (file.ReadByte() == '\n')
                    continue;
            }

            using var repaired = new JsonLinesFile(path, readOnly: false, onTorn);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        runs.Dispose();
        campaigns.Dispose();
        await flush.DisposeAsync();
    }
}

/// <summary>Transcripts as <c>campaigns/{campaign}/runs/{task}/{n}.jsonl</c>.</summary>
public sealed class FileRunLog(string folder, GroupFlush? flush, Action<TornLine>? onTorn = null)
    : FileEventLog<RunKey, RunEvent>(
        run => Path.Combine(folder, "campaigns", run.Campaign, "runs", run.Task, $"{run.Repetition}.jsonl"), EventCodecs.Runs, flush, onTorn),
      IRunLog;

/// <summary>Campaign logs as <c>campaigns/{campaign}/campaign.jsonl</c>.</summary>
public sealed class FileCampaignLog(string folder, GroupFlush? flush, Action<TornLine>? onTorn = null)
    : FileEventLog<string, CampaignEvent>(
        campaign => Path.Combine(folder, "campaigns", campaign, "campaign.jsonl"), EventCodecs.Campaigns, flush, onTorn),
      ICampaignLog;
