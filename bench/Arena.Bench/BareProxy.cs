using System.Reflection;

namespace Arena.Bench;

/// <summary>The least a grain call can be: a dispatch proxy that starts the call as a task on an exclusive scheduler.</summary>
public class BareProxy : DispatchProxy
{
    private readonly TaskFactory turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    public static IEchoGrain Create() => Create<IEchoGrain, BareProxy>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        turns.StartNew(static number => (int)number!, args![0]);
}
