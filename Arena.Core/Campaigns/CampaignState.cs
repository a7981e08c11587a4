using System.Collections.Immutable;

namespace Arena.Core.Campaigns;

/// <summary>A campaign as its log tells it.</summary>
public sealed record CampaignState
{
    /// <summary>The state before the first event.</summary>
    public static CampaignState Empty { get; } = new();

    /// <summary>Number of the last event.</summary>
    public long Seq { get; private init; }

    /// <summary>What the campaign is; null before the first event.</summary>
    public CampaignSpec? Spec { get; private init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; private init; }

    /// <summary>When all runs were over; null before.</summary>
    public DateTimeOffset? FinishedAt { get; private init; }

    /// <summary>Whether it is held.</summary>
    public bool Paused => PausedBecause is not null;

    /// <summary>Who or what holds it; null where nothing does.</summary>
    public string? PausedBecause { get; private init; }

    /// <summary>Set once it was cancelled.</summary>
    public CampaignCancelled? Cancelled { get; private init; }

    /// <summary>Set once all runs are over.</summary>
    public CampaignFinished? Finished { get; private init; }

    /// <summary>The runs that have begun, by task and repetition, as last told.</summary>
    public ImmutableDictionary<(string Task, int N), RunSummary> Runs { get; private init; } =
        ImmutableDictionary<(string Task, int N), RunSummary>.Empty;

    /// <summary>Where it is.</summary>
    public CampaignStatus Status => this switch
    {
        { Cancelled: not null } => CampaignStatus.Cancelled,
        { Finished: not null } => CampaignStatus.Finished,
        { Paused: true } => CampaignStatus.Paused,
        _ => CampaignStatus.Running,
    };

    /// <summary>Whether there is nothing left to do.</summary>
    public bool IsOver => Finished is not null;

    /// <summary>Folds events from the beginning.</summary>
    public static CampaignState Fold(IEnumerable<CampaignEvent> events) => events.Aggregate(Empty, (state, e) => state.Apply(e));

    /// <summary>The state after one more event.</summary>
    /// <exception cref="InvalidOperationException">The event does not follow this state.</exception>
    public CampaignState Apply(CampaignEvent e)
    {
        if (e.Seq != Seq + 1)
            throw new InvalidOperationException($"Event {e.Seq} ({e.GetType().Name}) cannot follow event {Seq}.");
        var next = e switch
        {
            CampaignCreated created => this with { Spec = created.Spec, CreatedAt = e.At },
            CampaignPaused paused => this with { PausedBecause = paused.Reason },
            CampaignResumed => this with { PausedBecause = null },
            CampaignCancelled cancelled => this with { Cancelled = cancelled, PausedBecause = null },
            CampaignRunChanged changed => this with { Runs = Runs.SetItem((changed.Run.Task, changed.Run.N), changed.Run) },
            CampaignFinished finished => this with { Finished = finished, FinishedAt = e.At },
            _ => throw new InvalidOperationException($"Event {e.Seq} has the unknown type {e.GetType().Name}."),
        };
        return next with { Seq = e.Seq };
    }
}
