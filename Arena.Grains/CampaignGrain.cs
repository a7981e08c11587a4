using System.Collections.Immutable;
using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Arena.Grains;

/// <summary>
/// A campaign. Calls only note what is asked for and answer; one background task of the activation, the pump, starts runs, passes
/// on pauses and cancellations, and records what came of them. So runs can report while the pump waits for other runs.
/// </summary>
public sealed partial class CampaignGrain(
    ICampaignLog log, ICampaignIndex index, CampaignPlan plan, TimeProvider time, ILogger<CampaignGrain> logger) : Grain, ICampaignGrain, IRemindable
{
    private const string Reminder = "wake";
    private const int StartedAtOnce = 100;
    private static readonly TimeSpan WakePeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(45);

    private readonly Dictionary<(string Task, int N), RunReport> latest = [];
    // Begun and not finished. Asked for at every report, so it is kept and not counted from the state each time.
    private readonly HashSet<(string Task, int N)> open = [];
    private readonly Dictionary<(string Task, int N), long> heardAt = [];
    private readonly Queue<RunReport> reports = new();
    private readonly SemaphoreSlim appending = new(1, 1);
    private CampaignState state = CampaignState.Empty;
    private CampaignStatus? told;
    private long lookedForSilentAt;
    private Task pump = Task.CompletedTask;
    private bool pumping;
    private bool again;
    private bool deactivating;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var e in await log.ReadAsync(Id, 0, cancellationToken))
            Apply(e);
        if (state.Spec is not null && !state.IsOver)
            Pump();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        deactivating = true;
        await pump;
    }

    public async Task<OrderReceipt> OrderAsync(CampaignOrder order)
    {
        CampaignSpec spec;
        try
        {
            spec = plan.Create(new CampaignRequest(
                Id, order.Suite, order.Model, [.. order.Tasks], order.Repetitions, order.MaxParallelRuns, order.BudgetUsd, order.ScriptedLatency,
                order.Dialect, order.BudgetPerRunUsd, order.AllowUnpriced));
        }
        catch (Exception e) when (e is CampaignRefusedException or Core.Documents.DocumentException)
        {
            return new OrderReceipt(OrderOutcome.Refused, e.Message);
        }

        if (state.Spec is { } known)
        {
            return known.IsSameRequest(spec)
                ? new OrderReceipt(OrderOutcome.Same, null)
                : new OrderReceipt(OrderOutcome.Conflict, $"Campaign {Id} exists and was ordered otherwise.");
        }

        await index.AddAsync(Id, CancellationToken.None);
        await AppendAsync(new CampaignCreated(spec));
        // Due at once, so that it is overdue, and not a minute away, when a host starts again right after a crash.
        await this.RegisterOrUpdateReminder(Reminder, TimeSpan.Zero, WakePeriod);
        LogCreated(Id, spec.Total);
        // The suite has just been read, and no run has begun that could be told.
        told = CampaignStatus.Running;
        Pump();
        return new OrderReceipt(OrderOutcome.Created, null);
    }

    public Task<bool> PauseAsync(string reason) => CommandAsync(IsUnderWay, () => !state.Paused, new CampaignPaused(reason));

    public Task<bool> ResumeAsync() => CommandAsync(IsUnderWay, () => state.Paused, new CampaignResumed());

    public Task<bool> CancelAsync(string reason) =>
        CommandAsync(() => state is { Spec: not null, IsOver: false }, () => state.Cancelled is null, new CampaignCancelled(reason));

    public Task ReportAsync(RunReport report)
    {
        reports.Enqueue(report);
        Pump();
        return Task.CompletedTask;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (state.Spec is not null && !state.IsOver)
            Pump();
        else if (await this.GetReminder(Reminder) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private bool IsUnderWay() => state is { Spec: not null, Finished: null, Cancelled: null };

    private async Task<bool> CommandAsync(Func<bool> isAllowed, Func<bool> changes, CampaignEvent e)
    {
        if (!isAllowed())
            return false;
        await AppendAsync(() => isAllowed() && changes(), e);
        Pump();
        return isAllowed();
    }

    private void Pump()
    {
        again = true;
        if (pumping || deactivating || state.Spec is null)
            return;
        pumping = true;
        pump = PumpAsync();
    }

    private async Task PumpAsync()
    {
        await Task.Yield();
        try
        {
            while (again && !deactivating && !state.IsOver)
            {
                again = false;
                await TakeReportsAsync();
                await TellStatusAsync();
                await StartRunsAsync();
                await FinishAsync();
            }
        }
        catch (Exception e)
        {
            // The reminder, or the next report, starts the pump again; the log is as it was.
            LogPumpFailed(Id, e);
            this.DeactivateOnIdle();
        }
        finally
        {
            pumping = false;
        }
    }

    private async Task TakeReportsAsync()
    {
        var changes = ImmutableArray.CreateBuilder<CampaignEvent>();
        while (reports.TryDequeue(out var report))
        {
            var run = (report.Task, report.N);
            heardAt[run] = time.GetTimestamp();
            if (latest.GetValueOrDefault(run) is { } known && known.Seq > report.Seq)
                continue;
            latest[run] = report;
            var recorded = state.Runs.GetValueOrDefault(run);
            var summary = report.ToSummary();
            if (recorded is null || recorded.Status != summary.Status || recorded.Attempts != summary.Attempts || recorded.Outcome != summary.Outcome)
                changes.Add(new CampaignRunChanged(summary));
        }

        if (changes.Count > 0)
            await AppendAsync(changes.ToArray());
    }

    // Pause and cancellation are passed on once by this activation; a run that begins later is never started by StartRunsAsync.
    private async Task TellStatusAsync()
    {
        if (told == state.Status)
            return;
        // Another version of the suite would give runs that cannot be compared with those before it.
        if (state.Status == CampaignStatus.Running && plan.ObstacleTo(state.Spec!) is { } obstacle)
        {
            LogObstacle(Id, obstacle);
            await AppendAsync(new CampaignPaused(obstacle));
        }

        told = state.Status;
        foreach (var (task, n) in open.ToList())
        {
            var grain = GrainFactory.Run(new RunKey(Id, task, n));
            if (state.Cancelled is { } cancelled)
                await grain.CancelAsync(cancelled.Reason);
            else if (state.Paused)
                await grain.PauseAsync("the campaign was paused");
            else
                await StartAsync(task, n);
        }
    }

    private async Task StartRunsAsync()
    {
        if (state.Status != CampaignStatus.Running)
            return;
        if (time.GetElapsedTime(lookedForSilentAt) > SilentAfter / 3)
        {
            lookedForSilentAt = time.GetTimestamp();
            await StartAsync([.. open.Where(IsSilent)]);
        }

        var free = state.Spec!.MaxParallelRuns - open.Count;
        if (free <= 0 || state.Runs.Count == state.Spec.Total)
            return;
        ImmutableArray<(string Task, int N)> next =
        [
            .. state.Spec.RunsInOrder().Select(run => (run.Task, run.Repetition)).Where(run => !state.Runs.ContainsKey(run)).Take(free),
        ];
        // Recorded before they are asked for: whoever comes after a crash knows that the runs may exist.
        await AppendAsync([.. next.Select(run => new CampaignRunChanged(RunSummary.Waiting(run.Task, run.N)))]);
        await StartAsync(next);
    }

    private async Task StartAsync(ImmutableArray<(string Task, int N)> runs)
    {
        foreach (var some in runs.Chunk(StartedAtOnce))
        {
            if (state.Status != CampaignStatus.Running || deactivating)
                return;
            await Task.WhenAll(some.Select(run => StartAsync(run.Task, run.N)));
        }
    }

    private async Task StartAsync(string task, int n)
    {
        heardAt[(task, n)] = time.GetTimestamp();
        try
        {
            reports.Enqueue(await GrainFactory.Task(Id, task).StartAsync(n));
            again = true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It counts as silent and is asked again.
            LogStartFailed(Id, task, n, e);
        }
    }

    private async Task FinishAsync()
    {
        if (open.Count > 0 || (state.Cancelled is null && state.Runs.Count < state.Spec!.Total))
            return;
        var cost = state.Runs.Values.Aggregate(state.Spec!.IsPriced ? 0m : (decimal?)null, (sum, run) => sum + run.Totals.CostUsd);
        var passed = state.Runs.Values.Count(run => run.Outcome == RunOutcome.Passed);
        await AppendAsync(new CampaignFinished(passed, state.Spec!.Total, cost));
        if (await this.GetReminder(Reminder) is { } reminder)
            await this.UnregisterReminder(reminder);
        LogFinished(Id, passed, state.Spec.Total);
    }

    private bool IsSilent((string Task, int N) run) => !heardAt.TryGetValue(run, out var at) || time.GetElapsedTime(at) > SilentAfter;

    private void Apply(CampaignEvent e)
    {
        state = state.Apply(e);
        if (e is CampaignRunChanged { Run: { Status: RunStatus.Finished } finished })
            open.Remove((finished.Task, finished.N));
        else if (e is CampaignRunChanged changed)
            open.Add((changed.Run.Task, changed.Run.N));
    }

    private Task AppendAsync(params CampaignEvent[] events) => AppendAsync(static () => true, events);

    // A call and the pump may both want to append while the other waits for the log. What a call has seen may be past by then,
    // so it says what must still hold.
    private async Task AppendAsync(Func<bool> stillHolds, params CampaignEvent[] events)
    {
        await appending.WaitAsync();
        try
        {
            if (!stillHolds())
                return;
            var (at, seq) = (time.GetUtcNow(), state.Seq);
            ImmutableArray<CampaignEvent> batch = [.. events.Select((e, i) => e with { Seq = seq + 1 + i, At = at })];
            if (!await log.AppendAsync(Id, seq, batch, CancellationToken.None))
            {
                this.DeactivateOnIdle();
                throw new InvalidOperationException($"Campaign {Id} has another writer: its log has grown past event {seq}.");
            }

            foreach (var e in batch)
                Apply(e);
        }
        finally
        {
            appending.Release();
        }
    }
}
