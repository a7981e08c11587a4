using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Arena.Embedded.Runtime;

/// <summary>
/// Sends the ticks. What is due when the process starts ticks at once: which ticks were lost while it was down is not
/// stored, so a reminder whose first tick lies in the past counts as due. Later ticks keep to the grid of whole periods.
/// </summary>
internal sealed class ReminderService(
    IReminderStore store, Lazy<EmbeddedSilo> silo, TimeProvider time, IOptions<ReminderOptions> options) : IDisposable
{
    private static readonly GrainMethod<Nothing> Receive =
        new(typeof(IRemindable).GetMethod(nameof(IRemindable.ReceiveReminder))!, Timeout.InfiniteTimeSpan);

    private readonly Lazy<EmbeddedSilo> silo = silo;
    private readonly TimeProvider time = time;
    private readonly ConcurrentDictionary<(GrainId Grain, string Name), Reminder> reminders = new();
    private volatile bool stopped;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var record in await store.ReadAllAsync(cancellationToken))
            Add(record);
    }

    public void Stop()
    {
        stopped = true;
        foreach (var (_, reminder) in reminders)
            reminder.Dispose();
    }

    public void Dispose() => Stop();

    public async Task<IGrainReminder> RegisterAsync(GrainId grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < options.Value.MinimumReminderPeriod)
            throw new ArgumentException(
                $"The period {period} of reminder '{name}' is below the minimum of {options.Value.MinimumReminderPeriod}.", nameof(period));
        var record = new ReminderRecord(1, grain.ToString(), name, time.GetUtcNow() + dueTime, period);
        await store.WriteAsync(record);
        return Add(record);
    }

    public async Task UnregisterAsync(GrainId grain, IGrainReminder reminder)
    {
        await store.RemoveAsync(grain.ToString(), reminder.ReminderName);
        if (reminders.TryRemove((grain, reminder.ReminderName), out var active))
            active.Dispose();
    }

    public IGrainReminder? Find(GrainId grain, string name) => reminders.GetValueOrDefault((grain, name));

    public List<IGrainReminder> FindAll(GrainId grain) =>
        [.. reminders.Where(r => r.Key.Grain == grain).Select(r => r.Value).OrderBy(r => r.ReminderName, StringComparer.Ordinal)];

    private Reminder Add(ReminderRecord record)
    {
        var reminder = new Reminder(this, record);
        reminders.AddOrUpdate((reminder.Grain, record.Name), reminder, (_, replaced) =>
        {
            replaced.Dispose();
            return reminder;
        });
        reminder.Arm(record.StartAt);
        return reminder;
    }

    private sealed class Reminder : IGrainReminder, IDisposable
    {
        /// <summary>Timers have a longest time; what is due later is looked at again.</summary>
        private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

        private readonly ReminderService service;
        private readonly ReminderRecord record;
        private readonly ITimer timer;
        private readonly Lock gate = new();
        private DateTimeOffset due;
        private bool ended;

        public Reminder(ReminderService service, ReminderRecord record)
        {
            this.service = service;
            this.record = record;
            Grain = GrainId.Parse(record.Grain);
            timer = service.time.CreateTimer(
                static self => _ = ((Reminder)self!).FireAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public GrainId Grain { get; }

        public string ReminderName => record.Name;

        public void Arm(DateTimeOffset at)
        {
            lock (gate)
            {
                if (ended || service.stopped)
                    return;
                due = at;
                var wait = at - service.time.GetUtcNow();
                timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            lock (gate)
                ended = true;
            timer.Dispose();
        }

        // The next tick is armed when this one is done, so ticks of one reminder never overlap.
        private async Task FireAsync()
        {
            var now = service.time.GetUtcNow();
            if (now < due)
            {
                Arm(due);
                return;
            }

            var silo = service.silo.Value;
            try
            {
                if (silo.ClassOf(Grain.Type) is { } grainClass)
                {
                    var status = new TickStatus(record.StartAt.UtcDateTime, record.Period, now.UtcDateTime);
                    var call = Receive.Create(service.time, [record.Name, status]);
                    silo.Dispatch(grainClass, Grain, call);
                    await call.Task;
                }
                else
                {
                    silo.Log.ReminderWithoutGrain(record.Name, Grain);
                }
            }
            catch (Exception exception)
            {
                if (!service.stopped)
                    silo.Log.ReminderFailed(exception, record.Name, Grain);
            }

            now = service.time.GetUtcNow();
            var periods = Math.Max(0, (now - record.StartAt).Ticks / record.Period.Ticks) + 1;
            Arm(record.StartAt + (record.Period * periods));
        }
    }
}
