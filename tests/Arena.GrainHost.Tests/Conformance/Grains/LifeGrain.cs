namespace Arena.GrainHost.Tests.Conformance.Grains;

public sealed class LifeGrain : Grain, ILifeGrain
{
    private readonly Dictionary<string, IGrainTimer> timers = [];
    private int activation;
    private bool holdDeactivation;
    private bool holdTicks;
    private bool failTicks;
    private bool ended;

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Add(Key, "activate");
        await Task.Yield();
        activation = Journal.Count(Key, "activate");
        if (Key.StartsWith("fails-once", StringComparison.Ordinal) && activation == 1)
            throw new InvalidOperationException("not the first time");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ended = true;
        if (holdDeactivation)
        {
            var cancelled = new TaskCompletionSource();
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            Journal.Add(Key, "deactivating");
            await cancelled.Task;
            Journal.Add(Key, "token fired");
        }

        Journal.Add(Key, "deactivate " + reason.ReasonCode);
    }

    public Task<int> ActivationAsync() => Task.FromResult(activation);

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task DeactivateThenWaitAsync(string gate)
    {
        DeactivateOnIdle();
        Journal.Add(Key, "asked");
        await Gates.Passage(Key, gate);
        Journal.Add(Key, "request done");
    }

    public Task DelayDeactivationAsync(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task HoldDeactivationAsync()
    {
        holdDeactivation = true;
        return Task.CompletedTask;
    }

    public Task BeatAsync()
    {
        _ = LoopAsync();
        return Task.CompletedTask;

        async Task LoopAsync()
        {
            while (!ended)
            {
                Journal.Add(Key, "beat");
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }
        }
    }

    public Task StartTimerAsync(string name, TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive)
    {
        timers[name] = this.RegisterGrainTimer(
            static (state, token) => state.Grain.TickAsync(state.Name),
            (Grain: this, Name: name),
            new GrainTimerCreationOptions { DueTime = dueTime, Period = period, Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task ChangeTimerAsync(string name, TimeSpan dueTime, TimeSpan period)
    {
        timers[name].Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task StopTimerAsync(string name)
    {
        timers[name].Dispose();
        return Task.CompletedTask;
    }

    public Task HoldTicksAsync()
    {
        holdTicks = true;
        return Task.CompletedTask;
    }

    public Task FailTicksAsync()
    {
        failTicks = true;
        return Task.CompletedTask;
    }

    public async Task WaitAsync(string gate)
    {
        Journal.Add(Key, "enter " + gate);
        await Gates.Passage(Key, gate);
        Journal.Add(Key, "leave " + gate);
    }

    private async Task TickAsync(string name)
    {
        Journal.Add(Key, "tick " + name);
        if (failTicks)
            throw new InvalidOperationException("a tick that fails");
        if (holdTicks)
            await Gates.Passage(Key, "tick");
    }
}
