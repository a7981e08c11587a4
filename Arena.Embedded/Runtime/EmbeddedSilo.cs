using System.Collections.Concurrent;
using Arena.Embedded.Hosting;
using Arena.Embedded.Refusals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Arena.Embedded.Runtime;

/// <summary>
/// The host of all grains of one process, under the names of Orleans and with its rules, but never a cluster: no other
/// process can join, call in, or take over. Whoever outgrows one machine builds the cluster stack from the same code.
/// <para>
/// What differs from Orleans: arguments and results are not copied, so mutable objects are shared between caller and
/// grain; a caller's AsyncLocal values do not reach the grain, nor does RequestContext exist; there are no
/// placement, migration, streams, observers, stateless workers or generic grain methods.
/// </para>
/// </summary>
public sealed class EmbeddedSilo : IClusterClient, IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<GrainId, Activation> directory = new();
    private readonly Lazy<GrainCatalog> catalog;
    private readonly EmbeddedSiloOptions options;
    private ReminderService? reminders;
    private ITimer? timeouts;
    private ITimer? collection;
    private volatile State state = State.Created;

    public EmbeddedSilo(IServiceProvider services)
    {
        ServiceProvider = services;
        Time = services.GetRequiredService<TimeProvider>();
        Log = services.GetRequiredService<ILogger<EmbeddedSilo>>();
        Collection = services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        options = services.GetRequiredService<IOptions<EmbeddedSiloOptions>>().Value;
        var timeout = services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout;
        catalog = new(() =>
        {
            var types = options.FindGrainTypes();
            StartupChecks.Run(types, services, Collection);
            return new(types, Collection, timeout);
        });
    }

    private enum State
    {
        Created,
        Running,
        Stopping,
        Stopped,
    }

    public IServiceProvider ServiceProvider { get; }

    /// <summary>How many grains are in memory now.</summary>
    public int ActivationCount => directory.Count;

    internal TimeProvider Time { get; }

    internal ILogger Log { get; }

    internal GrainCollectionOptions Collection { get; }

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return (TGrainInterface)(object)Reference(typeof(TGrainInterface), IdSpan.Create(primaryKey));
    }

    /// <summary>Checks what Orleans would refuse, then starts timeouts, collection and reminders.</summary>
    /// <exception cref="OrleansConfigurationException">Something is refused; the message lists everything that is.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var grains = catalog.Value;
        Log.Started(grains.Count);
        state = State.Running;
        var sweep = TimeSpan.FromTicks(Math.Clamp(
            grains.ShortestTimeout.Ticks / 20, TimeSpan.TicksPerMillisecond * 10, TimeSpan.TicksPerSecond));
        timeouts = Time.CreateTimer(_ => TimeOutRequests(), null, sweep, sweep);
        collection = Time.CreateTimer(_ => CollectIdle(), null, Collection.CollectionQuantum, Collection.CollectionQuantum);
        reminders = ServiceProvider.GetService<ReminderService>();
        if (reminders is not null)
            await reminders.StartAsync(cancellationToken);
    }

    /// <summary>Deactivates all grains side by side and waits for them, at most for the deactivation timeout.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (state != State.Running)
            return;
        state = State.Stopping;
        reminders?.Stop();
        var all = directory.Values.ToArray();
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The host stops.");
        Array.ForEach(all, activation => activation.Deactivate(reason));
        try
        {
            await Task.WhenAll(all.Select(activation => activation.Ended)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.StoppedWithActivations(all.Count(activation => !activation.Ended.IsCompleted));
        }

        state = State.Stopped;
        Dispose();
    }

    /// <summary>For tests: ends as a killed process does. No turn runs any more, nothing is deactivated, callers fail.</summary>
    public void Crash()
    {
        state = State.Stopped;
        Dispose();
        foreach (var activation in directory.Values)
            activation.Crash(NotRunning());
        directory.Clear();
    }

    public void Dispose()
    {
        timeouts?.Dispose();
        collection?.Dispose();
        reminders?.Stop();
    }

    internal GrainReference Reference(Type type, IdSpan key)
    {
        var (grainInterface, grainClass) = catalog.Value.Find(type);
        return grainInterface.Reference(this, grainClass, new(GrainType.Create(grainClass.Name), key));
    }

    internal GrainReference Reference(Activation activation) =>
        catalog.Value.AnyInterface(activation.Class).Reference(this, activation.Class, activation.GrainId);

    internal GrainClass? ClassOf(GrainType name) => catalog.Value.Find(name);

    /// <summary>Brings a request to the grain's activation, which is made if there is none.</summary>
    internal Activation? Dispatch(GrainClass grainClass, GrainId id, GrainRequest request)
    {
        while (true)
        {
            if (state == State.Running)
            {
                var activation = directory.TryGetValue(id, out var existing) ? existing : Activate(grainClass, id);
                if (activation.TryAccept(request))
                    return activation;
                Remove(activation); // it has died; whoever comes first takes it out
            }
            else if (state == State.Stopping && directory.TryGetValue(id, out var remaining) && remaining.TryAccept(request))
            {
                return remaining;
            }
            else
            {
                request.Fail(NotRunning());
                return null;
            }
        }
    }

    internal void Remove(Activation activation) => directory.TryRemove(new(activation.GrainId, activation));

    private Activation Activate(GrainClass grainClass, GrainId id)
    {
        var created = new Activation(this, grainClass, id);
        var winner = directory.GetOrAdd(id, created);
        if (ReferenceEquals(winner, created))
            created.Begin();
        // Between the check of the state and the entry in the directory the host may have begun to stop.
        if (state != State.Running)
            winner.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The host stops."));
        return winner;
    }

    private void TimeOutRequests()
    {
        var now = Time.GetTimestamp();
        foreach (var (_, activation) in directory)
            activation.TimeOutRequests(now);
    }

    private void CollectIdle()
    {
        foreach (var (_, activation) in directory)
            activation.CollectIfIdle();
    }

    private OrleansMessageRejectionException NotRunning() => new(state switch
    {
        State.Created => "The grain host has not started yet.",
        _ => "The grain host has stopped or is stopping.",
    });
}
