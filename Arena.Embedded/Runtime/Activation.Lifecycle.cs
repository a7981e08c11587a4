using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Arena.Embedded.Runtime;

/// <summary>How an activation begins and ends.</summary>
internal sealed partial class Activation
{
    private async Task ActivateAsync()
    {
        try
        {
            scope = silo.ServiceProvider.CreateAsyncScope();
            using var timeout = new CancellationTokenSource(silo.Collection.ActivationTimeout, silo.Time);
            GrainInstance = grainClass.Create(this);
            foreach (var state in states)
                await state.ReadStateAsync(timeout.Token);
            if (GrainInstance is IGrainBase grain)
                await grain.OnActivateAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            silo.Log.ActivationFailed(exception, id);
            var failed = Die(withRunning: true);
            silo.Remove(this);
            await EndAsync();
            failed.ForEach(request => request.Fail(exception));
            return;
        }

        lock (gate)
        {
            if (phase == Phase.Dead)
                return;
            lastUse = silo.Time.GetTimestamp();
            phase = asked is null ? Phase.Active : Phase.Deactivating;
            if (phase == Phase.Active)
                StartWaiting();
        }

        if (asked is { } reason)
            await DeactivateAsync(reason);
    }

    private async Task DeactivateAsync(DeactivationReason reason)
    {
        using var deadline = new CancellationTokenSource(silo.Collection.DeactivationTimeout, silo.Time);
        StopTimers();
        try
        {
            await RequestsDone().WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            silo.Log.RequestsOutlasted(id, silo.Collection.DeactivationTimeout);
        }

        try
        {
            if (GrainInstance is IGrainBase grain)
                await grain.OnDeactivateAsync(reason, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception exception)
        {
            silo.Log.DeactivationFailed(exception, id);
        }

        var unserved = Die(withRunning: false);
        silo.Remove(this);
        await EndAsync();
        unserved.ForEach(Forward);
    }

    private Task RequestsDone()
    {
        lock (gate)
        {
            requestsDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return running == 0 ? Task.CompletedTask : requestsDone.Task;
        }
    }

    private void Forward(GrainRequest request)
    {
        if (request.IsAnswered || request is GrainTimerTick)
            return;
        if (++request.Forwards > MaxForwards)
            request.Fail(new OrleansMessageRejectionException($"{id} deactivated {MaxForwards} times before it came to {request}."));
        else
            silo.Dispatch(grainClass, id, request);
    }

    /// <summary>Makes the activation dead and hands over its requests, oldest first: those that wait, or all.</summary>
    private List<GrainRequest> Die(bool withRunning)
    {
        lock (gate)
        {
            phase = Phase.Dead;
            List<GrainRequest> rest = [];
            for (var request = withRunning ? newest : null; request is not null; request = request.Previous)
                rest.Add(request);
            rest.Reverse();
            if (!withRunning)
                rest.AddRange(waiting);
            waiting.Clear();
            rest.ForEach(Unlink);
            return rest;
        }
    }

    private async Task EndAsync()
    {
        StopTimers();
        try
        {
            if (GrainInstance is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                (GrainInstance as IDisposable)?.Dispose();
            await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            silo.Log.DeactivationFailed(exception, id);
        }

        ended.TrySetResult();
    }

    private void StopTimers()
    {
        GrainTimer[] all;
        lock (gate)
        {
            all = [.. timers];
            timers.Clear();
        }

        Array.ForEach(all, timer => timer.Dispose());
    }
}
