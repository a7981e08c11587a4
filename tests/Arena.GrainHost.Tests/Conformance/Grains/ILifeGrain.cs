namespace Arena.GrainHost.Tests.Conformance.Grains;

[Alias("test.life")]
public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>The number of this activation among those of its key.</summary>
    Task<int> ActivationAsync();

    Task DeactivateAsync();

    /// <summary>Asks for deactivation, then waits at the gate before it completes.</summary>
    Task DeactivateThenWaitAsync(string gate);

    Task DelayDeactivationAsync(TimeSpan time);

    /// <summary>From now on deactivation waits for its token.</summary>
    Task HoldDeactivationAsync();

    /// <summary>Starts a loop on the activation's scheduler that notes "beat" until the activation ends.</summary>
    Task BeatAsync();

    Task StartTimerAsync(string name, TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive);

    Task ChangeTimerAsync(string name, TimeSpan dueTime, TimeSpan period);

    Task StopTimerAsync(string name);

    /// <summary>From now on ticks wait at the gate "tick".</summary>
    Task HoldTicksAsync();

    /// <summary>From now on ticks fail.</summary>
    Task FailTicksAsync();

    Task WaitAsync(string gate);
}
