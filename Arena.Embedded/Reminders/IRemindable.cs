using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that can be reminded. Ticks may be lost or repeated: reconcile, never count.</summary>
public interface IRemindable : IGrain
{
    Task ReceiveReminder(string reminderName, TickStatus status);
}
