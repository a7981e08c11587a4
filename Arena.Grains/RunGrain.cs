using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace Arena.Grains;

/// <summary>Drives one run in a background task of its activation.</summary>
[Immovable]
public sealed partial class RunGrain(RunHost host, ILogger<RunGrain> logger) : Grain, IRunGrain
{
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource aborting = new();
    private RunKey key = null!;
    private CampaignSpec? campaign;
    private SuiteTask? task;
    private StepPerformer? performer;
    private RunDriver? driver;
    private IGrainTimer? keepAlive;
    private Task loop = Task.CompletedTask;
    private bool looping;
    private bool claimed;
    private int wanted;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        key = RunKey.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        aborting.CancelAfter(host.StopGrace);
        await loop;
        keepAlive?.Dispose();
        if (driver is not null)
            await driver.DisposeAsync();
    }

    public async Task<RunReport> StartAsync(int attempt)
    {
        var state = (await OpenAsync()).State;
        wanted = Math.Max(wanted, attempt);
        if (state.Paused)
            driver!.Resume();
        if (!state.IsOver)
            EnsureLoop();
        return Report();
    }

    public async Task PauseAsync(string reason)
    {
        (await OpenAsync()).Pause(reason);
        EnsureLoop();
    }

    public async Task CancelAsync(string reason)
    {
        (await OpenAsync()).Cancel(reason);
        EnsureLoop();
    }

    private async Task<RunDriver> OpenAsync()
    {
        if (driver is not null)
            return driver;
        campaign = await host.CampaignOfAsync(key, CancellationToken.None);
        task = host.TaskOf(campaign, key.Task);
        performer = new StepPerformer(key, task, host.Services);
        var opened = new RunDriver(key, performer, host.Services)
        {
            OnInfrastructureError = (step, e) => LogInfrastructureError(key, step?.GetType().Name ?? "claim", e),
        };
        await opened.LoadAsync(CancellationToken.None);
        return driver = opened;
    }

    private void EnsureLoop()
    {
        if (looping || stopping.IsCancellationRequested)
            return;
        looping = true;
        keepAlive ??= this.RegisterGrainTimer(static (self, _) => self.KeepAliveAsync(), this, new GrainTimerCreationOptions
        {
            DueTime = host.KeepAlive,
            Period = host.KeepAlive,
            KeepAlive = true,
        });
        loop = LoopAsync();
    }

    private async Task LoopAsync()
    {
        // The caller gets its answer first; what follows are turns of this activation.
        await Task.Yield();
        try
        {
            do
            {
                await BeginAsync();
                await TellAsync();
                await driver!.DriveAsync(stopping.Token, aborting.Token);
                await TellAsync();
            }
            while (!stopping.IsCancellationRequested && (driver.HasControls || (MayBeginAgain && wanted > driver.State.Created!.Attempt)));
        }
        catch (RunLostException e)
        {
            LogLost(key, e);
            this.DeactivateOnIdle();
        }
        catch (Exception e)
        {
            // The transcript is as it was; the campaign wakes the run again and another activation goes on from there.
            LogLoopFailed(key, e);
            this.DeactivateOnIdle();
        }
        finally
        {
            looping = false;
            keepAlive?.Dispose();
            keepAlive = null;
        }
    }

    private bool MayBeginAgain => driver!.State is { Finished: not null, IsOver: false };

    private async Task BeginAsync()
    {
        if (driver!.State.Created is null || (MayBeginAgain && wanted > driver.State.Created.Attempt))
            await CreateAsync(Math.Max(1, wanted));
        if (claimed || driver.State.IsOver)
            return;
        claimed = true;
        await driver.ClaimAsync(aborting.Token);
    }

    private async Task CreateAsync(int attempt)
    {
        var services = host.Services;
        var instruction = await StoredText.StoreAsync(task!.Instruction, services.Blobs, CancellationToken.None);
        await driver!.CreateAsync(
            new RunCreated(
                key.Campaign, key.Task, key.Repetition, attempt, RunDefaults.Attempts,
                campaign!.Suite, campaign.Model, campaign.Harness, Harness.SystemPrompt, instruction,
                [.. await performer!.ToolsAsync(CancellationToken.None)], task.Limits, task.Faults, campaign.ScriptedLatency),
            CancellationToken.None);
    }

    private async Task KeepAliveAsync()
    {
        if (!looping || driver is null)
            return;
        await RenewAsync(driver.State);
        await TellAsync();
    }

    private async Task RenewAsync(RunState state)
    {
        if (state is not { Created: { } created, Holdings.Lease: { } lease })
            return;
        try
        {
            await GrainFactory.Gate(created.Model).RenewAsync(lease);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A lease outlives several renewals that fail, and a later one brings it back.
            LogRenewFailed(key, e);
        }
    }

    private async Task TellAsync()
    {
        // A host that stops takes task and campaign away too; whoever comes next tells it from the transcript.
        if (stopping.IsCancellationRequested)
            return;
        try
        {
            await GrainFactory.Task(key.Campaign, key.Task).ReportAsync(Report());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A lost report changes nothing: totals are absolute, and the campaign asks what goes silent.
            LogReportFailed(key, e);
        }
    }

    private RunReport Report() => RunSummary.Of(key.Task, key.Repetition, driver!.State).ToReport();
}
